// Times and lengths as people write them, in the person's own zone and language.

/** Where and how a person reads times. */
export interface Place {
  language: string;
  zone: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than a hundred uses of it. */
function formatter(place: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${place.language} ${place.zone} ${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(place.language, { timeZone: place.zone, ...options });
    formatters.set(key, made);
  }
  return made;
}

/** Days from the calendar day of `at` to that of `now`, in the zone: 0 today, 1 yesterday, negative ahead. */
export function daysAgo(at: Date, now: Date, zone: string): number {
  return dayNumber(now, zone) - dayNumber(at, zone);
}

function dayNumber(at: Date, zone: string): number {
  const parts = formatter({ language: 'en-GB', zone }, { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at);
  const part = (type: string) => Number(parts.find((piece) => piece.type === type)?.value);
  return Math.round(Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000);
}

/** 14:05 */
export function clock(at: Date, place: Place): string {
  return formatter(place, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** For a row: today the time, within the last week the weekday, else the date. */
export function short(at: Date, now: Date, place: Place): string {
  const days = daysAgo(at, now, place.zone);
  if (days === 0) return clock(at, place);
  if (days > 0 && days < 7) return formatter(place, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
  const sameYear = formatter(place, { year: 'numeric' }).format(at) === formatter(place, { year: 'numeric' }).format(now);
  return formatter(place, sameYear ? { day: 'numeric', month: 'short' } : { day: '2-digit', month: '2-digit', year: '2-digit' }).format(at);
}

/** The whole of it, for the open message and for screen readers. */
export function long(at: Date, place: Place): string {
  return formatter(place, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A heading above the rows of a day; today and yesterday are said in words by the caller. */
export function day(at: Date, now: Date, place: Place): string {
  const sameYear = formatter(place, { year: 'numeric' }).format(at) === formatter(place, { year: 'numeric' }).format(now);
  return formatter(place, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(at);
}

/** 0:07, 12:45, 1:02:03 */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 900 B, 12 kB, 1.4 MB */
export function fileSize(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const unit = units[step] ?? 'byte';
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'narrow' : 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value);
}
