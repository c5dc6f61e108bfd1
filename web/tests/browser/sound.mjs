// Sound for tests: a tone as a microphone would hear it, and WAV files around samples.

/** Seconds of a tone that comes and goes twice a second, as syllables do. */
export function tone(seconds, rate = 48_000) {
  return Int16Array.from({ length: seconds * rate }, (_, at) => {
    const now = at / rate;
    return Math.round(9000 * Math.abs(Math.sin(now * Math.PI * 2)) * Math.sin(now * 440 * Math.PI * 2));
  });
}

/** PCM, 16 bit, one channel. */
export function wav(samples, rate) {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).copy(bytes, 44);
  return bytes;
}
