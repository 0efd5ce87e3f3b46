// tests/fault/run NAME [--option number …]: one nemesis in its long form; `all`: all of them, one after the other; `list`: their names.
import { setMaxListeners } from 'node:events';
import { campaign } from './campaign.mjs';
import { nemeses } from './nemeses.mjs';

setMaxListeners(0);
const [name = 'list', ...rest] = process.argv.slice(2);
const options = {};
for (let i = 0; i < rest.length; i += 2) options[rest[i].replace(/^--/, '')] = Number(rest[i + 1]);
const chosen = nemeses.filter((nemesis) => name === 'all' || nemesis.name === name);
if (chosen.length === 0 || Object.values(options).some(Number.isNaN)) {
  console.error('usage: tests/fault/run all | NAME [--option number …]');
  for (const { name: its, row, says, defaults } of nemeses)
    console.error(`  ${its} (${row}): ${says}\n      ${Object.entries(defaults).map(([key, value]) => `--${key} ${value}`).join(' ')}`);
  process.exit(2);
}

let passed = 0, failed = 0;
for (const nemesis of chosen) {
  console.log(`${nemesis.name}: ${nemesis.says}`);
  try {
    const { findings, figures, folder } = await campaign(nemesis, options, (line) => console.log(`  ${line}`));
    for (const { rule, text } of findings) console.log(`  ${rule}  ${text}`);
    console.log(`${nemesis.name} ${findings.length === 0 ? 'held' : `did not hold; the history is in ${folder}`}: ${JSON.stringify(figures)}`);
    if (findings.length === 0) passed++;
    else failed++;
  } catch (error) {
    console.log(`${nemesis.name} did not come to its end: ${error.stack}`);
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
