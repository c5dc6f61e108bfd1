// From the server's peaks to as many bars as there is room for.

/** Each bar is the highest peak in its share, scaled so that the loudest fills the height: quiet callers are seen, too. */
export function bars(peaks: number[], count: number): number[] {
  const loudest = Math.max(...peaks, Number.EPSILON);
  return Array.from({ length: Math.max(0, count) }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to)) / loudest;
  });
}
