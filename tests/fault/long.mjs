// The long form of the crash test, for an evening: kill-daemon [--kills 50] [--rate 500] [--chats 30] [--seconds 5].
import { killDaemon } from './kill9.mjs';

const [what, ...rest] = process.argv.slice(2);
const options = {};
for (let i = 0; i < rest.length; i += 2) options[rest[i].replace(/^--/, '')] = Number(rest[i + 1]);
if (what !== 'kill-daemon' || Object.values(options).some(Number.isNaN)) {
  console.error('usage: tests/fault/run kill-daemon [--kills 50] [--rate 500] [--chats 30] [--seconds 5]');
  process.exit(2);
}
const { seconds, ...others } = { kills: 50, rate: 500, ...options };
const { findings, figures, folder } = await killDaemon({ ...others, ...(seconds ? { loadSeconds: seconds } : {}), say: console.log });
for (const { rule, text } of findings) console.log(`${rule}  ${text}`);
console.log(JSON.stringify(figures, null, 2));
console.log(findings.length === 0 ? 'nothing lost, doubled or reordered' : `the history is in ${folder}`);
process.exit(findings.length === 0 ? 0 : 1);
