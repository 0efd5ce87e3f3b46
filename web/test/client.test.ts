import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ChatClient } from '../sdk/client';
import { refreshAt } from '../sdk/rest';
import { MemoryStore } from '../sdk/storage';
import { Tokens } from '../sdk/tokens';
// @ts-expect-error plain JavaScript, and not bundled
import { FakeServer } from './server.mjs';

let server: any;
const open: ChatClient[] = [];
before(async () => {
  server = await FakeServer.start();
});
beforeEach(() => {
  server.faults = { dropAck: 0, dropPush: 0, refuse: null };
  server.received.length = 0;
});
after(async () => {
  for (const client of open) client.close();
  await server.stop();
});

function clientOf(pair: any): ChatClient {
  const store = new MemoryStore();
  const tokens = new Tokens(store, 't', refreshAt(server.url));
  void tokens.keep(pair);
  const client = new ChatClient({ url: server.url, tokens, store, outboxPrefix: 'o.', timeoutMs: 2_000 });
  open.push(client);
  client.connect();
  return client;
}

async function until<T>(what: () => T | undefined | false | null): Promise<T> {
  const limit = Date.now() + 8_000;
  for (;;) {
    const value = what();
    if (value) return value;
    if (Date.now() > limit) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

async function chat() {
  const visitor = clientOf(server.visitor({ name: 'Priya' }));
  await until(() => visitor.isOnline);
  const { session } = await visitor.call('chat:start', { subject: 'Printer', message: 'It jams' });
  const id = session.channel_id;
  await visitor.follow(id);
  const texts = () => visitor.conversation(id)!.messages.map((one) => one.content);
  return { visitor, id, texts };
}

test('a message is shown by its ack and leaves the outbox', async () => {
  const { visitor, id, texts } = await chat();
  visitor.send(id, 'hello');
  assert.equal(visitor.outbox.of(id).length, 1);
  await until(() => visitor.outbox.of(id).length === 0);
  assert.deepEqual(texts(), ['It jams', 'hello']);
});

test('a message whose ack was lost is sent again and stored once', async () => {
  const { visitor, id, texts } = await chat();
  server.faults.dropAck = 1;
  const { client_id } = visitor.send(id, 'once');
  visitor.send(id, 'then this');
  await until(() => visitor.outbox.of(id).length === 0);
  assert.deepEqual(texts(), ['It jams', 'once', 'then this']);
  const sent = server.received.filter((one: any) => one.name === 'chat:send_message' && one.payload.client_id === client_id);
  assert.ok(sent.length >= 1);
});

test('what was written while offline goes out in order after the way back', async () => {
  const { visitor, id, texts } = await chat();
  server.cut();
  await until(() => visitor.state.kind === 'waiting');
  for (const text of ['a', 'b', 'c']) visitor.send(id, text);
  await until(() => visitor.outbox.of(id).length === 0);
  assert.deepEqual(texts(), ['It jams', 'a', 'b', 'c']);
});

test('what others wrote meanwhile arrives by resume, without gap or double', async () => {
  const { visitor, id, texts } = await chat();
  server.cut();
  await until(() => visitor.state.kind === 'waiting');
  for (const text of ['one', 'two']) server.post(server.chats.get(id), server.users.get(1), text);
  await until(() => texts().length === 3);
  assert.deepEqual(texts(), ['It jams', 'one', 'two']);
});

test('a lost push is noticed at the next one and fetched', async () => {
  const { id, texts } = await chat();
  server.faults.dropPush = 1;
  for (const text of ['lost', 'seen']) server.post(server.chats.get(id), server.users.get(1), text);
  await until(() => texts().length === 3);
  assert.deepEqual(texts(), ['It jams', 'lost', 'seen']);
});

test('a retryable refusal is tried again, another one is shown', async () => {
  const { visitor, id, texts } = await chat();
  server.faults.refuse = 'unavailable';
  visitor.send(id, 'again');
  await until(() => texts().includes('again'));
  server.faults.refuse = 'too_large';
  const entry = visitor.send(id, 'big');
  await until(() => visitor.outbox.of(id)[0]?.state === 'failed');
  visitor.retry(visitor.outbox.of(id)[0]!);
  await until(() => visitor.outbox.of(id).length === 0);
  assert.equal(visitor.conversation(id)!.messages.at(-1)?.client_id, entry.client_id);
});

test('an expired token is renewed on the way', async () => {
  const pair = server.visitor({});
  server.tokens.get(pair.access_token).until = 0;
  const client = clientOf(pair);
  await until(() => client.isOnline);
});

test('a token that nobody knows asks to sign in again', async () => {
  const client = clientOf({ access_token: 'x', refresh_token: 'y', expires_in: 900, user: { id: 1, name: 'x' } });
  await until(() => client.state.kind === 'signed_out');
});

test('typing and receipts reach the other side', async () => {
  const { visitor, id } = await chat();
  const dana = clientOf(server.issue(server.users.get(1)));
  await until(() => dana.isOnline);
  await dana.call('chat:accept', { channel_id: id });
  await dana.follow(id);
  await until(() => visitor.conversation(id)?.session?.status === 'active');
  visitor.typing(id, true);
  await until(() => dana.conversation(id)!.typing.length === 1);
  const last = dana.conversation(id)!.messages.at(-1)!;
  dana.seen(id, last.id, 1);
  await until(() => visitor.conversation(id)!.cursors[1] === last.id);
});
