// Of the mutants of the server, what is quick: each of them still applies, and one that needs no build is caught. `run all` does the rest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { allMutants, findingsOf, root } from './mutants.mjs';

for (const { name, kind, text, says, rules } of allMutants()) {
  test(`${name}: ${says}`, () => {
    assert.ok(says && rules.length > 0, 'it says what it does and which rule must fail');
    if (kind === 'sql') return;
    const { status, stdout, stderr } = spawnSync('patch', ['-p1', '--dry-run', '-s', '-f'], { cwd: root, input: text, encoding: 'utf8' });
    assert.equal(status, 0, `the patch does not apply: ${stdout}${stderr}`);
  });
}

describe('without a build', { concurrency: 2 }, () => {
  test('the daemon as it is breaks no rule', async () => assert.deepEqual(await findingsOf({ kind: 'none', workload: 'day' }), []));
  for (const mutant of allMutants().filter(({ name }) => name === 'new_row_on_retry')) {
    test(`${mutant.name} is caught`, async () => {
      const found = (await findingsOf(mutant)).map(({ rule }) => rule);
      assert.ok(mutant.rules.some((rule) => found.includes(rule)), `wanted ${mutant.rules.join(' or ')}, got ${found.join(' ') || 'nothing'}`);
    });
  }
});
