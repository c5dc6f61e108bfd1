// Builds the desk into dist/, each file also as .br and .gz, so that the server only chooses.
import react from '@vitejs/plugin-react';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Below this a compressed variant saves no packet. */
const COMPRESS_FROM_BYTES = 1024;

function compressed(): Plugin {
  return {
    name: 'compressed-variants',
    apply: 'build',
    closeBundle() {
      for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' }).map((name) => join('dist', name))) {
        if (!/\.(js|css|html|svg|json)$/.test(file) || file.includes('.vite') || statSync(file).size < COMPRESS_FROM_BYTES) continue;
        const bytes = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/** react-aria speaks no en-GB: it takes its en-US there. */
const ARIA_LOCALES = ['en-US', 'de-DE'];

export default defineConfig({
  plugins: [{ ...optimizeLocales.vite({ locales: ARIA_LOCALES }), enforce: 'pre' }, react(), compressed()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: { input: ['index.html', 'recording.html'] },
    target: ['chrome123', 'firefox128', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
  },
  test: { environment: 'jsdom', setupFiles: ['tests/setup.ts'], include: ['src/**/*.test.{ts,tsx}'], css: { modules: { classNameStrategy: 'non-scoped' } } },
});
