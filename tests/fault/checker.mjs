// Judges a history: what clients sent, were told and received, against what the daemon holds in the end. Pure and linear but
// for sorting. The rules are numbered as in the delivery contract:
//   I1  the seqs of a channel are 1..n            I2  one stored message per key           I3  an acknowledged seq never changes
//   I4  acknowledged means stored at that seq     I5  refused means not stored             I6  nothing is stored that was not sent
//   I7  what was acknowledged before another was sent has the lower seq
//   I8  a connection sees steps of +1             I9  in the end every subscriber holds 1..head (from where it began)
//   I13 read marks never go back and never beyond the head
//
// Entries of a history, one JSON object a line, in the order of time (`at`, ms):
//   {type: invoke, key, channel, sender, content}            the first time a message is sent, and each time again
//   {type: ok, key, channel, seq, id, client, connection}    {type: fail, key, code}    {type: info, key}  (unknown: try again)
//   {type: open, client, connection, held: {channel: seq}}   a connection that resumes from there
//   {type: deliver, client, connection, channel, seq, id}    a durable push
//   {type: cursor, client, connection, user, channel, message}
// The dump: {channels: [{id, messages: [{seq, id, client_id, sender, content, type}]}]}.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/// Every broken rule, as `{rule, text}`; at most `limit` of each.
export function check(history, dump, { limit = 5 } = {}) {
  const found = new Findings(limit);
  const stored = readDump(dump, found);
  const sends = readSends(history, found);
  judgeStored(sends, stored, found);
  judgeOrder(sends, found);
  judgeConnections(history, stored, found);
  return found.all;
}

class Findings {
  constructor(limit) { this.limit = limit; this.all = []; this.counts = {}; }
  add(rule, text) {
    this.counts[rule] = (this.counts[rule] ?? 0) + 1;
    if (this.counts[rule] <= this.limit) this.all.push({ rule, text });
  }
}

/// channel → {head, bySeq, byKey, seqOf (message id → seq)}; judges I1 and I2.
function readDump(dump, found) {
  const channels = new Map();
  for (const { id, messages } of dump.channels) {
    const channel = { head: 0, bySeq: new Map(), byKey: new Map(), seqOf: new Map() };
    const ordered = [...messages].sort((a, b) => a.seq - b.seq);
    ordered.forEach((message, i) => {
      if (message.seq !== i + 1) found.add('I1', `channel ${id}: place ${i + 1} holds seq ${message.seq}`);
      const key = message.client_id && message.type === 'text' ? `${message.sender}/${message.client_id}` : null;
      if (key && channel.byKey.has(key)) found.add('I2', `channel ${id}: ${message.client_id} is stored at seq ${channel.byKey.get(key).seq} and ${message.seq}`);
      if (key) channel.byKey.set(key, message);
      channel.bySeq.set(message.seq, message);
      channel.seqOf.set(message.id, message.seq);
      channel.head = Math.max(channel.head, message.seq);
    });
    channels.set(id, channel);
  }
  return channels;
}

/// key → what became of the message; judges I3.
function readSends(history, found) {
  const sends = new Map();
  for (const entry of history) {
    if (entry.type === 'invoke') {
      if (!sends.has(entry.key)) sends.set(entry.key, { ...entry, invoked: entry.at, ok: null, refused: null });
    } else if (entry.type === 'ok') {
      const send = sends.get(entry.key);
      if (!send) found.add('I6', `an acknowledgement of ${entry.key}, which nobody sent`);
      else if (send.ok && (send.ok.seq !== entry.seq || send.ok.id !== entry.id))
        found.add('I3', `${entry.key}: acknowledged as seq ${send.ok.seq} (id ${send.ok.id}), then as ${entry.seq} (id ${entry.id})`);
      else send.ok ??= entry;
    } else if (entry.type === 'fail') {
      const send = sends.get(entry.key);
      if (send) send.refused = entry.code;
    }
  }
  return sends;
}

function judgeStored(sends, stored, found) {
  for (const [key, send] of sends) {
    const channel = stored.get(send.channel);
    if (send.ok) {
      const message = channel?.bySeq.get(send.ok.seq);
      const same = message && message.client_id === key && message.id === send.ok.id && message.content === send.content;
      if (!same) found.add('I4', `${key}: acknowledged as seq ${send.ok.seq} of channel ${send.channel}, where there is ${message ? `${message.client_id} "${message.content}"` : 'nothing'}`);
    } else if (send.refused && channel?.byKey.has(`${send.sender}/${key}`)) {
      found.add('I5', `${key}: refused with ${send.refused} but stored at seq ${channel.byKey.get(`${send.sender}/${key}`).seq}`);
    }
  }
  for (const [id, channel] of stored) {
    for (const message of channel.bySeq.values()) {
      if (message.type !== 'text') continue;
      const send = sends.get(message.client_id);
      if (!send || send.channel !== id || send.sender !== message.sender || send.content !== message.content)
        found.add('I6', `channel ${id}, seq ${message.seq}: "${message.content}" of ${message.sender} was never sent so`);
    }
  }
}

/// I7: per channel, sends by the time of their first try against acknowledgements by their time, two pointers.
function judgeOrder(sends, found) {
  const byChannel = grouped([...sends.values()].filter((send) => send.ok));
  for (const [channel, all] of byChannel) {
    const invoked = [...all].sort((a, b) => a.invoked - b.invoked);
    const acked = [...all].sort((a, b) => a.ok.at - b.ok.at);
    let next = 0, highest = null;
    for (const send of invoked) {
      while (next < acked.length && acked[next].ok.at < send.invoked) {
        if (!highest || acked[next].ok.seq > highest.ok.seq) highest = acked[next];
        next++;
      }
      if (highest && highest.ok.seq > send.ok.seq)
        found.add('I7', `channel ${channel}: seq ${highest.ok.seq} was acknowledged before seq ${send.ok.seq} was sent`);
    }
  }
}

function grouped(sends) {
  const groups = new Map();
  for (const send of sends) {
    if (!groups.has(send.channel)) groups.set(send.channel, []);
    groups.get(send.channel).push(send);
  }
  return groups;
}

/// I8, I9, I13: what each connection and each client saw.
function judgeConnections(history, stored, found) {
  const heads = new Map();    // connection → channel → seq
  const clients = new Map();  // client → channel → {from, seqs}
  const cursors = new Map();  // connection/user/channel → seq
  const hold = (client, channel, seq, from) => {
    if (!clients.has(client)) clients.set(client, new Map());
    const channels = clients.get(client);
    if (!channels.has(channel)) channels.set(channel, { from: from ?? seq - 1, seqs: new Set() });
    if (seq !== undefined) channels.get(channel).seqs.add(seq);
  };
  for (const entry of history) {
    if (entry.type === 'open') {
      heads.set(entry.connection, new Map(Object.entries(entry.held).map(([id, seq]) => [Number(id), seq])));
      for (const [id, seq] of Object.entries(entry.held)) hold(entry.client, Number(id), undefined, seq);
    } else if (entry.type === 'deliver' || (entry.type === 'ok' && entry.connection !== undefined)) {
      const seen = heads.get(entry.connection) ?? new Map();
      heads.set(entry.connection, seen);
      const head = seen.get(entry.channel);
      const again = entry.type === 'ok' && head !== undefined && entry.seq <= head;  // an old key answered again, or delivered already
      if (head !== undefined && !again && entry.seq !== head + 1)
        found.add('I8', `connection ${entry.connection}: seq ${entry.seq} of channel ${entry.channel} after ${head}`);
      seen.set(entry.channel, Math.max(head ?? 0, entry.seq));
      hold(entry.client, entry.channel, entry.seq);
      const message = stored.get(entry.channel)?.bySeq.get(entry.seq);
      if (entry.type === 'deliver' && entry.id !== undefined && message && message.id !== entry.id)
        found.add('I8', `connection ${entry.connection}: seq ${entry.seq} of channel ${entry.channel} was message ${entry.id}, stored is ${message.id}`);
      if (entry.type === 'deliver' && !message) found.add('I6', `connection ${entry.connection}: seq ${entry.seq} of channel ${entry.channel} was delivered but is not stored`);
    } else if (entry.type === 'cursor') {
      judgeCursor(entry, stored, cursors, found);
    }
  }
  for (const [client, channels] of clients)
    for (const [id, { from, seqs }] of channels)
      for (let seq = from + 1; seq <= (stored.get(id)?.head ?? 0); seq++)
        if (!seqs.has(seq)) found.add('I9', `${client} never got seq ${seq} of channel ${id} (it began after ${from}, the head is ${stored.get(id).head})`);
}

function judgeCursor({ connection, user, channel, message }, stored, cursors, found) {
  const seq = stored.get(channel)?.seqOf.get(message);
  const key = `${connection}/${user}/${channel}`;
  const before = cursors.get(key) ?? 0;
  if (seq === undefined) found.add('I13', `channel ${channel}: ${user} has read message ${message}, which is not there`);
  else if (seq < before) found.add('I13', `channel ${channel}: the mark of ${user} went from seq ${before} back to ${seq} (connection ${connection})`);
  else cursors.set(key, seq);
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
