// Tries the desk as people do, in a real browser. Prints TAP.
// BASE_URL, EMAIL, PASSWORD; SHOTS: a folder for pictures; DELIVER_COMMAND: a shell command after which a new message must appear;
// CHROMIUM: the browser's path.
import { request } from 'playwright-core';
import { account } from './account.mjs';
import { contacts } from './contacts.mjs';
import { greetings } from './greetings.mjs';
import { look, lookAtStill } from './look.mjs';
import { done, test } from './tap.mjs';
import { LANGUAGES, startBrowser } from './visit.mjs';
import { walk } from './walk.mjs';

const { BASE_URL, EMAIL, PASSWORD } = process.env;
const browser = await startBrowser();

/** Signs in once for all who only look; the way in itself is walked by others. */
async function signedIn() {
  const visitor = await request.newContext({ baseURL: BASE_URL, ignoreHTTPSErrors: true });
  const answer = await visitor.post('/api/v1/session', { data: { email: EMAIL, password: PASSWORD } });
  if (answer.status() !== 204) throw new Error(`signing in is answered ${answer.status()}`);
  const state = await visitor.storageState();
  await visitor.dispose();
  return state;
}

/** One after the other: both mistype the same password, and delete from the same inbox. */
async function walks() {
  for (const language of LANGUAGES) await walk(browser, language);
}

/** One after the other: both take the first list that is free. */
async function accounts(state) {
  for (const language of LANGUAGES) await account(browser, language, state);
}

try {
  const state = await signedIn();
  await Promise.all([walks(), ...LANGUAGES.map((language) => greetings(browser, language, state)), ...LANGUAGES.map((language) => contacts(browser, language, state)), accounts(state), ...LANGUAGES.map((language) => lookAtStill(browser, language, state))]);
  await Promise.all(LANGUAGES.map((language) => look(browser, language, state)));
} catch (error) {
  await test('the walk itself', () => Promise.reject(error));
} finally {
  await browser.close();
}
done();
