// One conversation as a client sees it, and how each push changes it. Pure: a state and an event
// make the next state, so that a screen can compare by identity and a test needs no server.

import type { Backstage, Cursor, Cursors, Id, Joined, Message, Participant, Person, Pushes, Session, Transfer } from './types';

export interface Typist {
  user: Person;
  /** When the sign ends by itself, in local milliseconds. */
  until: number;
}

export interface Conversation {
  channelId: Id;
  /** False until the first join has answered. */
  loaded: boolean;
  /** The channel is no longer this person's to see. */
  gone: boolean;
  session: Session | null;
  /** Who is in it. */
  participants: Participant[];
  /** The newest handing over that was heard of; null: none, or not known. */
  transfer: Transfer | null;
  /** Ascending by seq. */
  messages: Message[];
  hasOlder: boolean;
  cursors: Cursors;
  typing: Typist[];
  position: { position: number; estimate: number | null } | null;
  endedBy: Person | null;
}

/** The server tells when somebody stops; this is for when that word is lost. */
export const TYPING_MS = 60_000;
/** What `chat:join` answers at most; fewer means that the history is complete. */
export const JOIN_MESSAGES = 50;

export function emptyConversation(channelId: Id): Conversation {
  return {
    channelId,
    loaded: false,
    gone: false,
    session: null,
    participants: [],
    transfer: null,
    messages: [],
    hasOlder: false,
    cursors: {},
    typing: [],
    position: null,
    endedBy: null,
  };
}

export type ConversationEvent = {
  [N in keyof Pushes]: { name: N; data: Pushes[N] };
}[keyof Pushes];

export function applyEvent(state: Conversation, event: ConversationEvent, now = Date.now()): Conversation {
  switch (event.name) {
    case 'chat:new_message':
      return addMessage(state, event.data.message);
    case 'chat:message_updated':
      return changeMessage(state, event.data.message.id, event.data.message);
    case 'chat:message_deleted':
      return changeMessage(state, event.data.message_id, { content: '', attachments: [], kb_article: null, mentions: [], reactions: [], deleted_at: event.data.deleted_at });
    case 'chat:reaction':
      return changeMessage(state, event.data.message_id, { reactions: event.data.reactions });
    case 'chat:typing':
      return setTyping(state, event.data.user, event.data.is_typing, now);
    case 'chat:seen':
      return { ...state, cursors: advance(state.cursors, event.data.user_id, event.data.message_id) };
    case 'chat:participant_joined':
      return { ...change(state, event.data), participants: withPerson(state.participants, event.data.participant) };
    case 'chat:participant_left':
      return { ...change(state, event.data), participants: without(state.participants, event.data.user.id) };
    case 'chat:session_assigned':
      return assign(state, event.data);
    case 'chat:transferred':
      return transfer(state, event.data);
    case 'chat:channel_updated':
    case 'chat:callback_requested':
    case 'chat:completed':
    case 'ticket:linked':
      return keepPlace(change(state, event.data));
    case 'chat:no_answer':
      return { ...state, session: mergeSession(state.session, event.data.session) };
    case 'chat:queue_position':
      return { ...state, position: { position: event.data.position, estimate: event.data.estimated_wait_seconds } };
    case 'chat:rated': {
      const { message, rating } = event.data;
      return { ...state, messages: message ? putMessage(state.messages, message) : state.messages, session: state.session && { ...state.session, rating } };
    }
    case 'chat:abandoned':
    case 'chat:ended':
      return { ...change(state, event.data), typing: [], position: null, endedBy: event.data.ended_by };
    default:
      return state;
  }
}

/** A join or a snapshot: the truth up to its head, merged over what is held. */
export function applyJoin(state: Conversation, joined: Joined): Conversation {
  const first = joined.messages[0];
  const held = first ? state.messages.filter((one) => one.seq < first.seq) : state.messages;
  // Older pages stay only where they join on without a hole.
  const keepsOlder = state.loaded && first !== undefined && state.messages.some((one) => one.id === first.id);
  const older = keepsOlder ? held : [];
  const messages = joined.messages.reduce(putMessage, older);
  const position = joined.session.position;
  return {
    ...state,
    loaded: true,
    gone: false,
    session: mergeSession(state.session, joined.session),
    participants: joined.participants,
    messages,
    hasOlder: keepsOlder ? state.hasOlder : joined.messages.length >= JOIN_MESSAGES,
    cursors: mergeCursors(state.cursors, joined.participants.map(({ id, last_read_message_id }) => ({ user_id: id, message_id: last_read_message_id }))),
    typing: [],
    position: position ? { position, estimate: state.position?.estimate ?? null } : state.position,
  };
}

/** The technicians' companion channel, as a join of the chat tells it. */
export function applyBackstage(state: Conversation, view: Backstage): Conversation {
  const first = view.messages[0];
  const older = first ? state.messages.filter((one) => one.seq < first.seq) : [];
  return {
    ...state,
    loaded: true,
    gone: false,
    messages: view.messages.reduce(putMessage, older),
    cursors: mergeCursors(state.cursors, view.cursors),
    typing: [],
  };
}

/** A page of history before what is held. */
export function applyOlder(state: Conversation, page: Message[], hasOlder: boolean): Conversation {
  return { ...state, messages: page.reduce(putMessage, state.messages), hasOlder };
}

/** Drops the typing signs that have run out; the same state if none has. */
export function expireTyping(state: Conversation, now = Date.now()): Conversation {
  const typing = state.typing.filter((one) => one.until > now);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

/** How far everybody but `me` has read: the lowest would be "all", the highest is "somebody". */
export function readUpTo(state: Conversation, me: Id): Id {
  let highest = 0;
  for (const [user, message] of Object.entries(state.cursors)) {
    if (Number(user) !== me && message > highest) highest = message;
  }
  return highest;
}

/** Messages of others after my cursor, without system events and deleted ones. */
export function unreadOf(state: Conversation, me: Id): Message[] {
  const cursor = state.cursors[me] ?? 0;
  return state.messages.filter(
    (one) => one.id > cursor && one.sender.id !== me && one.type !== 'system_event' && !one.deleted_at,
  );
}

export function isOver(session: Session | null): boolean {
  return session !== null && session.status !== 'pending' && session.status !== 'active';
}

export function mergeCursors(cursors: Cursors, more: readonly Cursor[]): Cursors {
  return more.reduce((all, { user_id, message_id }) => (message_id === null ? all : advance(all, user_id, message_id)), cursors);
}

function advance(cursors: Cursors, user: Id, message: Id): Cursors {
  return (cursors[user] ?? 0) >= message ? cursors : { ...cursors, [user]: message };
}

function addMessage(state: Conversation, message: Message): Conversation {
  const typing = state.typing.filter((one) => one.user.id !== message.sender.id);
  return { ...state, messages: putMessage(state.messages, message), typing };
}

/** What happened to a message that is held; of others there is nothing to show. */
function changeMessage(state: Conversation, id: Id, fields: Partial<Message>): Conversation {
  if (!state.messages.some((one) => one.id === id)) return state;
  return { ...state, messages: state.messages.map((one) => (one.id === id ? { ...one, ...fields } : one)) };
}

function putMessage(messages: Message[], message: Message): Message[] {
  const at = messages.findIndex((one) => one.id === message.id);
  if (at >= 0) return messages.map((one, index) => (index === at ? message : one));
  let end = messages.length;
  while (end > 0 && messages[end - 1]!.seq > message.seq) end--;
  return [...messages.slice(0, end), message, ...messages.slice(end)];
}

function setTyping(state: Conversation, user: Person, on: boolean, now: number): Conversation {
  const others = state.typing.filter((one) => one.user.id !== user.id);
  return { ...state, typing: on ? [...others, { user, until: now + TYPING_MS }] : others };
}

/** A change of the session, and the system message that it is. */
function change(state: Conversation, { session, message }: { session: Session; message: Message | null }): Conversation {
  const messages = message ? putMessage(state.messages, message) : state.messages;
  return { ...state, messages, session: mergeSession(state.session, session) };
}

/** Somebody has it now; whoever had it before is out of it. */
function assign(state: Conversation, data: Pushes['chat:session_assigned']): Conversation {
  const before = state.session?.agent_id;
  const others = before && before !== data.agent.id ? without(state.participants, before) : state.participants;
  const over = state.transfer?.state === 'pending' ? null : state.transfer;
  return { ...change(state, data), position: null, transfer: over, endedBy: null, participants: withPerson(others, data.participant) };
}

function transfer(state: Conversation, data: Pushes['chat:transferred']): Conversation {
  const { from, immediate, note } = data.transfer;
  const told = { ...data.transfer, note: note ?? (state.transfer?.id === data.transfer.id ? state.transfer.note : null) };
  const participants = immediate && told.state !== 'returned' ? without(state.participants, from.id) : state.participants;
  return { ...change(state, data), transfer: told, participants };
}

function keepPlace(state: Conversation): Conversation {
  return state.session?.queued ? { ...state, endedBy: null } : { ...state, position: null };
}

function withPerson(people: Participant[], one: Participant | null): Participant[] {
  return one ? [...without(people, one.id), one] : people;
}

function without(people: Participant[], id: Id): Participant[] {
  return people.filter((one) => one.id !== id);
}

/** What a room is told leaves out what only technicians know: that stays as it is known. */
export function mergeSession(known: Session | null, told: Session): Session {
  if (!known) return told;
  return {
    ...told,
    backstage_id: told.backstage_id ?? known.backstage_id,
    customer: { ...told.customer, email: told.customer.email ?? known.customer.email },
    last_message: told.last_message ?? known.last_message,
    callback: told.callback ?? known.callback,
    rating: told.rating ?? known.rating,
  };
}
