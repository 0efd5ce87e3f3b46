// Judges a history: what clients did, were told and received, against what the daemon holds in the end. Pure, and linear but for
// sorting. The I rules are numbered as in the delivery contract; the others are its sentences that have no number there.
//   I1  the seqs of a channel are 1..n            I2  one stored message per key           I3  an acknowledged seq never changes
//   I4  acknowledged means stored at that seq     I5  refused means not stored             I6  nothing is stored that was not sent
//   I7  what was acknowledged before another was sent has the lower seq
//   I8  a connection sees steps of +1             I9  in the end every subscriber holds 1..head (from where it began)
//   I10 one winner of each request, and the others are told who       I11 the winner is the one in the row
//   I13 read marks never go back, never beyond the head, and the stored one is not behind what was told
//   K1  one effect per key, of operations that are no message         K2  the answer to a key never changes
//   K3  acknowledged means done      K4  refused means not done       K5  a key with another body is refused as a conflict
//   L1  2 s after a right has ended nothing more arrives              S1  a snapshot holds all up to its head and nothing beyond
//   Q1  a request is in one state, and its chat agrees                Q2  the queue keeps its order, also over a restart
//   Q3  abandoned and callback come from waiting only, and nothing comes after an end        U1  unread is what the tables say
// I12 (one running timer) has no rule: there is no time tracking to judge yet.
//
// Entries of a history, one JSON object a line, in the order of time (`at`, ms):
//   {type: invoke, key, channel, sender, content}            the first time a message is sent, and each time again
//   {type: ok, key, channel, seq, id, client, connection}    {type: fail, key, code}    {type: info, key}  (unknown: try again)
//   {type: invoke, operation, key, user, channel?, mark?}    an operation that is no message; `mark` is a text unique in what it makes
//   {type: ok, operation, key, user, channel?, effect?, seq?}   `effect` is the id of what was made; `seq` that of its event, if it made one
//   {type: fail, operation, key, user, channel?, code, agent?}  {type: info, operation, key}
//     with `other: true` each of these is about a used key with another body: never stored, to be refused
//   {type: open, client, connection, held: {channel: seq}}   a connection that goes on from there
//   {type: deliver, client, connection, channel, seq, id}    a durable push
//   {type: heard, client, connection, channel?, event}       any other push
//   {type: cursor, client, connection, user, channel, message}
//   {type: snapshot, client, connection, channel, head, seqs}   the messages of a join or resync; it goes on from `head`
//   {type: stop, client, channel?}                           leaves by its own will: nothing later need arrive
//   {type: revoke, client or connection, channel?}           its right has ended, as the daemon has told; {type: grant, …} gives it again
//   {type: queue, channels}                                  the waiting chats, in the order that the daemon told
//   {type: nemesis, what}
// The dump: {channels: [{id, messages: [{seq, id, client_id, sender, content, type, system?, deleted?}], events?: [seq]}]} and, where it has them,
//   sessions: [{id, status, agent_id}]           requests: [{id, channel, status, priority, enqueued_at, accepted_by}]
//   queue: [channel]                             cursors: [{channel, user, message}]
//   unread: [{channel, user, unread}]            made: [{operation, mark, id}]
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judgeQueue, judgeUnread, judgeWinners } from './rules/desk.mjs';
import { judgeConnections, judgeRights } from './rules/heard.mjs';
import { judgeOperations } from './rules/operations.mjs';
import { judgeOrder, judgeStored, readDump, readSends } from './rules/stored.mjs';

/// Every broken rule, as `{rule, text}`; at most `limit` of each.
export function check(history, dump, { limit = 5 } = {}) {
  const found = new Findings(limit);
  const stored = readDump(dump, found);
  const sends = readSends(history, found);
  judgeStored(sends, stored, found);
  judgeOrder(sends, found);
  judgeConnections(history, stored, dump, found);
  judgeRights(history, found);
  judgeOperations(history, dump, found);
  judgeWinners(history, stored, dump, found);
  judgeQueue(history, stored, dump, found);
  judgeUnread(stored, dump, found);
  return found.all;
}

class Findings {
  constructor(limit) { this.limit = limit; this.all = []; this.counts = {}; }
  add(rule, text) {
    this.counts[rule] = (this.counts[rule] ?? 0) + 1;
    if (this.counts[rule] <= this.limit) this.all.push({ rule, text });
  }
}

export function readHistory(file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = check(readHistory(process.argv[2]), JSON.parse(fs.readFileSync(process.argv[3], 'utf8')));
  for (const { rule, text } of findings) console.log(`${rule}  ${text}`);
  console.log(findings.length === 0 ? 'the history holds' : `${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
