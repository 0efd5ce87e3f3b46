// A client that keeps the delivery contract: messages leave the outbox when they are stored, channels are
// resumed after every interruption, and their events are applied once each, in order.

import { retryDelay } from './backoff';
import { Connection, type ConnectionOptions, type ConnectionState } from './connection';
import {
  applyBackstage, applyEvent, applyJoin, applyOlder, emptyConversation, expireTyping, mergeCursors, mergeSession,
  type Conversation, type ConversationEvent,
} from './conversation';
import { ChatError, isAuthError } from './errors';
import { newClientId } from './ids';
import { Outbox, type KeyValueStore, type OutboxEntry } from './outbox';
import { Sequence } from './sequence';
import type { Attachment, Backstage, Id, InChannel, Joined, Message, Pushes, PushName, Replies, Requests, ResumedChannel, Session } from './types';

export interface ClientOptions extends ConnectionOptions {
  store: KeyValueStore;
  /** Keys of this person's unsent messages begin with it. */
  outboxPrefix: string;
}

type Ordered = { name: PushName; seq: number; data: InChannel };

interface Tracked {
  state: Conversation;
  /** Of a backstage: the live chat that it is joined with. */
  chat?: Id;
  sequence: Sequence<Ordered>;
  joining: Promise<void> | undefined;
  filling: boolean;
}

const HOLE_MS = 3_000;

export class ChatClient {
  readonly outbox: Outbox;

  private readonly connection_: Connection;
  private readonly tracked_ = new Map<Id, Tracked>();
  private readonly listeners_ = new Map<string, Set<(data: never) => void>>();
  private readonly watchers_ = new Set<(channelId: Id) => void>();
  private readonly tries_ = new Map<Id, number>();
  private typingTimer_: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ClientOptions) {
    this.outbox = new Outbox(options.store, options.outboxPrefix, (id) => this.tell(id));
    this.connection_ = new Connection(options, {
      up: () => void this.up(),
      down: () => this.down(),
      push: (name, data) => this.receive(name, data),
      woke: () => void this.resumeAll(),
    });
  }

  get state(): ConnectionState {
    return this.connection_.state;
  }

  get isOnline(): boolean {
    return this.connection_.isOnline;
  }

  /** The server's clock, so that waits and ages do not depend on this machine's. */
  now(): number {
    return this.connection_.now();
  }

  connect(): void {
    this.connection_.connect();
  }

  close(): void {
    clearTimeout(this.typingTimer_);
    this.connection_.close();
  }

  /** Tries at once instead of waiting for the next time. */
  retryNow(): void {
    this.connection_.retryNow();
  }

  onState(watch: () => void): () => void {
    return this.connection_.onState(watch);
  }

  call<N extends keyof Requests & keyof Replies>(name: N, payload: Requests[N]): Promise<Replies[N]> {
    return this.connection_.call(name, payload);
  }

  /** Listens to a push as it arrives; for a channel's durable events prefer `watch`. */
  on<N extends PushName>(name: N, listen: (data: Pushes[N]) => void): () => void {
    const set = this.listeners_.get(name) ?? new Set();
    set.add(listen as (data: never) => void);
    this.listeners_.set(name, set);
    return () => set.delete(listen as (data: never) => void);
  }

  // Conversations

  /** Called with a channel's id whenever its conversation, its backstage or its unsent messages change. */
  watch(watcher: (channelId: Id) => void): () => void {
    this.watchers_.add(watcher);
    return () => this.watchers_.delete(watcher);
  }

  conversation(channelId: Id): Conversation | undefined {
    return this.tracked_.get(channelId)?.state;
  }

  /** Follows a channel: joins it now if there is a connection, and again by itself after every interruption. */
  async follow(channelId: Id): Promise<void> {
    let tracked = this.tracked_.get(channelId);
    if (!tracked) {
      tracked = { state: emptyConversation(channelId), sequence: new Sequence(), joining: undefined, filling: false };
      this.tracked_.set(channelId, tracked);
      this.tell(channelId);
    }
    if (this.isOnline && !tracked.state.loaded) await this.join(tracked);
  }

  unfollow(channelId: Id): void {
    for (const [id, tracked] of this.tracked_) if (id === channelId || tracked.chat === channelId) this.tracked_.delete(id);
  }

  /** The technicians' companion channel of a live chat, once that is joined: notes are messages of it. */
  backstage(channelId: Id): Conversation | undefined {
    for (const tracked of this.tracked_.values()) if (tracked.chat === channelId) return tracked.state;
    return undefined;
  }

  /** What an answer says of a chat, which other devices are told by a push. */
  learn(session: Session): void {
    const tracked = this.tracked_.get(session.channel_id);
    if (tracked) this.set(tracked, { ...tracked.state, session: mergeSession(tracked.state.session, session) });
  }

  /** Puts a page of history before what is held. */
  addOlder(channelId: Id, page: Message[], hasOlder: boolean): void {
    const tracked = this.tracked_.get(channelId);
    if (tracked) this.set(tracked, applyOlder(tracked.state, page, hasOlder));
  }

  send(channelId: Id, content: string, attachments: Attachment[] = []): OutboxEntry {
    const entry: OutboxEntry = {
      client_id: newClientId(),
      channel_id: channelId,
      content,
      ...(attachments.length > 0 ? { attachments } : {}),
      created_at: new Date(this.now()).toISOString(),
      state: 'waiting',
    };
    this.outbox.add(entry);
    void this.flush(channelId);
    return entry;
  }

  /** A message that an answer holds: it is stored, and its push goes to other devices. */
  posted(message: Message): void {
    const tracked = this.tracked_.get(message.channel_id);
    if (tracked) this.deliver(tracked, 'chat:new_message', { channel_id: message.channel_id, seq: message.seq, message } as InChannel);
  }

  /** Sends a refused message again, as the same message. */
  retry(entry: OutboxEntry): void {
    this.outbox.mark(entry.client_id, 'waiting');
    void this.flush(entry.channel_id);
  }

  /** Reacts to a message, or takes it back. */
  react(messageId: Id, emoji: string, remove: boolean): Promise<unknown> {
    return this.call('chat:react', { message_id: messageId, emoji, remove });
  }

  typing(channelId: Id, is_typing: boolean): void {
    this.connection_.tell('chat:typing', { channel_id: channelId, is_typing });
  }

  /** Says how far this person has read; shown at once, told when there is a connection. */
  seen(channelId: Id, messageId: Id, me: Id): void {
    const tracked = this.tracked_.get(channelId);
    if (!tracked || (tracked.state.cursors[me] ?? 0) >= messageId) return;
    this.set(tracked, { ...tracked.state, cursors: { ...tracked.state.cursors, [me]: messageId } });
    if (this.isOnline) this.call('chat:seen', { channel_id: channelId, message_id: messageId }).catch(() => {});
  }

  // Joining and resuming

  private async up(): Promise<void> {
    await this.resumeAll();
    for (const channelId of this.outbox.channels()) void this.flush(channelId);
  }

  private down(): void {
    this.outbox.rewind();
    for (const tracked of this.tracked_.values()) tracked.joining = undefined;
  }

  private join(one: Tracked): Promise<void> {
    const tracked = (one.chat !== undefined && this.tracked_.get(one.chat)) || one;
    tracked.joining ??= this.call('chat:join', { channel_id: tracked.state.channelId })
      .then((joined) => this.joined(tracked, joined))
      .catch((thrown) => {
        const error = ChatError.from(thrown);
        if (error.retryable) throw error;
        this.set(tracked, { ...tracked.state, loaded: true, gone: true });
      })
      .finally(() => {
        tracked.joining = undefined;
      });
    return tracked.joining;
  }

  private joined(tracked: Tracked, joined: Joined): void {
    let state = applyJoin(tracked.state, joined);
    for (const event of tracked.sequence.skipTo(joined.head_seq)) state = applyEvent(state, asEvent(event));
    this.set(tracked, state);
    this.settle(state.messages);
    if (joined.backstage) this.joinedBackstage(state.channelId, joined.backstage);
  }

  private joinedBackstage(chat: Id, view: Backstage): void {
    const id = view.channel_id;
    const tracked = this.tracked_.get(id) ?? { state: emptyConversation(id), chat, sequence: new Sequence<Ordered>(), joining: undefined, filling: false };
    this.tracked_.set(id, tracked);
    let state = applyBackstage(tracked.state, view);
    for (const event of tracked.sequence.skipTo(view.head_seq)) state = applyEvent(state, asEvent(event));
    this.set(tracked, state);
    this.settle(state.messages);
    void this.flush(id);
  }

  private async resumeAll(): Promise<void> {
    const channels: Record<string, number> = {};
    const fresh: Tracked[] = [];
    for (const [id, tracked] of this.tracked_) {
      if (!tracked.state.loaded) fresh.push(tracked);
      else if (!tracked.state.gone) channels[id] = tracked.sequence.last;
    }
    await Promise.all([
      this.resume(channels),
      ...fresh.map((tracked) => this.join(tracked).catch(() => this.again(tracked))),
    ]);
  }

  private async resume(channels: Record<string, number>): Promise<void> {
    if (Object.keys(channels).length === 0) return;
    try {
      const answer = await this.call('chat:resume', { channels });
      for (const [id, told] of Object.entries(answer.channels)) this.resumed(Number(id), told);
    } catch (thrown) {
      // A connection that cannot resume is of no use: begin again.
      if (ChatError.from(thrown).retryable) this.connection_.cut();
    }
  }

  private resumed(id: Id, told: ResumedChannel): void {
    const tracked = this.tracked_.get(id);
    if (!tracked) return;
    if (told.status === 'gone') this.set(tracked, { ...tracked.state, gone: true, typing: [] });
    else if (told.status === 'resync_required') void this.join(tracked).catch(() => this.again(tracked));
    else this.set(tracked, { ...tracked.state, cursors: mergeCursors(tracked.state.cursors, told.cursors), typing: [] });
  }

  private again(tracked: Tracked): void {
    setTimeout(() => {
      if (this.isOnline && this.tracked_.get(tracked.state.channelId) === tracked) this.join(tracked).catch(() => {});
    }, retryDelay(1));
  }

  /** An event came that is not the next one: ask for those between, and take a new snapshot if they do not come. */
  private fillHole(tracked: Tracked): void {
    if (tracked.filling || tracked.joining) return;
    tracked.filling = true;
    const id = tracked.state.channelId;
    void this.resume({ [id]: tracked.sequence.last });
    setTimeout(() => {
      tracked.filling = false;
      if (tracked.sequence.hasHole && this.isOnline) this.join(tracked).catch(() => this.again(tracked));
    }, HOLE_MS);
  }

  // Receiving

  private receive(name: PushName, data: unknown): void {
    const inChannel = (data ?? {}) as InChannel;
    const tracked = this.tracked_.get(inChannel.channel_id);
    if (tracked) this.deliver(tracked, name, inChannel);
    for (const listen of this.listeners_.get(name) ?? []) listen(data as never);
  }

  private deliver(tracked: Tracked, name: PushName, data: InChannel): void {
    if (typeof data.seq !== 'number') {
      this.set(tracked, applyEvent(tracked.state, { name, data } as ConversationEvent));
      if (name === 'chat:typing') this.expireLater();
      return;
    }
    let state = tracked.state;
    const fresh: Message[] = [];
    for (const event of tracked.sequence.take({ name, seq: data.seq, data })) {
      state = applyEvent(state, asEvent(event));
      const { message } = event.data as { message?: Message };
      if (message) fresh.push(message);
    }
    if (state !== tracked.state) this.set(tracked, state);
    this.settle(fresh);
    if (tracked.sequence.hasHole) this.fillHole(tracked);
  }

  private set(tracked: Tracked, state: Conversation): void {
    tracked.state = state;
    this.tell(state.channelId);
  }

  private tell(channelId: Id): void {
    const chat = this.tracked_.get(channelId)?.chat ?? channelId;
    for (const watcher of this.watchers_) watcher(chat);
  }

  private expireLater(): void {
    clearTimeout(this.typingTimer_);
    this.typingTimer_ = setTimeout(() => {
      for (const tracked of this.tracked_.values()) {
        const state = expireTyping(tracked.state);
        if (state !== tracked.state) this.set(tracked, state);
        if (state.typing.length > 0) this.expireLater();
      }
    }, 1_000);
  }

  // Sending

  /** Messages seen on the channel are stored: they leave the outbox, whatever became of their acks. */
  private settle(messages: Message[]): void {
    for (const message of messages) if (message.client_id) this.outbox.remove(message.client_id);
  }

  private async flush(channelId: Id): Promise<void> {
    const entry = this.isOnline ? this.outbox.next(channelId) : undefined;
    if (!entry) return;
    this.outbox.mark(entry.client_id, 'sending');
    try {
      const { message } = await this.call('chat:send_message', {
        channel_id: channelId,
        type: entry.attachments ? 'file' : 'text',
        ...(entry.attachments ? { attachment_ids: entry.attachments.map((one) => one.id) } : {}),
        content: entry.content,
        client_id: entry.client_id,
      });
      this.tries_.delete(channelId);
      this.stored(channelId, entry, message);
    } catch (thrown) {
      this.unsent(channelId, entry, ChatError.from(thrown));
      return;
    }
    void this.flush(channelId);
  }

  private stored(channelId: Id, entry: OutboxEntry, message: Message): void {
    const tracked = this.tracked_.get(channelId);
    if (tracked) {
      this.deliver(tracked, 'chat:new_message', { channel_id: channelId, seq: message.seq, message } as InChannel);
      // Ahead of a hole: it stays on the screen as it is until the hole is filled.
      if (tracked.sequence.last < message.seq) return;
    }
    this.outbox.remove(entry.client_id);
  }

  private unsent(channelId: Id, entry: OutboxEntry, error: ChatError): void {
    if (isAuthError(error.code)) {
      this.outbox.mark(entry.client_id, 'waiting');
      this.connection_.cutForToken();
    } else if (error.retryable) {
      const tries = this.tries_.get(channelId) ?? 0;
      this.tries_.set(channelId, tries + 1);
      this.outbox.mark(entry.client_id, 'waiting');
      if (this.isOnline) setTimeout(() => void this.flush(channelId), retryDelay(tries, error.retryAfterMs));
    } else {
      this.outbox.mark(entry.client_id, 'failed', error.code);
      void this.flush(channelId);
    }
  }
}

function asEvent(event: Ordered): ConversationEvent {
  return { name: event.name, data: event.data } as unknown as ConversationEvent;
}
