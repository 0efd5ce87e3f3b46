// The short form of the oracle; `tests/oracle/run --sequences 10000` is the long one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference } from './judge.mjs';
import { pushes } from './model.mjs';
import { excused, operations } from './operations.mjs';
import { runOracle } from './oracle.mjs';

/// Pushes that no sequence is long enough for, or that a session of a test never gets: those that come of times longer than a sequence, and of
/// operations that are excused; the stories first_reply, no_answer, complete and rate have them.
const rare = new Set(['auth:expiring', 'server:draining', 'chat:reply_reminder', 'chat:no_answer', 'chat:completed', 'chat:rated']);

test('a difference is told by its path', () => {
  assert.equal(difference({ a: [1, { b: null }] }, { a: [1, {}] }), undefined);
  assert.match(difference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }), /\.a\[1\]\.b: held 3, afresh 2/);
  assert.match(difference({ a: [1] }, { a: [] }), /\.a\[0\]: held nothing, afresh 1/);
});

test('what a client was given, with every push since, is what it would be given now', async (t) => {
  const { failure, done, heard } = await runOracle({ sequences: 120, seed: 1, say: (line) => t.diagnostic(line) });
  assert.equal(failure, null, failure ?? '');
  assert.deepEqual(Object.keys(operations).filter((event) => !done[event]), [], 'operations that never succeeded');
  assert.deepEqual(Object.keys(pushes).filter((event) => !heard[event] && !rare.has(event)), [], 'pushes that never came');
  t.diagnostic(JSON.stringify({ done, heard, excused: Object.keys(excused) }));
});
