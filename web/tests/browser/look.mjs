// Every page at each width and theme: axe judges it, nothing scrolls sideways, and pictures are taken where wanted.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from './tap.mjs';
import { open, viewport } from './visit.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 390, 1280];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Each page is loaded once, as narrow as can be, and then made wider: loading is most of the work. */
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
  {
    name: 'contacts',
    path: '/contacts',
    ready: async (page) => {
      await page.locator('h1').waitFor();
      await page.locator('[class*=strong]').click();
      await page.locator('form').waitFor();
    },
  },
  { name: 'account', path: '/account', ready: (page) => page.locator('h1').waitFor() },
  { name: 'nowhere', path: '/nowhere', ready: (page) => page.locator('h1').waitFor() },
];

/** Pages that nobody changes who walks through the desk: they can be looked at meanwhile. */
const STILL = ['nowhere'];

/** In one language the pages that stay as they are, the way in among them. */
export async function lookAtStill(browser, language, state) {
  const stranger = await open(browser, language, { width: WIDTHS[0] });
  await stranger.page.goto('/');
  await stranger.page.locator('input[name=name]').waitFor();
  await atAllWidths(stranger.page, language, 'sign-in');
  await stranger.context.close();
  await lookAt(browser, language, state, PAGES.filter(({ name }) => STILL.includes(name)));
}

/** In one language all others, which no one else may be at work on. */
export async function look(browser, language, state) {
  await lookAt(browser, language, state, PAGES.filter(({ name }) => !STILL.includes(name)));
}

async function lookAt(browser, language, state, pages) {
  const { context, page } = await open(browser, language, { width: WIDTHS[0], state });
  for (const { name, path, ready } of pages) {
    await page.setViewportSize(viewport(WIDTHS[0]));
    await page.goto(path);
    await ready(page);
    await atAllWidths(page, language, name);
  }
  await context.close();
}

export async function atAllWidths(page, language, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize(viewport(width));
    await inBothThemes(page, `${language} ${width}`, name);
  }
}

/** A theme changes colours and nothing else: whatever does not look at them is judged once. */
async function inBothThemes(page, place, name) {
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  await judge(page, `${place} light ${name}`, { type: 'tag', values: TAGS });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await judge(page, `${place} dark ${name}`, { type: 'rule', values: COLOURS });
}

/** A page that has not changed for so long has drawn what it got; one that never rests is judged as it is. */
const QUIET_MS = 100;
const RESTLESS_MS = 5_000;

/**
 * Drawn as it is to be: a colour that is on its way to another is judged by nobody, nor is a list that is being read
 * anew because the same person does something in another window.
 */
async function settled(page) {
  await page.evaluate(
    async ([quiet, restless]) => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      await new Promise((rests) => {
        const end = () => {
          observer.disconnect();
          clearTimeout(limit);
          rests();
        };
        let calm = setTimeout(end, quiet);
        const limit = setTimeout(end, restless);
        const observer = new MutationObserver(() => {
          clearTimeout(calm);
          calm = setTimeout(end, quiet);
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    },
    [QUIET_MS, RESTLESS_MS],
  );
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
