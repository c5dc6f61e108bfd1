// Tries the desk as people do, in a real browser. Prints TAP.
// BASE_URL, EMAIL, PASSWORD; SHOTS: a folder for pictures; DELIVER_COMMAND: a shell command after which a new message must appear;
// CHROMIUM: the browser's path.
import { greetings } from './greetings.mjs';
import { look } from './look.mjs';
import { done, test } from './tap.mjs';
import { LANGUAGES, open, signIn, startBrowser, wordsOf } from './visit.mjs';
import { walk } from './walk.mjs';

const browser = await startBrowser();

/** Signs in once for all who only look. */
async function signedIn() {
  const { context, page } = await open(browser, 'en-GB');
  await page.goto('/');
  await signIn(page, wordsOf('en-GB'));
  await page.getByRole('listbox').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** One after the other: both mistype the same password, and delete from the same inbox. */
async function walks() {
  for (const language of LANGUAGES) await walk(browser, language);
}

try {
  const state = await signedIn();
  await Promise.all([walks(), ...LANGUAGES.map((language) => greetings(browser, language, state))]);
  await Promise.all(LANGUAGES.map((language) => look(browser, language, state)));
} catch (error) {
  await test('the walk itself', () => Promise.reject(error));
} finally {
  await browser.close();
}
done();
