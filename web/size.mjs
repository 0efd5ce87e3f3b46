// The budgets, gzipped: fails when an app has grown beyond them.
import fs from 'node:fs';

const assets = fs.readdirSync('dist/assets');
const html = fs.readFileSync('dist/console.html', 'utf8');
const loadedBy = (type) => assets.filter((name) => name.endsWith(type) && html.includes(name)).map((name) => `assets/${name}`);
const budgets = [
  ['widget loader', 8, ['widget.js']],
  ['widget app', 60, assets.filter((name) => /^widget-.*\.js$/.test(name)).map((name) => `assets/${name}`)],
  ['console scripts', 200, loadedBy('.js')],
  ['console styles', 20, loadedBy('.css')],
];

let failed = 0;
for (const [what, budget, files] of budgets) {
  const size = files.reduce((sum, file) => sum + fs.statSync(`dist/${file}.gz`).size, 0) / 1024;
  const good = files.length > 0 && size <= budget;
  failed += good ? 0 : 1;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what.padEnd(16)} ${size.toFixed(1).padStart(6)} of ${budget} KiB`);
}
process.exit(failed > 0 ? 1 : 0);
