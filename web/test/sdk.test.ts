import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DELAY_MS, MIN_DELAY_MS, retryDelay } from '../sdk/backoff';
import { applyEvent, applyJoin, applyOlder, emptyConversation, expireTyping, readUpTo, TYPING_MS, unreadOf } from '../sdk/conversation';
import { newClientId } from '../sdk/ids';
import { Outbox } from '../sdk/outbox';
import { Sequence } from '../sdk/sequence';
import { MemoryStore } from '../sdk/storage';
import { Tokens } from '../sdk/tokens';
import type { Joined, Message, Pushes, Session, TokenPair } from '../sdk/types';

const event = (seq: number, name = 'chat:new_message') => ({ seq, name });
const seqs = (events: { seq: number }[]) => events.map((one) => one.seq);

test('events pass once each and in order', () => {
  const sequence = new Sequence();
  assert.deepEqual(seqs(sequence.take(event(1))), [1]);
  assert.deepEqual(seqs(sequence.take(event(1))), []);
  assert.deepEqual(seqs(sequence.take(event(2))), [2]);
  assert.equal(sequence.last, 2);
});

test('an event after a hole waits until the hole is filled', () => {
  const sequence = new Sequence(4);
  assert.deepEqual(sequence.take(event(7)), []);
  assert.deepEqual(sequence.take(event(6)), []);
  assert.ok(sequence.hasHole);
  assert.deepEqual(seqs(sequence.take(event(5))), [5, 6, 7]);
  assert.ok(!sequence.hasHole);
});

test('two events that tell one change both pass', () => {
  const sequence = new Sequence(1);
  assert.equal(sequence.take(event(2)).length, 1);
  assert.equal(sequence.take(event(2, 'chat:session_assigned')).length, 1);
  assert.equal(sequence.take(event(2, 'chat:session_assigned')).length, 0);
});

test('a snapshot drops what it holds and lets through what waited beyond it', () => {
  const sequence = new Sequence();
  for (const seq of [3, 5, 6]) sequence.take(event(seq));
  assert.deepEqual(seqs(sequence.skipTo(5)), [6]);
  assert.deepEqual(seqs(sequence.take(event(5))), []);
  assert.equal(sequence.last, 6);
});

test('any order of arrival gives the same order of application', () => {
  for (let round = 0; round < 200; round++) {
    const arriving = Array.from({ length: 12 }, (_, index) => index + 1).concat([3, 7, 1]);
    arriving.sort(() => Math.random() - 0.5);
    const sequence = new Sequence();
    const applied = arriving.flatMap((seq) => seqs(sequence.take(event(seq))));
    assert.deepEqual(applied, Array.from({ length: 12 }, (_, index) => index + 1));
  }
});

test('retries are jittered between the bounds and honour the server', () => {
  assert.equal(retryDelay(0, 0, () => 0), MIN_DELAY_MS);
  assert.equal(retryDelay(0, 0, () => 1), 2 * MIN_DELAY_MS);
  assert.equal(retryDelay(30, 0, () => 1), MAX_DELAY_MS);
  assert.ok(retryDelay(0, 8_000, () => 0) >= 8_000);
  assert.ok(retryDelay(5, 8_000, () => 1) <= 12_000);
});

test('client ids are UUIDs, with and without a secure context', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(newClientId(), uuid);
  const secure = crypto.randomUUID;
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  assert.match(newClientId(), uuid);
  Object.defineProperty(crypto, 'randomUUID', { value: secure, configurable: true });
});

test('an unsent message survives the tab and goes out one at a time', () => {
  const store = new MemoryStore();
  const entry = (id: string) => ({ client_id: id, channel_id: 7, content: id, created_at: `2024-01-0${id}`, state: 'waiting' as const });
  const first = new Outbox(store, 'o.');
  first.add(entry('1'));
  first.add(entry('2'));
  assert.equal(first.next(7)?.client_id, '1');
  first.mark('1', 'sending');
  assert.equal(first.next(7), undefined);

  const second = new Outbox(store, 'o.');
  assert.deepEqual(second.of(7).map((one) => [one.client_id, one.state]), [['1', 'waiting'], ['2', 'waiting']]);
  second.remove('1');
  assert.equal(second.next(7)?.client_id, '2');
  assert.equal(new Outbox(store, 'o.').of(7).length, 1);
});

test('a refused message does not hold up the next one', () => {
  const outbox = new Outbox(new MemoryStore(), 'o.');
  const entry = { channel_id: 7, content: '', created_at: '', state: 'waiting' as const };
  outbox.add({ ...entry, client_id: 'a' });
  outbox.add({ ...entry, client_id: 'b' });
  outbox.mark('a', 'failed', 'too_large');
  assert.equal(outbox.next(7)?.client_id, 'b');
  assert.equal(outbox.of(7)[0]?.error, 'too_large');
});

/** What counts its refreshes, and refuses a refresh token that comes twice. */
function refresher() {
  const used = new Set<string>();
  let count = 0;
  const refresh = async (token: string): Promise<TokenPair> => {
    assert.ok(!used.has(token), `${token} was used twice`);
    used.add(token);
    count += 1;
    await Promise.resolve();
    return { access_token: `a${count}`, refresh_token: `r${count}`, expires_in: 900, user: { id: 1, name: 'Dana' } as TokenPair['user'] };
  };
  return { refresh, count: () => count };
}
const old: TokenPair = { access_token: 'a0', refresh_token: 'r0', expires_in: 10, user: { id: 1, name: 'Dana' } as TokenPair['user'] };

test('those who need a new token at once refresh once', async () => {
  const store = new MemoryStore();
  const { refresh, count } = refresher();
  const tokens = new Tokens(store, 't', refresh);
  await tokens.keep(old);
  assert.deepEqual(await Promise.all([tokens.access(), tokens.access(), tokens.access()]), ['a1', 'a1', 'a1']);
  assert.equal(await new Tokens(store, 't', refresh).access(), 'a1');
  assert.equal(await tokens.access('a1'), 'a2');
  assert.equal(count(), 2);
});

test('a tab whose storage lags behind takes what another tab has got', async () => {
  const values = new Map<string, string>();
  const vault = {
    read: async (key: string) => values.get(key),
    write: async (key: string, value?: string) => void (value === undefined ? values.delete(key) : values.set(key, value)),
  };
  const { refresh, count } = refresher();
  let now = 1_000;
  const tabs = [new MemoryStore(), new MemoryStore()].map((store) => new Tokens(store, 't', refresh, vault, () => now++));
  for (const tab of tabs) await tab.keep(old);
  assert.equal(await tabs[0]!.access(), 'a1');
  assert.equal(await tabs[1]!.access(), 'a1');
  assert.equal(await tabs[1]!.access('a1'), 'a2');
  assert.equal(await tabs[0]!.access('a1'), 'a2');
  assert.equal(count(), 2);
});

test('what another person left in the vault is not taken', async () => {
  const vault = { read: async () => JSON.stringify({ ...old, access_token: 'theirs', kept_at: 9e15, expires_at: 9e15, user: { id: 2 } }), write: async () => {} };
  const { refresh } = refresher();
  const tokens = new Tokens(new MemoryStore(), 't', refresh, vault);
  await tokens.keep(old);
  assert.equal(await tokens.access(), 'a1');
});

const session = (fields: Partial<Session> = {}) => ({
  session_id: 7, channel_id: 7, backstage_id: null, status: 'pending', subject: 'Printer', metadata: { page: '/help' },
  customer: { id: 9, name: 'Priya', email: 'p@nw.test' }, agent: null, created_at: '2024-01-01T00:00:00Z', last_message: null, ...fields,
}) as Session;
const message = (id: number, fields: object = {}) => ({
  id, channel_id: 7, seq: id, sender: { id: 9, name: 'Priya', kind: 'client', avatar_url: null }, type: 'text', content: `m${id}`,
  client_id: null, system: null, reactions: [], created_at: '2024-01-01T00:00:00Z', deleted_at: null, ...fields,
}) as unknown as Message;
const joined = (messages: Message[], fields: Partial<Joined> = {}): Joined => ({ session: session(), participants: [], messages, head_seq: 0, backstage: null, ...fields });
const push = { session_id: 7, channel_id: 7, chatId: 7, seq: 1 };

test('a conversation grows by events and keeps its order', () => {
  let state = applyJoin(emptyConversation(7), joined([message(2), message(3)]));
  state = applyEvent(state, { name: 'chat:new_message', data: { ...push, message: message(5) } });
  state = applyOlder(state, [message(1)], false);
  assert.deepEqual(state.messages.map((one) => one.id), [1, 2, 3, 5]);
});

test('a change of the chat is a line of its history too', () => {
  let state = applyJoin(emptyConversation(7), joined([message(1)]));
  const told = session({ status: 'active', customer: { id: 9, name: 'Priya', email: null }, agent: { id: 1, name: 'Dana' } });
  const system = message(2, { type: 'system_event', system: { code: 'accepted', params: {} } });
  state = applyEvent(state, { name: 'chat:session_assigned', data: { ...push, message: system, session: told, agent: { id: 1, name: 'Dana' }, participant: null } });
  assert.deepEqual(state.messages.map((one) => one.id), [1, 2]);
  assert.equal(state.session?.status, 'active');
  assert.equal(state.session?.customer.email, 'p@nw.test', 'what only technicians are told is not erased');
});

test('who is in a chat follows from what happened: joined, handed over, left', () => {
  const person = (id: number, kind = 'technician') => ({ id, name: `u${id}`, kind, avatar_url: null, role: 'agent', joined_at: '', last_read_message_id: null }) as Joined['participants'][number];
  const ids = () => state.participants.map((one) => one.id);
  const held = session({ status: 'active', agent_id: 1, queued: false });
  let state = applyJoin(emptyConversation(7), joined([], { session: held, participants: [person(9, 'client'), person(1)] }));
  state = applyEvent(state, { name: 'chat:participant_joined', data: { ...push, message: null, session: held, user: { id: 2, name: 'u2' }, by: { id: 1, name: 'u1' }, participant: person(2) } });
  assert.deepEqual(ids(), [9, 1, 2]);
  const transfer = { id: 5, from: { id: 1, name: 'u1' }, to: { id: 3, name: 'u3' }, state: 'pending', immediate: false, note: null } as Pushes['chat:transferred']['transfer'];
  state = applyEvent(state, { name: 'chat:transferred', data: { ...push, message: null, session: { ...held, queued: true }, transfer } });
  assert.deepEqual([ids(), state.transfer?.state], [[9, 1, 2], 'pending'], 'the sender stays until it is taken');
  state = applyEvent(state, { name: 'chat:session_assigned', data: { ...push, message: null, session: { ...held, agent_id: 3 }, agent: { id: 3, name: 'u3' }, participant: person(3) } });
  assert.deepEqual([ids(), state.transfer], [[9, 2, 3], null]);
  state = applyEvent(state, { name: 'chat:transferred', data: { ...push, message: null, session: { ...held, agent_id: null }, transfer: { ...transfer, id: 6, from: { id: 3, name: 'u3' }, immediate: true } } });
  assert.deepEqual(ids(), [9, 2], 'who leaves at once is out');
  state = applyEvent(state, { name: 'chat:participant_left', data: { ...push, message: null, session: held, user: { id: 2, name: 'u2' } } });
  assert.deepEqual(ids(), [9]);
});

test('a message is put right, reacted to and deleted where it stands', () => {
  let state = applyJoin(emptyConversation(7), joined([message(1), message(2)]));
  state = applyEvent(state, { name: 'chat:message_updated', data: { ...push, message: message(1, { content: 'better', edited_at: '2024-01-01T00:01:00Z' }) } });
  const reactions = [{ emoji: '👍', count: 1, user_ids: [9] }];
  state = applyEvent(state, { name: 'chat:reaction', data: { ...push, message_id: 1, user: { id: 9, name: 'Priya' }, emoji: '👍', removed: false, reactions } });
  assert.deepEqual(state.messages.map((one) => [one.id, one.content]), [[1, 'better'], [2, 'm2']]);
  assert.deepEqual(state.messages[0]!.reactions, reactions);
  state = applyEvent(state, { name: 'chat:message_deleted', data: { ...push, message_id: 1, by: { id: 1, name: 'Dana' }, deleted_at: '2024-01-01T00:02:00Z' } });
  assert.deepEqual([state.messages[0]!.content, state.messages[0]!.reactions, state.messages[0]!.deleted_at], ['', [], '2024-01-01T00:02:00Z']);
  const before = state;
  state = applyEvent(state, { name: 'chat:message_updated', data: { ...push, message: message(99) } });
  assert.equal(state, before, 'of what is not held there is nothing to show');
});

test('how far everybody has read comes with the join', () => {
  const participants = [{ id: 1, last_read_message_id: 4 }, { id: 9, last_read_message_id: null }] as Joined['participants'];
  assert.equal(readUpTo(applyJoin(emptyConversation(7), joined([], { participants })), 9), 4);
});

test('receipts never go back', () => {
  let state = emptyConversation(7);
  state = applyEvent(state, { name: 'chat:seen', data: { ...push, user_id: 1, message_id: 5 } });
  state = applyEvent(state, { name: 'chat:seen', data: { ...push, user_id: 1, message_id: 3 } });
  assert.equal(readUpTo(state, 9), 5);
  assert.equal(readUpTo(state, 1), 0);
});

test('unread counts what others wrote after my cursor', () => {
  const others = [message(1), message(2, { type: 'system_event' }), message(3, { deleted_at: 'x' }), message(4), message(5, { sender: { id: 1, name: 'Dana', kind: 'technician' } })];
  let state = applyJoin(emptyConversation(7), joined(others));
  assert.deepEqual(unreadOf(state, 1).map((one) => one.id), [1, 4]);
  state = applyEvent(state, { name: 'chat:seen', data: { ...push, user_id: 1, message_id: 4 } });
  assert.equal(unreadOf(state, 1).length, 0);
});

test('a typing sign ends by itself, and when the message comes', () => {
  const typing = { ...push, user: { id: 9, name: 'Priya' }, is_typing: true };
  let state = applyEvent(emptyConversation(7), { name: 'chat:typing', data: typing }, 1_000);
  assert.equal(state.typing.length, 1);
  assert.equal(expireTyping(state, 1_000 + TYPING_MS - 1).typing.length, 1);
  assert.equal(expireTyping(state, 1_000 + TYPING_MS + 1).typing.length, 0);
  state = applyEvent(state, { name: 'chat:new_message', data: { ...push, message: message(1) } });
  assert.equal(state.typing.length, 0);
});

test('a snapshot that does not join on replaces the history', () => {
  let state = applyJoin(emptyConversation(7), joined([message(1), message(2)]));
  const page = Array.from({ length: 50 }, (_, index) => message(1000 + index));
  state = applyJoin(state, joined(page));
  assert.equal(state.messages.length, 50);
  assert.ok(state.hasOlder);
});
