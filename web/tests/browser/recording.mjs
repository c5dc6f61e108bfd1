// Somebody without an account records the company's announcement at its page, by keyboard. Prints TAP.
// BASE_URL; EMAIL and PASSWORD: the page's name and password; LANGUAGE: what the company has set; NUMBER: a telephone that answers and
// keeps what it records; SHOTS: a folder for pictures; CHROMIUM: the browser's path.
import { atAllWidths } from './look.mjs';
import { tone, wav } from './sound.mjs';
import { done, expect, test } from './tap.mjs';
import { LANGUAGES, open, signIn, startBrowser, wordsOf } from './visit.mjs';

const { LANGUAGE, NUMBER } = process.env;
const RATE = 44_100;
/** A telephone is answered, spoken into and asked what to do. */
const CALL_MS = 40_000;

const browser = await startBrowser();
const words = wordsOf(LANGUAGE);
const other = LANGUAGES.find((language) => language !== LANGUAGE);

async function walk() {
  // The browser wants the other language, and had it at the desk.
  const { context, page } = await open(browser, other, { width: 320 });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  const part = (id) => page.locator('section').filter({ has: page.getByRole('heading', { name: words(id), exact: true }) });
  const button = (id) => page.getByRole('button', { name: words(id), exact: true });
  const says = (id, args) => page.getByText(words(id, args), { exact: true }).waitFor();
  await page.goto('/recording');

  await test(`${LANGUAGE}: the page speaks as the company has set it, and offers no other language`, async () => {
    await page.getByRole('heading', { name: words('recording-page') }).waitFor();
    expect((await page.locator('html').getAttribute('lang')) === LANGUAGE, 'another language');
    expect((await page.getByText(words('language'), { exact: true }).count()) === 0, 'a language can be chosen');
    expect((await page.getByText(wordsOf(other)('language'), { exact: true }).count()) === 0, 'a language can be chosen');
  });
  await test(`${LANGUAGE}: a wrong password is refused in words, with the wait`, async () => {
    await signIn(page, words, 'not the password');
    await page.getByRole('alert').getByText(words('page-refused-wait', { seconds: 1 })).waitFor();
    await page.locator('button[type=submit]:not([data-disabled])').waitFor();
  });
  await test(`${LANGUAGE}: name and password lead in, by keyboard`, async () => {
    await page.locator('input[name=name]').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(process.env.EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type(process.env.PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words('page-current') }).waitFor();
  });
  await test(`${LANGUAGE}: a file becomes the announcement, and one that is none is refused`, async () => {
    const bring = (buffer) => part('page-by-file').locator('input[type=file]').setInputFiles({ name: 'announcement.wav', mimeType: 'audio/wav', buffer });
    await bring(Buffer.from('RIFF, but no WAVE'));
    await page.getByRole('alert').getByText(words('problem-no-sound')).waitFor();
    await bring(wav(tone(4, RATE), RATE));
    await says('page-kept');
    await says('page-length', { length: '0:04' });
    expect((await page.getByRole('alert').getByText(words('problem-no-sound')).count()) === 0, 'the refusal is still shown');
    const heard = await plays(page);
    expect(Math.abs(heard - 4) < 0.5, `${heard} seconds instead of 4`);
  });
  await test(`${LANGUAGE}: what is no number is refused in words`, async () => {
    await call('nobody');
    await page.getByRole('alert').getByText(words('page-call-wrong')).waitFor();
  });
  await test(`${LANGUAGE}: a telephone is called, and how it stands is followed until it is kept`, async () => {
    const before = await page.locator('audio').getAttribute('src');
    await call(NUMBER);
    const stage = (id) => page.getByRole('status').getByText(words(`page-call-${id}`, { number: NUMBER }), { exact: true });
    await stage('ringing').or(stage('talking')).waitFor();
    await stage('talking').waitFor({ timeout: CALL_MS });
    expect(await button('call-begin').isDisabled(), 'another call can be begun');
    await stage('kept').waitFor({ timeout: CALL_MS });
    await page.waitForFunction((src) => document.querySelector('audio').getAttribute('src') !== src, before);
    const heard = await plays(page);
    expect(Math.abs(heard - 4) > 0.5, `still the one of before: ${heard} seconds`);
  });
  await test(`${LANGUAGE}: the desk is closed to whoever is signed in here`, async () => {
    const answers = await page.evaluate(async () => {
      const paths = ['/api/v1/me', '/api/v1/announcements', '/api/v1/recording-page', '/api/v1/recording-page/announcement'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(String(answers) === '401,401,401,200', String(answers));
  });
  await atAllWidths(page, LANGUAGE, 'recording');
  await test(`${LANGUAGE}: sign out leads to the way in`, async () => {
    await button('sign-out').press('Enter');
    await page.locator('input[name=password]').waitFor();
    await page.reload();
    await page.locator('input[name=password]').waitFor();
  });
  await atAllWidths(page, LANGUAGE, 'recording-sign-in');
  await test(`${LANGUAGE}: the browser complains of nothing`, async () => expect(complaints.length === 0, complaints.join('\n')));
  await context.close();

  async function call(number) {
    const field = part('page-by-phone').locator('input[name=number]');
    await field.fill(number);
    await field.press('Enter');
  }
}

/** Plays the announcement from its begin; answers its length. */
async function plays(page) {
  const sound = page.locator('audio');
  await sound.evaluate((audio) => void audio.play());
  await page.waitForFunction((audio) => audio.currentTime > 0.2, await sound.elementHandle());
  return sound.evaluate((audio) => audio.duration);
}

try {
  await walk();
} catch (error) {
  await test('the walk itself', () => Promise.reject(error));
} finally {
  await browser.close();
}
done();
