// A client as it should be written: it takes what join, resume and the lists gave it, applies every push, and then claims to hold what a
// fresh snapshot would tell. What a push means is in `pushes`, what an answer means in `acks`; the test fails for a push without a rule.
// A rule that does more than the common part of durable events says so there; a push that tells nothing that is held is `passing`.
//
// Owned by one connection; everything arrives in the order of the wire. No I/O.

const lastMessageChars = 200;

export class Model {
  constructor({ id, staff }) {
    this.user = id;
    this.staff = staff;
    this.channels = new Map();   // live chats, id → {session, participants, messages, cursors, head, backstage}: those that this connection holds
    this.backstages = new Map(); // of these, for technicians: id → {messages, cursors, head}
    this.wanted = new Set();     // channels that it was told of and does not hold: to be joined
    this.list = null;            // technicians: id → session, all that wait and their own; null: to be asked for
    this.asking = null;          // pushes that came while the list was being asked for
    this.statuses = new Map();   // user → status, as far as told
    this.queue = null;           // the last queue-updated
    this.positions = new Map();  // channel → place in the queue
    this.wrong = [];
  }

  push(event, data) {
    const rule = pushes[event];
    if (!rule) return void this.wrong.push(`there is no rule for the push ${event}: add one to tests/oracle/model.mjs`);
    this.asking?.push([event, data]);
    rule(this, data, event);
  }

  /// `ownSocket`: the answer came by the connection that holds this model, in the order of its pushes (not so for REST).
  answered(event, request, data, ownSocket) { acks[event]?.(this, request, data, ownSocket); }

  /// Everything that the list says, but newer pushes count.
  takeList(sessions) {
    this.list = new Map(sessions.map((session) => [session.session_id, session]));
    for (const [, data] of this.asking) this.listed(data);
    this.asking = null;
  }

  isNow(user, status) {
    if (user === this.user && this.statuses.get(user) !== status) this.list = null;
    this.statuses.set(user, status);
  }

  /// Who wants no alerts is not told what waits: asks for the list when it is to be shown.
  get keepsList() { return !['do_not_respond', 'offline'].includes(this.statuses.get(this.user)); }

  /// The list of technicians: what waits, and their own.
  listed(data) {
    if (!this.list || !data.session) return;
    const id = data.session.session_id;
    const own = this.channels.has(id) || data.session.agent_id === this.user;  // also one that was over when it came back
    if (data.session.queued || own) this.list.set(id, together(this.list.get(id), data.session));
    else this.list.delete(id);
  }

  /// A durable event: the next of its channel, with its message and the session as it is then. Answers the channel if it is held.
  durable(event, data) {
    this.listed(data);
    const channel = this.room(data.channel_id);
    if (!Number.isInteger(data.seq)) return null;  // told to technicians who are not in the room
    if (!channel) {
      this.wanted.add(data.session_id);
      return null;
    }
    if (data.seq !== channel.head + 1) this.wrong.push(`${event}: seq ${data.seq} of channel ${data.channel_id} after ${channel.head}`);
    channel.head = data.seq;
    if (data.message && (data.message.seq === data.seq || channel.messages.has(data.message.id))) channel.messages.set(data.message.id, data.message);
    if (data.session) channel.session = together(channel.session, data.session);
    return channel;
  }

  /// A live chat or its backstage.
  room(id) { return this.channels.get(id) ?? this.backstages.get(id); }
  heads() { return Object.fromEntries([...this.channels, ...this.backstages].map(([id, { head }]) => [id, head])); }

  /// What a join or a resync tells of a live chat, and of its backstage.
  take(id, { session, participants, messages, head_seq, backstage }) {
    const told = marks(participants.map((one) => ({ user_id: one.id, message_id: one.last_read_message_id })));
    const cursors = furthest(this.room(id)?.cursors, told);  // what was told of a mark meanwhile may be newer than the snapshot
    if (this.backstages.has(id)) return void this.backstages.set(id, { head: head_seq, cursors, messages: byId(messages) });
    this.channels.set(id, { session, head: head_seq, cursors, participants: byId(participants), messages: byId(messages), backstage: backstage?.channel_id });
    if (backstage) this.backstages.set(backstage.channel_id, { head: backstage.head_seq, cursors: furthest(this.backstages.get(backstage.channel_id)?.cursors, marks(backstage.cursors)), messages: byId(backstage.messages) });
    this.wanted.delete(id);
    this.listed({ session });
  }

  leave(id) {
    const { session, backstage } = this.channels.get(id) ?? {};
    this.channels.delete(id);
    this.backstages.delete(backstage ?? id);
    this.wanted.delete(id);
    if (session) this.listed({ session });
  }

  /// Too much was missed, and in too many channels, for a snapshot of each.
  joinAnew(id) {
    const live = this.channels.has(id) ? id : [...this.channels].find(([, { backstage }]) => backstage === id)?.[0];
    if (live === undefined) return;
    this.leave(live);
    this.wanted.add(live);
  }

  read(id, user, message) {
    const channel = this.room(id);
    if (channel) channel.cursors.set(user, Math.max(message, channel.cursors.get(user) ?? 0));  // a snapshot may be ahead of a push
  }

  // ---- what a fresh snapshot would tell

  /// As chat:join answers, with the messages that it would have; the participants in any order.
  snapshot(id, messagesAtMost = 50) {
    const { session, participants, messages, cursors, head, backstage } = this.channels.get(id);
    const notes = this.backstages.get(backstage);
    return {
      session: this.staff ? this.seen(session, id) : session,
      participants: [...participants.values()].map((one) => ({ ...one, last_read_message_id: cursors.get(one.id) ?? null })),
      messages: newest(messages, messagesAtMost),
      head_seq: head,
      backstage: notes ? { channel_id: backstage, messages: newest(notes.messages, messagesAtMost), head_seq: notes.head, cursors: Object.fromEntries(notes.cursors) } : null,
    };
  }

  /// A session with what depends on the viewer and on the messages.
  seen(session, id) {
    const { messages, cursors, participants } = this.channels.get(id);
    const said = [...messages.values()].filter(({ type, deleted_at }) => type !== 'system_event' && !deleted_at).sort((a, b) => a.seq - b.seq);
    const read = messages.get(cursors.get(this.user))?.seq ?? 0;
    const last = said.at(-1);
    return {
      ...session,
      last_message: last ? { seq: last.seq, sender_id: last.sender.id, content: [...last.content].slice(0, lastMessageChars).join(''), created_at: last.created_at } : null,
      unread: !participants.has(this.user) ? 0 : said.filter(({ seq, sender }) => seq > read && sender.id !== this.user).length,
    };
  }

  /// What waits and one's own chats, in any order: as chat:agent_sessions answers.
  waitingOrMine() {
    const all = new Map(this.list);
    for (const [id, { session, participants }] of this.channels) {
      if (session.queued || participants.has(this.user)) all.set(id, session);
      else all.delete(id);
    }
    return [...all.values()];
  }

  /// The open chats that this person is in, in any order: as chat:my_sessions answers.
  mine() {
    return [...this.channels].filter(([, { session, participants }]) => ['pending', 'active'].includes(session.status) && participants.has(this.user))
      .map(([id, { session }]) => (this.staff ? this.seen(session, id) : { ...session, unread: this.seen(session, id).unread }));
  }
}

const newest = (messages, atMost) => [...messages.values()].sort((a, b) => a.seq - b.seq).slice(-atMost);
const marks = (cursors) => new Map(cursors.filter(({ message_id }) => message_id).map(({ user_id, message_id }) => [user_id, message_id]));
const furthest = (held, told) => new Map([...told].map(([user, message]) => [user, Math.max(message, held?.get(user) ?? 0)]).concat([...(held ?? [])].filter(([user]) => !told.has(user))));
const byId = (records) => new Map(records.map((record) => [record.id, record]));

/// What the room is told of a session leaves out what only technicians get: that stays as it was.
function together(held, told) {
  if (!held) return told;
  const customer = { ...held.customer, ...present(told.customer) };
  return { ...told, backstage_id: told.backstage_id ?? held.backstage_id ?? null, customer, callback: told.callback ?? held.callback ?? null, rating: told.rating ?? held.rating ?? null };
}
const present = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

// ---- pushes

const durable = (model, data, event) => { model.durable(event, data); };
const passing = () => {};
/// Of a message that is held: older ones are asked for when they are looked at.
function change(channel, id, changes) {
  const message = channel?.messages.get(id);
  if (message) channel.messages.set(id, { ...message, ...changes });
}

/// Durable in the room; technicians get, without a seq, what only they may know of the session.
function changeOfState(model, data, event) {
  const channel = model.channels.get(data.channel_id);
  if (channel && !Number.isInteger(data.seq)) channel.session = together(channel.session, data.session);
  model.durable(event, data);
  takenUp(model, data);
}

/// A chat that was over is open again: nobody's, then no technician is in it, or somebody's, then who only looked at it does not go on hearing it.
function takenUp(model, { channel_id, session, message }) {
  const channel = model.channels.get(channel_id);
  if (!channel || message?.system?.code !== 'reopened') return;
  if (session.status !== 'active') for (const { id, role } of [...channel.participants.values()]) if (role === 'agent') channel.participants.delete(id);
  if (model.staff && !channel.participants.has(model.user)) model.leave(channel_id);
}

export const pushes = {
  hello: passing,
  'auth:expiring': passing,
  'server:draining': passing,
  'chat:typing': passing,
  'chat:viewers': passing,
  'chat:offer': passing,
  'chat:offer_withdrawn': passing,
  'chat:reply_reminder': passing,
  notification: passing,
  'agent:status': (model, { user_id, status }) => model.isNow(user_id, status),
  'queue-updated': (model, data) => {
    if (model.queue && data.version <= model.queue.version) model.wrong.push(`queue-updated: version ${data.version} after ${model.queue.version}`);
    model.queue = data;
  },
  'chat:queue_position': (model, { channel_id, position }) => { model.positions.set(channel_id, position); },
  'chat:seen': (model, { channel_id, user_id, message_id }) => model.read(channel_id, user_id, message_id),
  'chat:new_session': (model, data) => {
    model.listed(data);
    if (data.session.customer_id === model.user && !model.channels.has(data.channel_id)) model.wanted.add(data.channel_id);
  },
  'chat:new_message': durable,
  'chat:ended': durable,
  'chat:abandoned': changeOfState,
  'chat:callback_requested': changeOfState,
  'chat:completed': changeOfState,
  'chat:channel_updated': changeOfState,
  'chat:no_answer': changeOfState,
  'ticket:linked': durable,
  'chat:message_updated': durable,
  'chat:message_deleted': (model, data, event) => {
    change(model.durable(event, data), data.message_id, { content: '', attachments: [], kb_article: null, mentions: [], reactions: [], deleted_at: data.deleted_at });
  },
  'chat:reaction': (model, data, event) => { change(model.durable(event, data), data.message_id, { reactions: data.reactions }); },
  'chat:session_assigned': (model, data, event) => {
    const before = model.channels.get(data.channel_id)?.session.agent_id ?? null;
    const channel = model.durable(event, data);
    if (!channel) return;
    channel.participants.set(data.participant.id, data.participant);
    if (data.participant.last_read_message_id) model.read(data.channel_id, data.participant.id, data.participant.last_read_message_id);
    takenUp(model, data);
    if (before === null || before === data.agent.id) return;
    channel.participants.delete(before);  // an immediate transfer: the former technician is out
    if (before === model.user) model.leave(data.channel_id);
  },
  'chat:transferred': (model, data, event) => {
    const { immediate, to, from, state } = data.transfer;
    const channel = model.durable(event, data);
    if (!channel || !immediate || to || state !== 'pending') return;
    channel.participants.delete(from.id);  // left to a team
    if (from.id === model.user) model.leave(data.channel_id);
  },
  'chat:rated': (model, data, event) => {
    const channel = model.durable(event, data) && model.channels.get(data.session_id);
    if (channel) channel.session = { ...channel.session, rating: data.rating };
  },
  'chat:participant_joined': (model, data, event) => {
    const { id, last_read_message_id: mark } = data.participant;
    model.durable(event, data)?.participants.set(id, data.participant);
    if (mark) model.read(data.channel_id, id, mark);  // of an earlier stay
  },
  'chat:participant_left': (model, data, event) => {
    model.durable(event, data)?.participants.delete(data.user.id);
    if (data.user.id === model.user) model.leave(data.channel_id);
  },
};

// ---- answers

const entered = (model, request, { session }) => { if (!model.channels.has(session.channel_id)) model.wanted.add(session.channel_id); };

/// Its own message is not pushed to the connection that sent it, unless it would be out of its place: then it is pushed there.
function sent(model, request, { message, seq }, ownSocket) {
  const channel = model.room(message.channel_id);
  if (ownSocket && channel && seq === channel.head + 1) model.durable('the answer to chat:send_message', { channel_id: message.channel_id, session_id: message.session_id, seq, message });
}

/// What an answer tells beside what is pushed anyway. An operation that is not here tells nothing.
export const acks = {
  'chat:start': (model, request, data) => { if (!model.staff) entered(model, request, data); },
  'chat:accept': entered,
  'chat:send_message': sent,
  'chat-message': sent,
  'chat:join': (model, { channel_id }, data, ownSocket) => { if (ownSocket) model.take(channel_id, data); },
  'chat:seen': (model, { channel_id, message_id }, data, ownSocket) => {
    const held = model.room(channel_id);
    if (ownSocket && held && !(held.cursors.get(model.user) >= message_id)) held.cursors.set(model.user, message_id);
  },
  'chat:resume': (model, request, { channels }) => {
    for (const [text, { status, head_seq, cursors, snapshot }] of Object.entries(channels)) {
      const id = Number(text);
      if (status === 'gone') model.leave(id);
      else if (status === 'resync_required' && snapshot) model.take(id, snapshot);
      else if (status === 'resync_required') model.joinAnew(id);
      else if (head_seq !== undefined && model.room(id)) model.room(id).cursors = marks(cursors);
    }
  },
  'chat:command': (model, request, { operation, result }, ownSocket) => acks[operation]?.(model, request, result, ownSocket),
  'agent:set_status': (model, request, { status }) => model.isNow(model.user, status),
  'agent:status': (model, request, { status }) => { if (!model.statuses.has(model.user)) model.isNow(model.user, status); },  // a push is newer
};
