// Walks through the desk as a person does, in a real browser, and lets axe judge each page. Prints TAP.
// BASE_URL, EMAIL, PASSWORD; SHOTS: a folder for pictures; DELIVER_COMMAND: a shell command after which a new message must appear;
// CHROMIUM: the browser's path.
import { execSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const { BASE_URL, EMAIL, PASSWORD, SHOTS, DELIVER_COMMAND, CHROMIUM = '/usr/bin/chromium' } = process.env;
if (!BASE_URL || !EMAIL || !PASSWORD) throw new Error('BASE_URL, EMAIL and PASSWORD must be set');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// Each width in one theme; both themes at the widths that people have.
const LOOKS = [[320, 'light'], [390, 'dark'], [1280, 'light'], [1280, 'dark']];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WORDS = {
  'en-GB': { signIn: 'Sign in', signOut: 'Sign out', play: 'Play', pause: 'Pause', unread: 'Mark as unread', read: 'Mark as read', delete: 'Delete', undo: 'Undo', refused: 'wrong', inbox: 'Inbox', voice: 'Voice' },
  'de-DE': { signIn: 'Anmelden', signOut: 'Abmelden', play: 'Abspielen', pause: 'Anhalten', unread: 'Als ungelesen markieren', read: 'Als gelesen markieren', delete: 'Löschen', undo: 'Rückgängig', refused: 'falsch', inbox: 'Posteingang', voice: 'Sprache' },
};

let tests = 0;
let failures = 0;
async function test(name, work) {
  tests += 1;
  try {
    await work();
    console.log(`ok ${tests} - ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`not ok ${tests} - ${name}\n${String(error.stack ?? error).replace(/^/gm, '# ')}`);
  }
}
const expect = (holds, words) => {
  if (!holds) throw new Error(words);
};

async function judge(page, name, shot = name) {
  if (SHOTS) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${shot.replaceAll(/\W+/g, '-')}.png` });
  }
  await test(`${name}: axe finds nothing, no sideways scroll`, async () => {
    await page.evaluate(AXE);
    const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), RULES);
    const words = found.violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => `${node.html}\n  ${node.any.map((check) => check.message).join('; ')}`).join('\n  ')}`);
    expect(words.length === 0, words.join('\n'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page scrolls sideways');
  });
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'] });

async function open(language, width, theme) {
  const context = await browser.newContext({ baseURL: BASE_URL, locale: language, colorScheme: theme, viewport: { width, height: width < 700 ? 780 : 800 }, ignoreHTTPSErrors: true, permissions: ['microphone'], reducedMotion: 'reduce' });
  await context.addInitScript((chosen) => localStorage.setItem('switchroom.language', chosen), language);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && !/status of 401|WebSocket/.test(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { context, page, complaints };
}

async function enter(page, words) {
  await page.locator('input[name=email]').fill(EMAIL);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: words.signIn }).click();
  await page.getByRole('listbox').waitFor();
}

/** The whole walk, once for each language at desk width. */
async function walk(language) {
  const words = WORDS[language];
  const { context, page, complaints } = await open(language, 1280, 'light');
  const list = page.getByRole('listbox');
  await test(`${language}: a wrong password is refused in words`, async () => {
    await page.goto('/');
    await page.locator('input[name=email]').fill(EMAIL);
    await page.locator('input[name=password]').fill('certainly-wrong');
    await page.getByRole('button', { name: words.signIn }).click();
    await page.getByRole('alert').getByText(words.refused).waitFor();
    await page.locator('button[type=submit]:not([disabled])').waitFor({ timeout: 20_000 });
  });
  await test(`${language}: sign in shows the inbox, newest first`, async () => {
    await enter(page, words);
    const times = await page.locator('[role=option] time').evaluateAll((all) => all.map((one) => one.dateTime));
    expect(times.length > 1 && times.every((time, at) => at === 0 || Date.parse(times[at - 1]) >= Date.parse(time)), `times: ${times.join(' ')}`);
    expect((await page.title()).includes(words.inbox), await page.title());
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
    await page.getByRole('radio', { name: words.voice, exact: true }).check({ force: true });
    await page.locator('[role=option] [data-kind=voice]').first().click();
    await page.getByRole('button', { name: words.play, exact: true }).click();
    await page.getByRole('button', { name: words.pause, exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelector('audio').currentTime > 0.1);
    await page.getByRole('button', { name: words.unread }).waitFor();
  });
  await test(`${language}: seeking by keyboard`, async () => {
    const pause = page.getByRole('button', { name: words.pause, exact: true });
    if (await pause.isVisible()) await pause.click().catch(() => undefined);
    const slider = page.locator('input[type=range]');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('audio').currentTime >= 0.9);
  });
  await test(`${language}: marked unread and read again`, async () => {
    await page.getByRole('button', { name: words.unread }).click();
    await page.locator('[role=option][aria-selected=true][data-fresh]').waitFor();
    await page.getByRole('button', { name: words.read }).click();
    await page.locator('[role=option][aria-selected=true]:not([data-fresh])').waitFor();
  });
  await test(`${language}: deleted, and brought back by undo`, async () => {
    const id = await page.locator('[role=option][aria-selected=true]').getAttribute('data-message');
    const same = page.locator(`[role=option][data-message="${id}"]`);
    await page.getByRole('button', { name: words.delete, exact: true }).click();
    await same.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: words.undo }).click();
    await same.waitFor();
  });
  if (DELIVER_COMMAND) {
    await test(`${language}: a new message appears by itself`, async () => {
      await page.goto('/inbox');
      await list.waitFor();
      const before = await page.locator('[role=option]').first().getAttribute('data-message');
      execSync(DELIVER_COMMAND, { stdio: 'ignore' });
      await page.waitForFunction((id) => document.querySelector('[role=option]')?.getAttribute('data-message') !== id, before);
    });
  }
  await test(`${language}: sign out leads to the way in`, async () => {
    await page.getByRole('button', { name: words.signOut }).click();
    await page.locator('input[name=password]').waitFor();
    await page.goto('/inbox');
    await page.locator('input[name=password]').waitFor();
  });
  await test(`${language}: the browser complains of nothing (policy, scripts)`, async () => expect(complaints.length === 0, complaints.join('\n')));
  await context.close();
}

/** Every page at one width, theme and language. */
async function look(language, width, theme) {
  const name = `${language} ${width} ${theme}`;
  const { context, page } = await open(language, width, theme);
  await page.goto('/');
  await page.locator('input[name=email]').waitFor();
  await judge(page, `${name} sign-in`);
  await enter(page, WORDS[language]);
  await judge(page, `${name} inbox`);
  for (const kind of ['voice', 'email']) {
    await page.goto(`/inbox?kind=${kind}`);
    await page.locator('[role=option]').first().click();
    await page.locator('article h1').waitFor();
    await judge(page, `${name} ${kind}`);
  }
  for (const place of ['calls', 'greetings', 'account']) {
    await page.goto(`/${place}`);
    await page.locator('h1').waitFor();
    await judge(page, `${name} ${place}`);
  }
  await context.close();
}

try {
  for (const language of Object.keys(WORDS)) await walk(language);
  await Promise.all(Object.keys(WORDS).flatMap((language) => LOOKS.map(([width, theme]) => look(language, width, theme))));
} catch (error) {
  await test('the walk itself', () => Promise.reject(error));
} finally {
  await browser.close();
}
console.log(`1..${tests}`);
process.exit(failures === 0 ? 0 : 1);
