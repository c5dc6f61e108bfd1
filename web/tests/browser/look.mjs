// Every page at each width and theme: axe judges it, nothing scrolls sideways, and pictures are taken where wanted.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from './tap.mjs';
import { open } from './visit.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 390, 1280];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** One page, opened anew for each width and each time ready before it is judged. */
const PAGES = [
  { name: 'inbox', path: '/inbox', ready: (page) => page.getByRole('listbox').waitFor() },
  ...['voice', 'email'].map((kind) => ({
    name: kind,
    path: `/inbox?kind=${kind}`,
    ready: async (page) => {
      await page.locator('[role=option]').first().click();
      await page.locator('article h1').waitFor();
    },
  })),
  {
    name: 'calls',
    path: '/calls',
    ready: async (page) => {
      await page.locator('summary').first().click();
      await page.locator('details[open] p').first().waitFor();
    },
  },
  { name: 'greetings', path: '/greetings', ready: (page) => page.locator('h2').first().waitFor() },
  { name: 'account', path: '/account', ready: (page) => page.locator('h1').waitFor() },
  { name: 'nowhere', path: '/nowhere', ready: (page) => page.locator('h1').waitFor() },
];

/** All pages in one language; those beside each other that need no other. */
export async function look(browser, language, state) {
  await Promise.all(WIDTHS.map((width) => lookAt(browser, language, width, state)));
}

async function lookAt(browser, language, width, state) {
  const stranger = await open(browser, language, { width });
  await stranger.page.goto('/');
  await stranger.page.locator('input[name=email]').waitFor();
  await inBothThemes(stranger.page, `${language} ${width}`, 'sign-in');
  await stranger.context.close();
  const { context, page } = await open(browser, language, { width, state });
  for (const { name, path, ready } of PAGES) {
    await page.goto(path);
    await ready(page);
    await inBothThemes(page, `${language} ${width}`, name);
  }
  await context.close();
}

/** A theme changes colours and nothing else: whatever does not look at them is judged once. */
async function inBothThemes(page, place, name) {
  await page.emulateMedia({ colorScheme: 'light' });
  await judge(page, `${place} light ${name}`, { type: 'tag', values: TAGS });
  await page.emulateMedia({ colorScheme: 'dark' });
  await judge(page, `${place} dark ${name}`, { type: 'rule', values: COLOURS });
}

async function judge(page, name, runOnly) {
  await picture(page, name);
  await test(`${name}: axe finds nothing, no sideways scroll`, async () => {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
    const found = await page.evaluate((rules) => window.axe.run({ runOnly: rules, resultTypes: ['violations'] }), runOnly);
    const words = found.violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => `${node.html}\n  ${node.any.map((check) => check.message).join('; ')}`).join('\n  ')}`);
    expect(words.length === 0, words.join('\n'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page scrolls sideways');
  });
}

async function picture(page, name) {
  const { SHOTS } = process.env;
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name.replaceAll(/\W+/g, '-')}.png` });
}
