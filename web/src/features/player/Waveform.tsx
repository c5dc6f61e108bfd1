// Draws the loudness of a sound as bars; what was played in the accent's colour.
import { useEffect, useRef } from 'react';
import { bars } from './bars';
import styles from './Player.module.css';

const BAR_PIXELS = 3;
const GAP_PIXELS = 2;
/** Silence still shows that there is a line to follow. */
const LEAST_HEIGHT = 0.06;

export function Waveform({ peaks, played }: { peaks: number[] | null; played: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const sheet = canvas.current;
    if (!sheet) return;
    const draw = () => paint(sheet, peaks ?? [], played);
    draw();
    const resized = new ResizeObserver(draw);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const themed = new MutationObserver(draw);
    resized.observe(sheet);
    dark.addEventListener('change', draw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener('change', draw);
    };
  }, [peaks, played]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
}

function paint(sheet: HTMLCanvasElement, peaks: number[], played: number): void {
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = sheet;
  const pen = sheet.getContext('2d');
  if (!pen || width === 0) return;
  sheet.width = width * scale;
  sheet.height = height * scale;
  pen.scale(scale, scale);
  const style = getComputedStyle(sheet);
  const heights = bars(peaks, Math.floor(width / (BAR_PIXELS + GAP_PIXELS)));
  heights.forEach((peak, at) => {
    const tall = Math.max(peak, LEAST_HEIGHT) * height;
    pen.fillStyle = (at + 0.5) / heights.length <= played ? style.color : style.borderTopColor;
    pen.beginPath();
    pen.roundRect(at * (BAR_PIXELS + GAP_PIXELS), (height - tall) / 2, BAR_PIXELS, tall, BAR_PIXELS / 2);
    pen.fill();
  });
}
