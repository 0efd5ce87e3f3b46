// What each connection and each client heard: I8, I9, I13, S1, and that nothing is heard without a right (L1).

export const revokedWithinMs = 2_000;

export function judgeConnections(history, stored, dump, found) {
  const heads = new Map();    // connection → channel → seq
  const clients = new Map();  // client → channel → {from, seqs}
  const devices = new Map();  // client → its connections
  const cursors = new Map();  // connection/user/channel → seq
  const told = new Map();     // user/channel → the furthest seq that anybody was told
  const hold = (client, channel, seq, from) => {
    if (!clients.has(client)) clients.set(client, new Map());
    const channels = clients.get(client);
    if (!channels.has(channel)) channels.set(channel, { from: from ?? seq - 1, seqs: new Set() });
    const held = channels.get(channel);
    if (seq !== undefined) held.seqs.add(seq);
    return held;
  };
  const goOnFrom = (entry, channel, seq) => {
    if (!heads.has(entry.connection)) heads.set(entry.connection, new Map());
    heads.get(entry.connection).set(channel, seq);
  };
  /// I9, up to `head`.
  const judgeHeld = (client, id, { from, seqs }, head) => {
    for (let seq = from + 1; seq <= head; seq++)
      if (!seqs.has(seq)) found.add('I9', `${client} never got seq ${seq} of channel ${id} (it began after ${from}, the head is ${head})`);
  };
  /// Out of a channel: what it held has no holes, and should it come back, it begins anew.
  const end = (client, id) => {
    const held = clients.get(client).get(id);
    judgeHeld(client, id, held, Math.max(held.from, ...held.seqs));
    clients.get(client).delete(id);
    for (const connection of devices.get(client) ?? []) heads.get(connection)?.delete(id);
  };
  for (const entry of history) {
    if (entry.connection !== undefined) devices.set(entry.client, (devices.get(entry.client) ?? new Set()).add(entry.connection));
    if (entry.type === 'open') {
      heads.set(entry.connection, new Map());
      for (const [id, seq] of Object.entries(entry.held)) {
        goOnFrom(entry, Number(id), seq);
        hold(entry.client, Number(id), undefined, seq);
      }
    } else if (entry.type === 'snapshot') {
      judgeSnapshot(entry, stored, found);
      goOnFrom(entry, entry.channel, entry.head);
      const held = hold(entry.client, entry.channel, undefined, entry.head);
      for (let seq = held.from + 1; seq <= entry.head; seq++) held.seqs.add(seq);
    } else if (isDelivery(entry)) {
      judgeStep(entry, heads, stored, found);
      hold(entry.client, entry.channel, entry.seq);
    } else if (entry.type === 'cursor') {
      judgeCursor(entry, stored, cursors, told, found);
    } else if (entry.type === 'stop' || entry.type === 'revoke') {
      for (const id of [...(clients.get(entry.client)?.keys() ?? [])]) if (entry.channel === undefined || entry.channel === id) end(entry.client, id);
    }
  }
  for (const [client, channels] of clients) for (const [id, held] of channels) judgeHeld(client, id, held, stored.get(id)?.head ?? 0);
  for (const { channel, user, message } of dump.cursors ?? []) {
    const seq = message === null ? 0 : stored.get(channel)?.seqOf.get(message) ?? 0;
    if (seq < (told.get(`${user}/${channel}`) ?? 0))
      found.add('I13', `channel ${channel}: the stored mark of ${user} is at seq ${seq}, told was ${told.get(`${user}/${channel}`)}`);
  }
}

/// An acknowledgement of one's own message stands for its push on that connection.
const isDelivery = (entry) => entry.type === 'deliver' || (entry.type === 'ok' && entry.operation === undefined && !entry.other && entry.connection !== undefined);

function judgeStep(entry, heads, stored, found) {
  const { connection, channel, seq, type } = entry;
  const seen = heads.get(connection) ?? new Map();
  heads.set(connection, seen);
  const head = seen.get(channel);
  const again = type === 'ok' && head !== undefined && seq <= head;  // an old key answered again, or delivered already
  if (head !== undefined && !again && seq !== head + 1) found.add('I8', `connection ${connection}: seq ${seq} of channel ${channel} after ${head}`);
  seen.set(channel, Math.max(head ?? 0, seq));
  if (type !== 'deliver') return;
  const message = stored.get(channel)?.bySeq.get(seq);
  if (entry.id !== undefined && message && message.id !== entry.id)
    found.add('I8', `connection ${connection}: seq ${seq} of channel ${channel} was message ${entry.id}, stored is ${message.id}`);
  if (!message && !stored.get(channel)?.events.has(seq)) found.add('I6', `connection ${connection}: seq ${seq} of channel ${channel} was delivered but is not stored`);
}

/// S1: from its first message to its head a snapshot has each message that is stored, and no other.
function judgeSnapshot({ connection, channel, head, seqs }, stored, found) {
  const held = new Set(seqs);
  for (const seq of seqs) if (seq > head) found.add('S1', `connection ${connection}: a snapshot of channel ${channel} up to ${head} has seq ${seq}`);
  for (let seq = Math.min(head + 1, ...seqs); seq <= head; seq++)
    if (!held.has(seq) && stored.get(channel)?.bySeq.has(seq)) found.add('S1', `connection ${connection}: a snapshot of channel ${channel} up to ${head} has not seq ${seq}`);
}

function judgeCursor({ connection, user, channel, message }, stored, cursors, told, found) {
  const seq = stored.get(channel)?.seqOf.get(message);
  const key = `${connection}/${user}/${channel}`;
  const before = cursors.get(key) ?? 0;
  if (seq === undefined) found.add('I13', `channel ${channel}: ${user} has read message ${message}, which is not there`);
  else if (seq < before) found.add('I13', `channel ${channel}: the mark of ${user} went from seq ${before} back to ${seq} (connection ${connection})`);
  else cursors.set(key, seq);
  if (seq !== undefined) told.set(`${user}/${channel}`, Math.max(seq, told.get(`${user}/${channel}`) ?? 0));
}

/// L1. A right ends for a client or for one connection, in all channels or in one.
export function judgeRights(history, found) {
  const ended = new Map();  // "client" or "connection", with "/channel" or without → when
  const places = ({ client, connection, channel }) => [client, connection].filter((who) => who !== undefined)
    .flatMap((who) => (channel === undefined ? [who] : [who, `${who}/${channel}`]));
  const named = ({ client, connection, channel }) => `${connection ?? client}${channel === undefined ? '' : `/${channel}`}`;
  for (const entry of history) {
    if (entry.type === 'revoke') ended.set(named(entry), entry.at);
    else if (entry.type === 'grant') ended.delete(named(entry));
    else if (entry.type === 'deliver' || entry.type === 'heard' || entry.type === 'cursor') {
      const place = places(entry).find((name) => entry.at > ended.get(name) + revokedWithinMs);
      if (place !== undefined)
        found.add('L1', `${entry.connection} got ${entry.event ?? entry.type}${entry.seq ? ` seq ${entry.seq}` : ''} ${Math.round(entry.at - ended.get(place))} ms after the right of ${place} had ended`);
    }
  }
}
