// The short form of the crash test; `tests/fault/run kill-daemon --kills 50 --rate 500` is the long one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killDaemon } from './kill9.mjs';

test('kill -9 three times under 200 messages a second loses, doubles and reorders nothing', async (t) => {
  const { findings, figures, folder } = await killDaemon({ kills: 3, rate: 200, say: (line) => t.diagnostic(line) });
  t.diagnostic(JSON.stringify(figures));
  assert.ok(figures.acknowledged > 1_000, `only ${figures.acknowledged} messages were acknowledged`);
  assert.deepEqual(findings, [], `the history is in ${folder}`);
});
