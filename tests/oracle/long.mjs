// The long form of the oracle, for a night: [--sequences 10000] [--seed N] [--steps 40] [--worlds 6] [--keep 1].
import { runOracle } from './oracle.mjs';

const options = { sequences: 10_000 };
const words = process.argv.slice(2);
for (let i = 0; i < words.length; i += 2) options[words[i].replace(/^--/, '')] = Number(words[i + 1]);
if (Object.entries(options).some(([name, value]) => !['sequences', 'seed', 'steps', 'worlds', 'keep'].includes(name) || !Number.isInteger(value))) {
  console.error('usage: tests/oracle/run [--sequences 10000] [--seed 1] [--steps 40] [--worlds 6] [--keep 1]');
  process.exit(2);
}
const { failure, played, failed, done, heard } = await runOracle({ ...options, say: console.log });
console.log(JSON.stringify({ sequences: played, failed, done, heard }, null, 2));
console.log(failure ?? `${played} sequences: what every client held was what it would have been given`);
process.exit(failure ? 1 : 0);
