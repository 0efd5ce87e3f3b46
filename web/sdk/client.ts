// A connection that keeps the delivery contract: messages leave the outbox when they are stored,
// channels are resumed after every interruption, and their events are applied once each, in order.

import { io, type Socket } from 'socket.io-client';
import { retryDelay } from './backoff';
import {
  applyEvent, applyJoin, applyOlder, emptyConversation, expireTyping, mergeCursors,
  type Conversation, type ConversationEvent,
} from './conversation';
import { ChatError, isAuthError } from './errors';
import { newClientId } from './ids';
import { Outbox, type KeyValueStore, type OutboxEntry } from './outbox';
import { Sequence } from './sequence';
import type { Tokens } from './tokens';
import type { ErrorBody, Id, InChannel, Joined, Message, Pushes, PushName, Requests, ResumedChannel } from './types';

export type ConnectionState =
  | { kind: 'connecting'; since: number }
  | { kind: 'online'; since: number }
  | { kind: 'waiting'; since: number; retryAt: number }
  /** The person has to sign in again. */
  | { kind: 'signed_out' }
  /** Told to go and not to come back by itself. */
  | { kind: 'closed'; code: string };

export interface ClientOptions {
  /** The server's origin; empty means the page's own. */
  url: string;
  tokens: Tokens;
  store: KeyValueStore;
  /** Keys of this person's unsent messages begin with it. */
  outboxPrefix: string;
  configId?: string;
  timeoutMs?: number;
}

type Ordered = { name: PushName; seq: number; data: InChannel };

interface Tracked {
  state: Conversation;
  sequence: Sequence<Ordered>;
  joining: Promise<void> | undefined;
  filling: boolean;
}

const WAKE_MS = 30_000;
const HOLE_MS = 3_000;

export class ChatClient {
  state: ConnectionState = { kind: 'connecting', since: Date.now() };
  readonly outbox: Outbox;

  private readonly socket_: Socket;
  private readonly tracked_ = new Map<Id, Tracked>();
  private readonly listeners_ = new Map<string, Set<(data: never) => void>>();
  private readonly watchers_ = new Set<(channelId: Id) => void>();
  private readonly stateWatchers_ = new Set<() => void>();
  private readonly tries_ = new Map<Id, number>();
  private attempt_ = 0;
  private authTries_ = 0;
  private retryAfterMs_ = 0;
  private timer_: ReturnType<typeof setTimeout> | undefined;
  private typingTimer_: ReturnType<typeof setTimeout> | undefined;
  private token_: string | undefined;
  private staleToken_: string | undefined;
  private fatal_: ErrorBody | undefined;
  private hiddenAt_ = 0;
  private skew_ = 0;
  private wanted_ = false;

  constructor(private readonly options_: ClientOptions) {
    this.outbox = new Outbox(options_.store, options_.outboxPrefix, (id) => this.tell(id));
    this.socket_ = io(options_.url || undefined, {
      autoConnect: false,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      ...(options_.configId ? { query: { configId: options_.configId } } : {}),
    });
    this.socket_.on('connect', () => void this.connected());
    this.socket_.on('disconnect', (reason) => this.disconnected(reason));
    this.socket_.on('connect_error', (error) => this.refused(error as Error & { data?: ErrorBody }));
    this.socket_.onAny((name: PushName, data: unknown) => this.receive(name, data));
  }

  // Connection

  connect(): void {
    if (this.wanted_) return;
    this.wanted_ = true;
    if (typeof window !== 'undefined') {
      window.addEventListener('online', this.wake);
      window.addEventListener('offline', this.lost);
      document.addEventListener('visibilitychange', this.visible);
    }
    void this.open();
  }

  close(): void {
    this.wanted_ = false;
    clearTimeout(this.timer_);
    clearTimeout(this.typingTimer_);
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.wake);
      window.removeEventListener('offline', this.lost);
      document.removeEventListener('visibilitychange', this.visible);
    }
    this.socket_.disconnect();
  }

  /** Tries at once instead of waiting for the next time. */
  retryNow(): void {
    if (this.state.kind === 'waiting') void this.open();
  }

  get isOnline(): boolean {
    return this.state.kind === 'online';
  }

  /** The server's clock, so that waits and ages do not depend on this machine's. */
  now(): number {
    return Date.now() + this.skew_;
  }

  onState(watch: () => void): () => void {
    this.stateWatchers_.add(watch);
    return () => this.stateWatchers_.delete(watch);
  }

  // Requests and pushes

  /** Listens to a push as it arrives; for a channel's durable events prefer `watch`. */
  on<N extends PushName>(name: N, listen: (data: Pushes[N]) => void): () => void {
    const set = this.listeners_.get(name) ?? new Set();
    set.add(listen as (data: never) => void);
    this.listeners_.set(name, set);
    return () => set.delete(listen as (data: never) => void);
  }

  async call<N extends keyof Requests>(name: N, payload: Requests[N][0]): Promise<Requests[N][1]> {
    if (!this.socket_.connected) throw new ChatError({ code: 'unreachable', message: 'not connected', retryable: true });
    let answer: { ok: boolean; error?: ErrorBody };
    try {
      answer = await this.socket_.timeout(this.options_.timeoutMs ?? 10_000).emitWithAck(name, payload);
    } catch {
      throw new ChatError({ code: 'timeout', message: `no answer to ${name}`, retryable: true });
    }
    if (!answer?.ok) throw new ChatError(answer?.error ?? { code: 'internal' });
    return answer as unknown as Requests[N][1];
  }

  // Conversations

  /** Called with a channel's id whenever its conversation or its unsent messages change. */
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
    this.tracked_.delete(channelId);
  }

  /** Puts a page of history before what is held. */
  addOlder(channelId: Id, page: Message[], hasOlder: boolean): void {
    const tracked = this.tracked_.get(channelId);
    if (tracked) this.set(tracked, applyOlder(tracked.state, page, hasOlder));
  }

  send(channelId: Id, content: string): OutboxEntry {
    const entry: OutboxEntry = {
      client_id: newClientId(),
      channel_id: channelId,
      content,
      created_at: new Date(this.now()).toISOString(),
      state: 'waiting',
    };
    this.outbox.add(entry);
    void this.flush(channelId);
    return entry;
  }

  /** Sends a refused message again, as the same message. */
  retry(entry: OutboxEntry): void {
    this.outbox.mark(entry.client_id, 'waiting');
    void this.flush(entry.channel_id);
  }

  typing(channelId: Id, is_typing: boolean): void {
    if (this.isOnline) this.socket_.emit('chat:typing', { channel_id: channelId, is_typing });
  }

  /** Says how far this person has read; shown at once, told when there is a connection. */
  seen(channelId: Id, messageId: Id, me: Id): void {
    const tracked = this.tracked_.get(channelId);
    if (!tracked || (tracked.state.cursors[me] ?? 0) >= messageId) return;
    this.set(tracked, { ...tracked.state, cursors: { ...tracked.state.cursors, [me]: messageId } });
    if (this.isOnline) this.call('chat:seen', { channel_id: channelId, message_id: messageId }).catch(() => {});
  }

  // Opening and losing

  private readonly open = async (): Promise<void> => {
    clearTimeout(this.timer_);
    if (!this.wanted_) return;
    this.setState({ kind: 'connecting', since: Date.now() });
    try {
      this.token_ = await this.options_.tokens.access(this.staleToken_);
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (isAuthError(error.code) || error.status === 400 || error.status === 403) this.setState({ kind: 'signed_out' });
      else this.later(error.retryAfterMs);
      return;
    }
    if (!this.wanted_) return;
    this.fatal_ = undefined;
    const { configId } = this.options_;
    this.socket_.auth = configId ? { token: this.token_, configId } : { token: this.token_ };
    this.socket_.connect();
  };

  private async connected(): Promise<void> {
    this.attempt_ = 0;
    this.retryAfterMs_ = 0;
    this.setState({ kind: 'online', since: Date.now() });
    await this.resumeAll();
    for (const channelId of this.outbox.channels()) void this.flush(channelId);
  }

  private disconnected(reason: string): void {
    this.outbox.rewind();
    for (const tracked of this.tracked_.values()) tracked.joining = undefined;
    if (!this.wanted_) return;
    if (reason !== 'io server disconnect') this.later();
    else this.dismissed(this.fatal_ ?? { code: 'forbidden', message: reason });
  }

  private refused(error: Error & { data?: ErrorBody }): void {
    if (error.data?.code) this.dismissed(error.data);
    else this.later();
  }

  /** The server said why. Some reasons pass, some ask for a new token, some are final. */
  private dismissed(why: ErrorBody): void {
    const error = new ChatError(why);
    if (isAuthError(error.code)) {
      this.staleToken_ = this.token_;
      this.authTries_ += 1;
      if (this.authTries_ > 2) this.setState({ kind: 'signed_out' });
      else void this.open();
    } else if (error.retryable || error.code === 'internal') {
      this.later(error.retryAfterMs);
    } else {
      this.setState({ kind: 'closed', code: error.code });
    }
  }

  private later(retryAfterMs = this.retryAfterMs_): void {
    const delay = retryDelay(this.attempt_++, retryAfterMs);
    this.retryAfterMs_ = 0;
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(this.open, delay);
    this.setState({ kind: 'waiting', since: Date.now(), retryAt: Date.now() + delay });
  }

  private readonly wake = (): void => {
    if (this.state.kind === 'waiting') void this.open();
  };

  private readonly lost = (): void => {
    if (this.socket_.connected) this.socket_.io.engine.close();
  };

  private readonly visible = (): void => {
    if (document.hidden) {
      this.hiddenAt_ = Date.now();
      return;
    }
    if (this.state.kind === 'waiting') void this.open();
    else if (this.isOnline && Date.now() - this.hiddenAt_ > WAKE_MS) void this.resumeAll();
  };

  private setState(next: ConnectionState): void {
    this.state = next;
    for (const watch of this.stateWatchers_) watch();
  }

  // Joining and resuming

  private join(tracked: Tracked): Promise<void> {
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
      if (ChatError.from(thrown).retryable && this.socket_.connected) this.socket_.io.engine.close();
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
    this.control(name, data);
    const inChannel = (data ?? {}) as InChannel;
    const tracked = this.tracked_.get(inChannel.channel_id);
    if (tracked) this.deliver(tracked, name, inChannel);
    for (const listen of this.listeners_.get(name) ?? []) listen(data as never);
  }

  private control(name: PushName, data: unknown): void {
    if (name === 'hello') {
      this.skew_ = Date.parse((data as Pushes['hello']).server_time) - Date.now() || 0;
      this.authTries_ = 0;
    } else if (name === 'server:draining') {
      this.retryAfterMs_ = (data as Pushes['server:draining'])?.retry_after_ms ?? 0;
    } else if (name === 'auth:expiring') {
      void this.renew();
    } else if (name === 'error') {
      this.fatal_ = data as ErrorBody;
    }
  }

  private async renew(): Promise<void> {
    try {
      const token = await this.options_.tokens.access(this.token_);
      await this.call('auth:refresh', { token });
      this.token_ = token;
    } catch {
      // The server will cut the connection, and the way back asks for a token again.
    }
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
    for (const watcher of this.watchers_) watcher(channelId);
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
        type: 'text',
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
      this.staleToken_ = this.token_;
      this.socket_.io.engine.close();
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
