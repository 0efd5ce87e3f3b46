// The service desk: who won a request (I10, I11), the queue (Q1–Q3), unread (U1).

/// What a technician who does not get a chat may be told, when it is not somebody else's.
const otherRefusals = new Set(['offered_to_another', 'offer_expired', 'session_closed', 'invalid_state', 'over_capacity', 'not_eligible', 'not_found', 'forbidden', 'rate_limited']);
const accepting = new Set(['accepted', 'assigned']);
const priorities = ['urgent', 'high', 'medium', 'low'];

/// The state changes of a channel in the order of seq: {seq, code, params}.
function changes(channel) {
  return [...channel.bySeq.values()].filter(({ system }) => system).sort((a, b) => a.seq - b.seq).map(({ seq, system }) => ({ seq, ...system }));
}

export function judgeWinners(history, stored, dump, found) {
  const winners = new Map();  // channel → seq → user, as the tables say
  for (const [id, channel] of stored)
    winners.set(id, new Map(changes(channel).filter(({ code }) => accepting.has(code)).map(({ seq, params }) => [seq, params.agent.id])));
  const guests = new Map();   // channel → who joined: one of them has the chat when its technician leaves
  for (const [id, channel] of stored) guests.set(id, changes(channel).filter(({ code }) => code === 'joined').map(({ params }) => params.user.id));
  const won = new Map();      // channel/seq → user, as was told
  for (const entry of history) {
    if (entry.operation !== 'chat:accept' || entry.other) continue;
    const { type, channel, user, seq, code, agent } = entry;
    const of = winners.get(channel) ?? new Map();
    if (type === 'ok' && seq !== undefined) {
      const place = `${channel}/${seq}`;
      if (won.has(place) && won.get(place) !== user) found.add('I10', `chat ${channel}: both ${won.get(place)} and ${user} were told that they have it (seq ${seq})`);
      won.set(place, user);
      if (of.get(seq) !== user) found.add('I10', `chat ${channel}: ${user} was told that they have it (seq ${seq}), where the tables have ${of.get(seq) ?? 'no acceptance'}`);
    } else if (type === 'ok' && ![...of.values(), ...guests.get(channel) ?? []].includes(user)) {
      found.add('I10', `chat ${channel}: ${user} was told that they have it already, and never accepted it`);
    } else if (type === 'fail' && code === 'already_accepted') {
      if (agent === user || ![...of.values(), ...guests.get(channel) ?? []].includes(agent)) found.add('I10', `chat ${channel}: ${user} was told that ${agent} has it, who never accepted it`);
    } else if (type === 'fail' && !otherRefusals.has(code)) {
      found.add('I10', `chat ${channel}: ${user} did not get it and was told ${code}`);
    }
  }
  if (dump.requests) judgeRows(winners, stored, dump.requests, found);
}

/// Each acceptance has answered a request (I10), and the answered requests of a chat, in their order, are its acceptances (I11); an assignment
/// may be none (a transfer answers nothing).
function judgeRows(winners, stored, requests, found) {
  const accepted = new Map();
  for (const { channel, accepted_by } of [...requests].sort((a, b) => a.id - b.id))
    if (accepted_by !== null) accepted.set(channel, [...(accepted.get(channel) ?? []), accepted_by]);
  for (const [channel, of] of winners) {
    const taken = changes(stored.get(channel)).filter(({ code }) => code === 'accepted').map(({ params }) => params.agent.id);
    const times = (list, user) => list.filter((one) => one === user).length;
    const extra = taken.find((user) => times(taken, user) > times(accepted.get(channel) ?? [], user));
    if (extra !== undefined) found.add('I10', `chat ${channel}: ${extra} accepted it when it did not wait: its requests were answered by ${accepted.get(channel)?.join(', ') ?? 'nobody'}`);
    const events = [...of.values()];
    for (const user of accepted.get(channel) ?? []) {
      const at = events.indexOf(user);
      if (at < 0) { found.add('I11', `chat ${channel}: a request has ${user} as its winner, the chat was accepted by ${events.join(', ') || 'nobody'}`); break; }
      events.splice(0, at + 1);
    }
  }
}

export function judgeQueue(history, stored, dump, found) {
  if (dump.requests) judgeStates(dump, found);
  for (const [id, channel] of stored) judgeLife(id, channel, found);
  judgeQueueOrder(history, dump, found);
}

/// Q1: of each request and its chat.
function judgeStates({ requests, sessions = [], queue }, found) {
  const open = new Map(), last = new Map();
  for (const request of [...requests].sort((a, b) => a.id - b.id)) {
    const { id, channel, status, accepted_by } = request;
    last.set(channel, request);
    if ((status === 'accepted') !== (accepted_by !== null)) found.add('Q1', `request ${id} is ${status} with the winner ${accepted_by}`);
    if (status !== 'waiting' && status !== 'offered') continue;
    if (open.has(channel)) found.add('Q1', `chat ${channel} waits twice: requests ${open.get(channel)} and ${id}`);
    open.set(channel, id);
  }
  for (const { id, status, agent_id } of sessions) {
    if (status === 'pending' && !open.has(id)) found.add('Q1', `chat ${id} is pending and in no queue`);
    if (status === 'active' && agent_id === null && !open.has(id)) found.add('Q1', `chat ${id} is active, of nobody, and in no queue`);
    if (status !== 'pending' && status !== 'active' && open.has(id)) found.add('Q1', `chat ${id} is ${status} and waits as request ${open.get(id)}`);
    if ((status === 'abandoned' || status === 'callback') && last.get(id)?.status !== status) found.add('Q1', `chat ${id} is ${status}, its request ${last.get(id)?.status}`);
  }
  if (!queue) return;
  for (const channel of queue) if (!open.has(channel)) found.add('Q1', `chat ${channel} is told to wait and has no open request`);
  for (const channel of open.keys()) if (!queue.includes(channel)) found.add('Q1', `chat ${channel} waits and is not told`);
}

/// Q3: the life of a chat as its own events tell it.
function judgeLife(id, channel, found) {
  let state = 'pending', ended = 0;
  for (const { seq, code } of changes(channel)) {
    if (code === 'abandoned' || code === 'callback') {
      if (state !== 'pending') found.add('Q3', `chat ${id}: ${code} at seq ${seq}, when it was ${state}`);
      [state, ended] = [code, seq];
    } else if (accepting.has(code)) {
      if (state !== 'pending' && state !== 'active') found.add('Q3', `chat ${id}: ${code} at seq ${seq}, when it was ${state}`);
      state = 'active';
    } else if (code === 'ended') {
      if (state !== 'pending' && state !== 'active') found.add('Q3', `chat ${id}: ended at seq ${seq}, when it was ${state}`);
      [state, ended] = ['closed', seq];
    } else if (code === 'reopened') [state, ended] = ['pending', 0];
  }
  if (!ended) return;
  for (const { seq, type } of channel.bySeq.values()) if (seq > ended && type === 'text') found.add('Q3', `chat ${id}: a message at seq ${seq}, after its end at ${ended}`);
}

/// Q2: what nobody touched keeps its place between two tellings of the queue; the last one is by priority, then age.
function judgeQueueOrder(history, dump, found) {
  const touched = new Map();  // channel → when
  let before = null;
  for (const entry of history) {
    if (entry.operation !== undefined && entry.channel !== undefined) touched.set(entry.channel, entry.at);
    if (entry.type !== 'queue') continue;
    if (before) {
      const places = new Map(entry.channels.map((channel, place) => [channel, place]));
      const kept = before.channels.filter((channel) => places.has(channel) && !(touched.get(channel) > before.at));
      for (let i = 1; i < kept.length; i++)
        if (places.get(kept[i]) < places.get(kept[i - 1])) found.add('Q2', `chat ${kept[i]} was behind ${kept[i - 1]} in the queue, and is before it`);
    }
    before = entry;
  }
  if (!dump.queue || !dump.requests) return;
  const waiting = dump.requests.filter(({ status }) => status === 'waiting' || status === 'offered');
  const rank = ({ priority }) => priorities.indexOf(priority);
  waiting.sort((a, b) => rank(a) - rank(b) || (a.enqueued_at < b.enqueued_at ? -1 : Number(a.enqueued_at > b.enqueued_at)) || a.id - b.id);
  const known = new Set(waiting.map(({ channel }) => channel));
  const told = dump.queue.filter((channel) => known.has(channel));
  waiting.filter(({ channel }) => told.includes(channel)).forEach(({ channel }, i) => {
    if (told[i] !== channel) found.add('Q2', `place ${i + 1} of the queue is told as chat ${told[i]}; by priority and age it is ${channel}`);
  });
}

/// U1: messages of others, not of the system, not deleted, after the mark.
export function judgeUnread(stored, dump, found) {
  const marks = new Map((dump.cursors ?? []).map(({ channel, user, message }) => [`${channel}/${user}`, message]));
  for (const { channel, user, unread } of dump.unread ?? []) {
    const { bySeq, seqOf } = stored.get(channel);
    const mark = seqOf.get(marks.get(`${channel}/${user}`)) ?? 0;
    let count = 0;
    for (const { seq, sender, type, deleted } of bySeq.values()) if (seq > mark && sender !== user && type !== 'system_event' && !deleted) count++;
    if (count !== unread) found.add('U1', `channel ${channel}: ${user} is told ${unread} unread, the tables say ${count}`);
  }
}
