// Builds each mutant and demands that a rule that it names fails: `tests/mutants/run all`, or names; `--preset dev` for another build than that of the suites.
import { allMutants, findingsOf, Scratch } from './mutants.mjs';
import { binary } from '../support/daemon.mjs';

const words = process.argv.slice(2);
const preset = words.includes('--preset') ? words.splice(words.indexOf('--preset'), 2)[1] : undefined;
const mutants = allMutants().filter(({ name }) => words.includes('all') || words.includes(name));
const unknown = words.filter((word) => word !== 'all' && !mutants.some(({ name }) => name === word));
if (unknown.length > 0 || mutants.length === 0) {
  console.error(`usage: tests/mutants/run all | NAME… ; there are ${allMutants().map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const patched = mutants.some(({ kind }) => kind === 'patch');
const scratch = patched ? new Scratch(preset) : null;
scratch?.build();
const bin = scratch?.bin ?? binary();

let caught = 0, missed = 0;
const sound = await findingsOf({ kind: 'none', workload: 'day' }, bin);
for (const { rule, text } of sound) console.log(`the daemon without a mutant breaks ${rule}: ${text}`);
if (sound.length > 0) process.exit(1);
for (const mutant of mutants) {
  const begun = performance.now();
  let findings = [];
  try {
    if (mutant.kind === 'patch') {
      scratch.apply(mutant);
      scratch.build();
    }
    findings = await findingsOf(mutant, bin);
  } catch (error) { findings = [{ rule: 'error', text: error.message.split('\n')[0] }]; }
  if (mutant.kind === 'patch') scratch.takeBack(mutant);
  const told = findings.find(({ rule }) => mutant.rules.includes(rule));
  told ? caught++ : missed++;
  const others = [...new Set(findings.map(({ rule }) => rule))].join(' ');
  console.log(`${told ? 'caught    ' : 'NOT CAUGHT'} ${mutant.name} (${Math.round((performance.now() - begun) / 1000)} s; rules ${others || 'none'}): ${mutant.says}`);
  console.log(`           ${told ? `${told.rule}: ${told.text}` : `wanted ${mutant.rules.join(' or ')}; ${findings[0]?.text ?? 'nothing was found'}`}`.slice(0, 240));
}
console.log(`${caught} caught, ${missed} missed`);
process.exit(missed === 0 ? 0 : 1);
