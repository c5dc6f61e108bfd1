// The way of a person through the desk: in, through the inbox by keyboard, a message heard, marked, deleted and brought
// back, a new one arriving by itself, and out.
import { execSync } from 'node:child_process';
import { expect, test } from './tap.mjs';
import { open, signIn, wordsOf } from './visit.mjs';

const { DELIVER_COMMAND } = process.env;

/** What the browser complains of while the page is used: policies broken, scripts failing. */
function complaintsOf(page) {
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && !/status of (401|409)|WebSocket/.test(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** The whole walk, once for each language at desk width. */
export async function walk(browser, language) {
  const words = wordsOf(language);
  const { context, page } = await open(browser, language);
  const complaints = complaintsOf(page);
  const list = page.getByRole('listbox');
  await test(`${language}: a wrong password is refused in words`, async () => {
    await page.goto('/');
    await signIn(page, words, 'certainly-wrong');
    await page.getByRole('alert').getByText(words('problem-wrong-log-in')).waitFor();
    await page.locator('button[type=submit]:not([disabled])').waitFor({ timeout: 20_000 });
  });
  await test(`${language}: sign in shows the inbox, newest first`, async () => {
    await signIn(page, words);
    await list.waitFor();
    const times = await page.locator('[role=option] time').evaluateAll((all) => all.map((one) => one.dateTime));
    expect(times.length > 1 && times.every((time, at) => at === 0 || Date.parse(times[at - 1]) >= Date.parse(time)), `times: ${times.join(' ')}`);
    expect((await page.title()).includes(words('inbox')), await page.title());
  });
  await test(`${language}: arrows, End and Home move in the list`, async () => {
    await list.focus();
    await page.keyboard.press('Home');
    const first = await list.getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowDown');
    expect((await list.getAttribute('aria-activedescendant')) !== first, 'ArrowDown did not move');
    await page.keyboard.press('End');
    await page.locator('[role=option][data-active]').waitFor();
    await page.waitForFunction(() => {
      const active = document.querySelector('[role=option][data-active]');
      return active && active.getAttribute('aria-posinset') === active.getAttribute('aria-setsize');
    });
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('[role=option][data-active]')?.getAttribute('aria-posinset') === '1');
  });
  await test(`${language}: a voice message plays, and is read then`, async () => {
    await page.getByRole('radio', { name: words('filter-voice'), exact: true }).check({ force: true });
    await page.locator('[role=option] [data-kind=voice]').first().click();
    await page.getByRole('button', { name: words('play'), exact: true }).click();
    await page.getByRole('button', { name: words('pause'), exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelector('audio').currentTime > 0.1);
    await page.getByRole('button', { name: words('mark-unread') }).waitFor();
  });
  await test(`${language}: seeking by keyboard`, async () => {
    const pause = page.getByRole('button', { name: words('pause'), exact: true });
    if (await pause.isVisible()) await pause.click().catch(() => undefined);
    const slider = page.locator('input[type=range]');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('audio').currentTime >= 0.9);
  });
  await test(`${language}: what no telephone takes is said, and the number of emergency services is not called`, async () => {
    await page.getByRole('button', { name: words('play-by-phone') }).click();
    const number = page.getByLabel(words('call-number'), { exact: true });
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'number');
    await number.fill('112');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(words('play-call-refused')).waitFor();
    await number.fill('');
    await page.getByRole('button', { name: words('call-begin'), exact: true }).click();
    await page.getByRole('status').getByText(words('play-call-not-answered')).waitFor();
    await page.getByRole('button', { name: words('play-by-phone') }).click();
  });
  await test(`${language}: marked unread and read again`, async () => {
    await page.getByRole('button', { name: words('mark-unread') }).click();
    await page.locator('[role=option][aria-selected=true][data-fresh]').waitFor();
    await page.getByRole('button', { name: words('mark-read') }).click();
    await page.locator('[role=option][aria-selected=true]:not([data-fresh])').waitFor();
  });
  await test(`${language}: deleted, and brought back by undo`, async () => {
    const id = await page.locator('[role=option][aria-selected=true]').getAttribute('data-message');
    const same = page.locator(`[role=option][data-message="${id}"]`);
    const place = await same.getAttribute('aria-posinset');
    await page.getByRole('button', { name: words('delete'), exact: true }).click();
    await same.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: words('undo') }).click();
    await same.and(page.locator(`[aria-posinset="${place}"]`)).waitFor();
  });
  await test(`${language}: the list of calls says why in the reader's words`, async () => {
    await page.goto('/calls');
    await page.locator('summary').first().click();
    for (const id of ['why-not-registered', 'heard-system-default']) await page.locator('details[open]').getByText(words(id)).waitFor();
  });
  if (DELIVER_COMMAND) {
    await test(`${language}: a new message appears by itself`, async () => {
      await page.goto('/inbox');
      await list.waitFor();
      const before = await page.locator('[role=option]').first().getAttribute('data-message');
      execSync(DELIVER_COMMAND, { stdio: 'ignore', timeout: 20_000 });
      await page.waitForFunction((id) => document.querySelector('[role=option]')?.getAttribute('data-message') !== id, before);
    });
  }
  await test(`${language}: sign out leads to the way in`, async () => {
    await page.getByRole('button', { name: words('sign-out') }).click();
    await page.locator('input[name=password]').waitFor();
    await page.goto('/inbox');
    await page.locator('input[name=password]').waitFor();
  });
  await test(`${language}: the browser complains of nothing (policy, scripts)`, async () => expect(complaints.length === 0, complaints.join('\n')));
  await context.close();
}
