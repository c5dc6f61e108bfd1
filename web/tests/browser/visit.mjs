// A browser with a microphone, and a person in front of it.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { chromium } from 'playwright-core';
import { tone, wav } from './sound.mjs';

const { BASE_URL, EMAIL, PASSWORD, CHROMIUM = '/usr/bin/chromium' } = process.env;
if (!BASE_URL || !EMAIL || !PASSWORD) throw new Error('BASE_URL, EMAIL and PASSWORD must be set');

export const LANGUAGES = ['en-GB', 'de-DE'];

/** The desk's own words: tests find things by what people read. */
export function wordsOf(language) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(readFileSync(new URL(`../../locales/${language}.ftl`, import.meta.url), 'utf8')));
  return (id, args) => {
    const pattern = bundle.getMessage(id)?.value;
    if (!pattern) throw new Error(`no words for ${id}`);
    return bundle.formatPattern(pattern, args);
  };
}

export function startBrowser() {
  const spoken = join(mkdtempSync(join(tmpdir(), 'desk-')), 'spoken.wav');
  writeFileSync(spoken, wav(tone(10), 48_000));
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${spoken}`],
  });
}

/** A page of its own, signed in when `state` is that of somebody who is. */
export async function open(browser, language, { width = 1280, theme = 'light', state } = {}) {
  const context = await browser.newContext({
    baseURL: BASE_URL, locale: language, colorScheme: theme, viewport: viewport(width), ignoreHTTPSErrors: true, permissions: ['microphone'], reducedMotion: 'reduce', ...(state && { storageState: state }),
  });
  await context.addInitScript((chosen) => localStorage.setItem('switchroom.language', chosen), language);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { context, page };
}

export const viewport = (width) => ({ width, height: width < 700 ? 780 : 800 });

export async function signIn(page, words, password = PASSWORD) {
  await page.locator('input[name=name]').fill(EMAIL);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: words('sign-in') }).click();
}
