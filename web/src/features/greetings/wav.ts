// Turns whatever the browser can hear (a recording, a sound file) into the WAV that telephones play.

/** Telephone quality: what callers hear, and what a voice message has. */
export const RATE_HERTZ = 8000;
const HEADER_BYTES = 44;

/** Decodes, mixes to mono and resamples. Throws when the bytes are no sound. */
export async function toTelephoneWav(sound: Blob): Promise<Blob> {
  const bytes = await sound.arrayBuffer();
  // An OfflineAudioContext decodes to its own rate and needs no sound device; its length is not used for decoding.
  const decoder = new OfflineAudioContext(1, 1, RATE_HERTZ);
  const decoded = await decoder.decodeAudioData(bytes);
  const mixer = new OfflineAudioContext(1, Math.max(1, decoded.length), RATE_HERTZ);
  const source = mixer.createBufferSource();
  source.buffer = decoded;
  source.connect(mixer.destination);
  source.start();
  const mono = await mixer.startRendering();
  return new Blob([encodeWav(mono.getChannelData(0), RATE_HERTZ)], { type: 'audio/wav' });
}

/** PCM 16 bit mono with the plain 44 byte header. Samples beyond ±1 are cut. */
export function encodeWav(samples: Float32Array, rate: number): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER_BYTES + samples.length * 2);
  const view = new DataView(buffer);
  const word = (at: number, text: string) => {
    for (let i = 0; i < text.length; i += 1) view.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, 'RIFF');
  view.setUint32(4, buffer.byteLength - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    const cut = Math.min(1, Math.max(-1, sample));
    view.setInt16(HEADER_BYTES + i * 2, Math.round(cut * 32767), true);
  });
  return buffer;
}
