// Fails when what the first page needs is larger than agreed, in bytes as they travel (brotli).
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const LIMIT_KILOBYTES = 200;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const needed = new Set(['index.html', 'theme-init.js', 'mark.svg']);

function walk(name) {
  const chunk = manifest[name];
  if (!chunk || needed.has(chunk.file)) return;
  needed.add(chunk.file);
  for (const css of chunk.css ?? []) needed.add(css);
  for (const next of chunk.imports ?? []) walk(next);
}
walk('index.html');
walk('locales/de-DE.ftl?raw');

let sum = 0;
for (const file of needed) {
  const bytes = existsSync(`dist/${file}.br`) ? readFileSync(`dist/${file}.br`).length : brotliCompressSync(readFileSync(`dist/${file}`)).length;
  sum += bytes;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(`${(sum / 1000).toFixed(1).padStart(7)} kB  first load, limit ${LIMIT_KILOBYTES} kB`);
process.exit(sum > LIMIT_KILOBYTES * 1000 ? 1 : 0);
