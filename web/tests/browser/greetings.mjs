// Greetings as a person makes them: recorded, brought as a file, heard, removed; and what is said of files that are none.
import { expect, test } from './tap.mjs';
import { open, wordsOf } from './visit.mjs';
import { tone, wav } from './sound.mjs';

const RATE = 44_100;
const RECORDING_MS = 2500;

/** The languages work beside each other, each on a greeting of its own. */
const THIRD = { 'en-GB': 'fr-CA', 'de-DE': 'ja-JP' };
const SITUATIONS = { 'en-GB': 'busy', 'de-DE': 'vacation' };

export async function greetings(browser, language, state) {
  const words = wordsOf(language);
  const { context, page } = await open(browser, language, { state });
  const name = words(`situation-${SITUATIONS[language]}`);
  const slot = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const bring = (buffer, file = 'greeting.wav') => slot.locator('input[type=file]').setInputFiles({ name: file, mimeType: 'audio/wav', buffer });
  const button = (id) => slot.getByRole('button', { name: words(id, { name }), exact: true });
  const isEmpty = () => slot.getByText(words('not-recorded')).waitFor();
  await page.goto('/greetings');

  await test(`${language}: a greeting is recorded, heard before and after it is kept`, async () => {
    await isEmpty();
    await button('record-for').click();
    await button('stop').waitFor();
    const begun = Date.now();
    await page.waitForTimeout(RECORDING_MS);
    await button('stop').click();
    const recorded = (Date.now() - begun) / 1000;
    await plays(slot);
    await button('save').click();
    await page.getByText(words('greeting-kept')).waitFor();
    // What is kept begins and ends with the tone: silence around it is cut.
    const seconds = await plays(slot);
    expect(Math.abs(seconds - recorded) < 1.5, `${seconds} seconds of ${recorded}`);
  });
  await test(`${language}: a greeting is removed`, async () => {
    await button('delete-for').click();
    await isEmpty();
    expect((await slot.locator('audio').count()) === 0, 'it can still be played');
  });
  await test(`${language}: a take is thrown away`, async () => {
    await button('record-for').click();
    await button('stop').click();
    await button('again').waitFor();
    await button('cancel').click();
    await isEmpty();
  });
  await test(`${language}: a sound file becomes a greeting, another takes its place`, async () => {
    for (const seconds of [2, 4]) {
      await bring(wav(tone(seconds, RATE), RATE));
      await slot.getByText(words('recorded', { length: `0:0${seconds}` })).waitFor();
      const heard = await plays(slot);
      expect(Math.abs(heard - seconds) < 0.5, `${heard} seconds instead of ${seconds}`);
    }
  });
  for (const [what, file, code] of [
    ['no sound', Buffer.from('RIFF, but no WAVE'), 'no-sound'],
    ['an empty file', Buffer.alloc(0), 'no-sound'],
    ['silence', wav(new Int16Array(RATE), RATE), 'silent-sound'],
    ['six minutes', wav(tone(360, 8000), 8000), 'sound-too-long'],
  ]) {
    await test(`${language}: ${what} is refused in words, and the greeting stays`, async () => {
      await bring(file);
      await slot.getByRole('alert').getByText(words(`problem-${code}`)).waitFor();
      await plays(slot);
    });
  }
  await test(`${language}: after a refusal a good file is taken, and the words are gone`, async () => {
    await bring(wav(tone(3, RATE), RATE));
    await slot.getByText(words('recorded', { length: '0:03' })).waitFor();
    expect((await slot.getByRole('alert').count()) === 0, 'the refusal is still shown');
    await button('delete-for').click();
    await isEmpty();
  });
  await test(`${language}: callers of another language have a greeting of their own`, async () => {
    const choice = page.getByRole('button', { name: words('greeting-language') });
    const choose = async (tag) => {
      await choice.click();
      const name = new Intl.DisplayNames(language, { type: 'language', languageDisplay: 'standard' }).of(tag);
      await page.getByRole('option', { name, exact: true }).click();
    };
    await choose(THIRD[language]);
    await bring(wav(tone(2, RATE), RATE));
    await slot.getByText(words('recorded', { length: '0:02' })).waitFor();
    await choose(language);
    await isEmpty();
    await choose(THIRD[language]);
    await plays(slot);
    await button('delete-for').click();
    await isEmpty();
  });
  await context.close();
}

/** Plays what the slot offers from its begin; answers its length. */
async function plays(slot) {
  const sound = slot.locator('audio');
  await sound.evaluate((audio) => void audio.play());
  await sound.page().waitForFunction((audio) => audio.currentTime > 0.2, await sound.elementHandle());
  return sound.evaluate((audio) => audio.duration);
}
