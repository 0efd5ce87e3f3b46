// Each rule of the checker is worth something only if it can fail: a good history, and for each rule a mutant of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './checker.mjs';

/// Two people in one channel, a crash in the middle: visa sends a, b, d; dana sends c. b is sent again after the crash.
function goodHistory() {
  let at = 0;
  const entry = (type, rest) => ({ at: ++at, type, ...rest });
  const invoke = (key, sender, content) => entry('invoke', { key, channel: 7, sender, content });
  const ok = (key, client, connection, seq) => entry('ok', { key, client, connection, channel: 7, seq, id: 100 + seq });
  const deliver = (client, connection, seq) => entry('deliver', { client, connection, channel: 7, seq, id: 100 + seq });
  return [
    entry('open', { client: 'visa', connection: 'visa#1', held: { 7: 1 } }),
    entry('open', { client: 'dana', connection: 'dana#1', held: { 7: 1 } }),
    invoke('a', 1, 'A'), ok('a', 'visa', 'visa#1', 2), deliver('dana', 'dana#1', 2),
    entry('cursor', { client: 'visa', connection: 'visa#1', user: 2, channel: 7, message: 102 }),
    invoke('b', 1, 'B'), entry('info', { key: 'b' }),
    entry('nemesis', { what: 'kill -9' }),
    entry('open', { client: 'visa', connection: 'visa#2', held: { 7: 2 } }),
    entry('open', { client: 'dana', connection: 'dana#2', held: { 7: 2 } }),
    deliver('visa', 'visa#2', 3), deliver('dana', 'dana#2', 3),
    invoke('b', 1, 'B'), ok('b', 'visa', 'visa#2', 3),
    invoke('c', 2, 'C'), ok('c', 'dana', 'dana#2', 4), deliver('visa', 'visa#2', 4),
    entry('cursor', { client: 'visa', connection: 'visa#2', user: 2, channel: 7, message: 103 }),
    invoke('x', 2, 'X'), entry('fail', { key: 'x', code: 'too_large' }),
    invoke('d', 1, 'D'), ok('d', 'visa', 'visa#2', 5), deliver('dana', 'dana#2', 5),
    ok('d', 'visa', 'visa#2', 5),
    entry('cursor', { client: 'visa', connection: 'visa#2', user: 2, channel: 7, message: 105 }),
  ];
}

function goodDump() {
  const message = (seq, client_id, sender, content) => ({ seq, id: 100 + seq, client_id, sender, content, type: 'text' });
  const system = { seq: 1, id: 101, client_id: null, sender: 0, content: 'joined', type: 'system_event' };
  return { channels: [{ id: 7, messages: [system, message(2, 'a', 1, 'A'), message(3, 'b', 1, 'B'), message(4, 'c', 2, 'C'), message(5, 'd', 1, 'D')] }] };
}

const find = (history, type, rest) => history.find((entry) => entry.type === type && Object.entries(rest).every(([key, value]) => entry[key] === value));
const drop = (list, entry) => list.splice(list.indexOf(entry), 1);
const messages = (dump) => dump.channels[0].messages;

const mutants = {
  'I1: a seq was skipped (a number was taken and its message lost)': ['I1', (h, d) => { messages(d).at(-1).seq = 6; find(h, 'ok', { key: 'd' }).seq = 6; }],
  'I1: an unacknowledged seq is missing': ['I1', (h, d) => messages(d).splice(0, 1)],
  'I2: a retry got a new row': ['I2', (h, d) => messages(d).push({ ...messages(d)[2], seq: 6, id: 106 })],
  'I3: a retry was acknowledged with another seq': ['I3', (h) => { h.findLast((entry) => entry.type === 'ok' && entry.key === 'd').seq = 9; }],
  'I4: an acknowledged message is gone (synchronous_commit off)': ['I4', (h, d) => messages(d).pop()],
  'I4: an acknowledged message holds another text': ['I4', (h, d) => { messages(d)[1].content = 'Z'; }],
  'I5: a refused message was stored': ['I5', (h, d) => messages(d).push({ seq: 6, id: 106, client_id: 'x', sender: 2, content: 'X', type: 'text' })],
  'I6: a message that nobody sent is stored': ['I6', (h, d) => messages(d).push({ seq: 6, id: 106, client_id: 'y', sender: 2, content: 'Y', type: 'text' })],
  'I6: a message was published, then not committed': ['I6', (h) => h.push({ type: 'deliver', at: 99, client: 'dana', connection: 'dana#2', channel: 7, seq: 6, id: 106 })],
  'I7: a later message got a lower seq (max(seq)+1 without a lock)': ['I7', (h, d) => {
    for (const entry of h) if (entry.key === 'c' && entry.type === 'ok') entry.seq = 5; else if (entry.key === 'd' && entry.type === 'ok') entry.seq = 4;
    messages(d)[3].seq = 5; messages(d)[4].seq = 4;
  }],
  'I8: a connection missed one (an id used as a cursor)': ['I8', (h) => drop(h, find(h, 'deliver', { connection: 'dana#2', seq: 3 }))],
  'I8: a connection got one twice': ['I8', (h) => h.push({ ...find(h, 'deliver', { connection: 'dana#2', seq: 5 }) })],
  'I8: a connection got two the wrong way round': ['I8', (h) => {
    const first = find(h, 'deliver', { connection: 'visa#2', seq: 3 }), second = find(h, 'deliver', { connection: 'visa#2', seq: 4 });
    [first.seq, second.seq] = [4, 3];
  }],
  'I9: the last event was never delivered (no tail check)': ['I9', (h) => drop(h, find(h, 'deliver', { connection: 'dana#2', seq: 5 }))],
  'I13: a read mark went back (without GREATEST)': ['I13', (h) => { h.at(-1).message = 102; }],
  'I13: a read mark beyond the head': ['I13', (h) => { h.at(-1).message = 106; }],
};

test('a good history holds', () => assert.deepEqual(check(goodHistory(), goodDump()), []));

for (const [name, [rule, mutate]] of Object.entries(mutants)) {
  test(name, () => {
    const history = goodHistory(), dump = goodDump();
    mutate(history, dump);
    const rules = check(history, dump).map((finding) => finding.rule);
    assert.ok(rules.includes(rule), `expected ${rule}, got ${rules.join(' ') || 'nothing'}`);
  });
}

test('ten thousand messages of one client are judged too', () => {
  const history = [], list = [];
  history.push({ type: 'open', at: 0, client: 'v', connection: 'v#1', held: { 1: 0 } });
  for (let seq = 1; seq <= 10_000; seq++) {
    history.push({ type: 'invoke', at: seq * 2, key: `k${seq}`, channel: 1, sender: 1, content: `m${seq}` });
    history.push({ type: 'ok', at: seq * 2 + 1, key: `k${seq}`, channel: 1, seq, id: seq, client: 'v', connection: 'v#1' });
    list.push({ seq, id: seq, client_id: `k${seq}`, sender: 1, content: `m${seq}`, type: 'text' });
  }
  assert.deepEqual(check(history, { channels: [{ id: 1, messages: list }] }), []);
});
