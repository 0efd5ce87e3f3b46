// What is stored against what was sent and acknowledged: I1–I7.

/// channel → {head, bySeq, byKey, seqOf (message id → seq)}; judges I1 and I2.
export function readDump(dump, found) {
  const channels = new Map();
  for (const { id, messages, events = [] } of dump.channels) {
    const channel = { head: 0, bySeq: new Map(), byKey: new Map(), seqOf: new Map(), events: new Set(events) };
    for (const message of messages) {
      const key = message.client_id && message.type === 'text' ? `${message.sender}/${message.client_id}` : null;
      if (key && channel.byKey.has(key)) found.add('I2', `channel ${id}: ${message.client_id} is stored at seq ${channel.byKey.get(key).seq} and ${message.seq}`);
      if (key) channel.byKey.set(key, message);
      channel.bySeq.set(message.seq, message);
      channel.seqOf.set(message.id, message.seq);
    }
    const seqs = [...messages.map(({ seq }) => seq), ...events].sort((a, b) => a - b);
    seqs.forEach((seq, i) => { if (seq !== i + 1) found.add('I1', `channel ${id}: place ${i + 1} holds seq ${seq}`); });
    channel.head = seqs.at(-1) ?? 0;
    channels.set(id, channel);
  }
  return channels;
}

/// A deleted message keeps its place and its key, and says nothing.
const says = (message, content) => message.content === (message.deleted ? '' : content);
const ofMessage = (entry) => entry.operation === undefined && !entry.other;

/// key → what became of the message; judges I3.
export function readSends(history, found) {
  const sends = new Map();
  for (const entry of history) {
    if (!ofMessage(entry)) continue;
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

export function judgeStored(sends, stored, found) {
  for (const [key, send] of sends) {
    const channel = stored.get(send.channel);
    if (send.ok) {
      const message = channel?.bySeq.get(send.ok.seq);
      const same = message && message.client_id === key && message.id === send.ok.id && says(message, send.content);
      if (!same) found.add('I4', `${key}: acknowledged as seq ${send.ok.seq} of channel ${send.channel}, where there is ${message ? `${message.client_id} "${message.content}"` : 'nothing'}`);
    } else if (send.refused && channel?.byKey.has(`${send.sender}/${key}`)) {
      found.add('I5', `${key}: refused with ${send.refused} but stored at seq ${channel.byKey.get(`${send.sender}/${key}`).seq}`);
    }
  }
  for (const [id, channel] of stored) {
    for (const message of channel.bySeq.values()) {
      if (message.type !== 'text') continue;
      const send = sends.get(message.client_id);
      if (!send || send.channel !== id || send.sender !== message.sender || !says(message, send.content))
        found.add('I6', `channel ${id}, seq ${message.seq}: "${message.content}" of ${message.sender} was never sent so`);
    }
  }
}

/// I7: per channel, sends by the time of their first try against acknowledgements by their time, two pointers.
export function judgeOrder(sends, found) {
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
