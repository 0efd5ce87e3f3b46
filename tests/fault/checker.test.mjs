// Each rule of the checker is worth something only if it can fail: a good history, and for each rule a mutant of it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { check } from './checker.mjs';

/// Two people in one channel, a crash in the middle: visa sends a, b, d; dana sends c. b is sent again after the crash. Then dana ends
/// the chat (seq 6). Beside it a desk: dana and omar want chat 8, dana gets it; chats 9 and 10 wait, 11 was abandoned.
function goodHistory() {
  let at = 0;
  const entry = (type, rest) => ({ at: ++at, type, ...rest });
  const invoke = (key, sender, content) => entry('invoke', { key, channel: 7, sender, content });
  const ok = (key, client, connection, seq) => entry('ok', { key, client, connection, channel: 7, seq, id: 100 + seq });
  const deliver = (client, connection, seq) => entry('deliver', { client, connection, channel: 7, seq, id: 100 + seq });
  const accept = (type, user, rest) => entry(type, { operation: 'chat:accept', key: `accept-${user}`, user, channel: 8, ...rest });
  const start = (type, rest) => entry(type, { operation: 'chat:start', key: 's', user: 1, mark: 'my VPN', ...rest });
  return [
    entry('open', { client: 'visa', connection: 'visa#1', held: { 7: 1 } }),
    entry('open', { client: 'dana', connection: 'dana#1', held: { 7: 1 } }),
    invoke('a', 1, 'A'), ok('a', 'visa', 'visa#1', 2), deliver('dana', 'dana#1', 2),
    entry('cursor', { client: 'visa', connection: 'visa#1', user: 2, channel: 7, message: 102 }),
    start('invoke'), start('info'), entry('queue', { channels: [9, 10] }),
    invoke('b', 1, 'B'), entry('info', { key: 'b' }),
    entry('nemesis', { what: 'kill -9' }),
    entry('open', { client: 'visa', connection: 'visa#2', held: { 7: 2 } }),
    entry('open', { client: 'dana', connection: 'dana#2', held: { 7: 2 } }),
    deliver('visa', 'visa#2', 3), deliver('dana', 'dana#2', 3),
    invoke('b', 1, 'B'), ok('b', 'visa', 'visa#2', 3),
    invoke('c', 2, 'C'), ok('c', 'dana', 'dana#2', 4), deliver('visa', 'visa#2', 4),
    entry('cursor', { client: 'visa', connection: 'visa#2', user: 2, channel: 7, message: 103 }),
    invoke('x', 2, 'X'), entry('fail', { key: 'x', code: 'too_large' }),
    entry('invoke', { key: 'a', other: true, content: 'another' }), entry('fail', { key: 'a', other: true, code: 'idempotency_conflict' }),
    start('invoke'), start('ok', { effect: 11 }), start('invoke'), start('ok', { effect: 11 }), entry('queue', { channels: [9, 10] }),
    entry('invoke', { operation: 'chat:start', key: 't', user: 1, mark: 'too long' }), entry('fail', { operation: 'chat:start', key: 't', user: 1, code: 'invalid' }),
    accept('invoke', 2), accept('invoke', 3), accept('ok', 2, { seq: 1 }), accept('fail', 3, { code: 'already_accepted', agent: 2 }), accept('ok', 2),
    entry('snapshot', { client: 'nora', connection: 'nora#1', channel: 7, head: 4, seqs: [2, 3, 4] }),
    invoke('d', 1, 'D'), ok('d', 'visa', 'visa#2', 5), deliver('dana', 'dana#2', 5), deliver('nora', 'nora#1', 5),
    ok('d', 'visa', 'visa#2', 5),
    entry('revoke', { client: 'nora', channel: 7 }), entry('heard', { client: 'nora', connection: 'nora#1', channel: 7, event: 'chat:typing' }),
    deliver('visa', 'visa#2', 6), deliver('dana', 'dana#2', 6),
    entry('cursor', { client: 'visa', connection: 'visa#2', user: 2, channel: 7, message: 105 }),
  ];
}

function goodDump() {
  const message = (seq, client_id, sender, content) => ({ seq, id: 100 + seq, client_id, sender, content, type: 'text' });
  const system = (seq, id, code, params) => ({ seq, id, client_id: null, sender: 0, content: code, type: 'system_event', system: { code, params } });
  const request = (id, channel, status, priority, accepted_by = null) => ({ id, channel, status, priority, enqueued_at: `2026-01-01T00:00:${id}Z`, accepted_by });
  return {
    channels: [
      { id: 7, messages: [system(1, 101, 'accepted', { agent: { id: 2 } }), message(2, 'a', 1, 'A'), message(3, 'b', 1, 'B'), message(4, 'c', 2, 'C'), message(5, 'd', 1, 'D'), system(6, 106, 'ended', {})] },
      { id: 8, messages: [system(1, 201, 'accepted', { agent: { id: 2 } })] },
      { id: 11, messages: [system(1, 301, 'abandoned', {})] },
    ],
    sessions: [{ id: 7, status: 'closed', agent_id: 2 }, { id: 8, status: 'active', agent_id: 2 }, { id: 9, status: 'pending', agent_id: null },
      { id: 10, status: 'pending', agent_id: null }, { id: 11, status: 'abandoned', agent_id: null }],
    requests: [request(20, 7, 'accepted', 'low', 2), request(21, 8, 'accepted', 'low', 2), request(22, 10, 'waiting', 'medium'), request(23, 9, 'waiting', 'high'), request(24, 11, 'abandoned', 'low')],
    queue: [9, 10],
    cursors: [{ channel: 7, user: 2, message: 105 }, { channel: 7, user: 1, message: null }],
    unread: [{ channel: 7, user: 2, unread: 0 }, { channel: 7, user: 1, unread: 1 }],
    made: [{ operation: 'chat:start', mark: 'my VPN', id: 11 }],
  };
}

const find = (history, type, rest) => history.find((entry) => entry.type === type && Object.entries(rest).every(([key, value]) => entry[key] === value));
const drop = (list, entry) => list.splice(list.indexOf(entry), 1);
const messages = (dump) => dump.channels[0].messages;
const request = (dump, channel) => dump.requests.find((row) => row.channel === channel);

const mutants = {
  'I1: a seq was skipped (a number was taken and its message lost)': ['I1', (h, d) => { messages(d)[5].seq = 7; }],
  'I1: an unacknowledged seq is missing': ['I1', (h, d) => messages(d).splice(0, 1)],
  'I1: an event that is no message is missing': ['I1', (h, d) => { d.channels[1].events = [3]; }],
  'I2: a retry got a new row': ['I2', (h, d) => messages(d).push({ ...messages(d)[2], seq: 7, id: 107 })],
  'I3: a retry was acknowledged with another seq': ['I3', (h) => { h.findLast((entry) => entry.type === 'ok' && entry.key === 'd').seq = 9; }],
  'I4: an acknowledged message is gone (synchronous_commit off)': ['I4', (h, d) => messages(d).splice(4)],
  'I4: an acknowledged message holds another text': ['I4', (h, d) => { messages(d)[1].content = 'Z'; }],
  'I4: a deleted message still says what it said': ['I4', (h, d) => { messages(d)[1].deleted = true; }],
  'I5: a refused message was stored': ['I5', (h, d) => messages(d).push({ seq: 7, id: 107, client_id: 'x', sender: 2, content: 'X', type: 'text' })],
  'I6: a message that nobody sent is stored': ['I6', (h, d) => messages(d).push({ seq: 7, id: 107, client_id: 'y', sender: 2, content: 'Y', type: 'text' })],
  'I6: a message was published, then not committed': ['I6', (h) => h.push({ type: 'deliver', at: 99, client: 'dana', connection: 'dana#2', channel: 7, seq: 7, id: 107 })],
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
  'I8: what came after a snapshot left one out': ['I8', (h) => { find(h, 'snapshot', {}).head = 3; }],
  'I9: the last event was never delivered (no tail check)': ['I9', (h) => drop(h, find(h, 'deliver', { connection: 'dana#2', seq: 6 }))],
  'I9: who came back by a snapshot never got the rest': ['I9', (h) => { drop(h, find(h, 'deliver', { client: 'nora' })); drop(h, find(h, 'revoke', {})); }],
  'I10: two were told that they won (accept without its condition)': ['I10', (h) => {
    const lost = find(h, 'fail', { operation: 'chat:accept', user: 3 });
    Object.assign(lost, { type: 'ok', seq: 1 });
  }],
  'I10: two won, one after the other': ['I10', (h) => Object.assign(find(h, 'fail', { operation: 'chat:accept', user: 3 }), { type: 'ok', seq: 2 })],
  'I10: two accepted, one after the other, and there was one request': ['I10', (h, d) => {
    Object.assign(find(h, 'fail', { operation: 'chat:accept', user: 3 }), { type: 'ok', seq: 2, code: undefined });
    d.channels[1].messages.push({ ...d.channels[1].messages[0], seq: 2, id: 202, system: { code: 'accepted', params: { agent: { id: 3 } } } });
  }],
  'I10: the loser was told of somebody else': ['I10', (h) => { find(h, 'fail', { operation: 'chat:accept', user: 3 }).agent = 4; }],
  'I10: the loser was told something else': ['I10', (h) => { find(h, 'fail', { operation: 'chat:accept', user: 3 }).code = 'internal'; }],
  'I10: the loser was told of somebody who joined another chat': ['I10', (h, d) => {
    find(h, 'fail', { operation: 'chat:accept', user: 3 }).agent = 4;
    d.channels[0].messages.at(-1).system = { code: 'joined', params: { user: { id: 4 } } };
  }],
  'I11: the row has another winner': ['I11', (h, d) => { request(d, 8).accepted_by = 3; }],
  'I13: a read mark went back (without GREATEST)': ['I13', (h) => { h.at(-1).message = 102; }],
  'I13: a read mark beyond the head': ['I13', (h) => { h.at(-1).message = 107; }],
  'I13: the stored mark is behind what was told': ['I13', (h, d) => { d.cursors[0].message = 103; }],
  'K1: a retry started a second chat (no idempotency)': ['K1', (h, d) => d.made.push({ operation: 'chat:start', mark: 'my VPN', id: 12 })],
  'K2: a retry was answered with another chat': ['K2', (h) => { h.findLast((entry) => entry.type === 'ok' && entry.key === 's').effect = 12; }],
  'K3: an acknowledged start is gone': ['K3', (h, d) => d.made.pop()],
  "K3: an acknowledged start is somebody else's": ['K3', (h, d) => { Object.assign(d.made.at(-1), { mark: 'my printer' }); h.push({ type: 'invoke', operation: 'chat:start', key: 'p', user: 77, mark: 'my printer' }); }],
  'K4: a refused start was done (a commit in doubt told as a failure)': ['K4', (h, d) => d.made.push({ operation: 'chat:start', mark: 'too long', id: 12 })],
  'K5: a key with another body was acknowledged': ['K5', (h) => { find(h, 'fail', { other: true }).type = 'ok'; }],
  'K5: a key with another body was refused as something else': ['K5', (h) => { find(h, 'fail', { other: true }).code = 'conflict'; }],
  'L1: who was removed still hears the channel': ['L1', (h) => h.push({ at: 9_999, type: 'deliver', client: 'nora', connection: 'nora#2', channel: 7, seq: 6, id: 106 })],
  'L1: a closed sign-in still hears typing': ['L1', (h) => {
    h.push({ at: 100, type: 'revoke', connection: 'dana#2' }, { at: 2_101, type: 'heard', client: 'dana', connection: 'dana#2', event: 'queue-updated' });
  }],
  'S1: a snapshot has not all (messages and head of two moments)': ['S1', (h) => find(h, 'snapshot', {}).seqs.pop()],
  'S1: a snapshot has more than its head': ['S1', (h) => find(h, 'snapshot', {}).seqs.push(5)],
  'Q1: a chat is pending and in no queue': ['Q1', (h, d) => { drop(d.requests, request(d, 9)); d.queue = [10]; }],
  'Q1: a chat waits twice': ['Q1', (h, d) => d.requests.push({ ...request(d, 9), id: 30 })],
  'Q1: a closed chat waits': ['Q1', (h, d) => Object.assign(request(d, 7), { status: 'waiting', accepted_by: null })],
  'Q1: an accepted request has no winner': ['Q1', (h, d) => { request(d, 8).accepted_by = null; }],
  'Q1: a chat waits and is not told (the queue was lost by the restart)': ['Q1', (h, d) => d.queue.pop()],
  'Q1: an abandoned chat has another request': ['Q1', (h, d) => { request(d, 11).status = 'withdrawn'; }],
  'Q2: a restart turned the queue round': ['Q2', (h) => h.findLast(({ type }) => type === 'queue').channels.reverse()],
  'Q2: the queue is not by priority and age': ['Q2', (h, d) => { request(d, 10).priority = 'urgent'; }],
  'Q3: abandoned when it had been accepted': ['Q3', (h, d) => { messages(d)[5].system.code = 'abandoned'; }],
  'Q3: a message after the end': ['Q3', (h, d) => messages(d).push({ seq: 7, id: 107, client_id: 'y', sender: 2, content: 'Y', type: 'text' })],
  'Q3: accepted after the end': ['Q3', (h, d) => messages(d).push({ ...messages(d)[0], seq: 7, id: 107 })],
  'U1: own messages count as unread': ['U1', (h, d) => { d.unread[1].unread = 4; }],
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

test('a deleted message keeps its place and says nothing', () => {
  const dump = goodDump();
  Object.assign(messages(dump)[1], { deleted: true, content: '' });
  assert.deepEqual(check(goodHistory(), dump), []);
});

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

test('every rule has a mutant', () => {
  const sources = ['stored', 'heard', 'desk', 'operations'].map((name) => fs.readFileSync(new URL(`rules/${name}.mjs`, import.meta.url), 'utf8')).join('');
  const judged = new Set([...sources.matchAll(/found\.add\('(\w+)'/g)].map(([, rule]) => rule));
  assert.deepEqual([...judged].filter((rule) => !Object.values(mutants).some(([tripped]) => tripped === rule)), []);
});
