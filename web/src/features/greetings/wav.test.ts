// A recording as the server takes it.
import { expect, test } from 'vitest';
import { encodeWav } from './wav';

test('a recording is a WAV file of 16 bit, one channel, at its rate', () => {
  const view = new DataView(encodeWav(new Float32Array([0, 1, -1, 2, -2]), 8000));
  const word = (at: number) => String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
  expect([word(0), word(8), word(12), word(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([1, 8000, 16]);
  expect([view.getUint32(4, true), view.getUint32(40, true), view.byteLength]).toEqual([46, 10, 54]);
  const samples = [0, 1, 2, 3, 4].map((index) => view.getInt16(44 + index * 2, true));
  expect(samples[0]).toBe(0);
  expect(samples[3]).toBe(samples[1]);
  expect(samples[4]).toBe(samples[2]);
  expect(samples[1]).toBeGreaterThan(32000);
});
