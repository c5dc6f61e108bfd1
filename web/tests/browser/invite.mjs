// An administrator opens the page on which the announcement is recorded, and has the way to it mailed, by keyboard. Prints TAP.
// BASE_URL, EMAIL, PASSWORD: an administrator's; NAME and SECRET: what shall open the page; TO: where the mail goes;
// LANGUAGE; SHOTS: a folder for pictures; CHROMIUM: the browser's path.
import { atAllWidths } from './look.mjs';
import { done, expect, test } from './tap.mjs';
import { open, signIn, startBrowser, wordsOf } from './visit.mjs';

const { LANGUAGE, NAME, SECRET, TO } = process.env;
const browser = await startBrowser();
const words = wordsOf(LANGUAGE);

async function invite() {
  const { context, page } = await open(browser, LANGUAGE);
  await page.goto('/account');
  await signIn(page, words);
  const form = (id) => page.getByRole('form', { name: words(id) });
  const says = (id, args) => page.getByText(words(id, args), { exact: true }).waitFor();
  await test(`${LANGUAGE}: the page is opened with a name and a password`, async () => {
    await says('access-closed');
    await form('access-key').locator('input[name=user]').fill(NAME);
    await form('access-key').locator('input[name=wanted]').fill(SECRET);
    await page.keyboard.press('Enter');
    await says('access-set');
    await page.getByText(`${NAME}”`).or(page.getByText(`${NAME}“`)).waitFor();
  });
  await test(`${LANGUAGE}: the way to it is mailed at the press of a button`, async () => {
    await form('access-mail').locator('input[name=address]').fill(TO);
    await form('access-mail').getByRole('button', { name: words('send'), exact: true }).press('Enter');
    await says('access-sent', { address: TO });
    expect((await form('access-mail').locator('input[name=address]').inputValue()) === '', 'the address still stands there');
  });
  await atAllWidths(page, LANGUAGE, 'recording-access');
  await context.close();
}

try {
  await invite();
} catch (error) {
  await test('the walk itself', () => Promise.reject(error));
} finally {
  await browser.close();
}
done();
