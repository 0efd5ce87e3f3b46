// The desk of one signed-in technician: the queue, their chats, and the connection. Screens read its signals and
// call its methods; it knows nothing of screens.

import { batch, computed, signal, type Signal } from '@preact/signals';
import {
  ChatClient, ChatError, isOver, mergeSession, openStore, Rest, unreadOf,
  type AgentStatus, type ConnectionState, type Conversation, type Id, type Message, type OutboxEntry, type Page, type Person,
  type Session, type Tokens, type User,
} from '../sdk';
import { WaitingList, type Waiting } from './waiting';

export interface OpenChat {
  id: Id;
  conversation: Conversation | undefined;
  session: Session | null;
  entries: OutboxEntry[];
  unread: number;
}

export type Loading = 'loading' | 'ready' | 'error';

const PAGE = 50;
/** Refusals that mean: nobody can take it any more. */
const GONE = new Set(['session_closed', 'not_found', 'invalid_state']);
export const UNDO_MS = 8_000;

export class Desk {
  readonly connection = signal<ConnectionState>({ kind: 'connecting', since: Date.now() });
  readonly loading = signal<Loading>('loading');
  readonly loadedAt = signal(0);
  readonly status = signal<AgentStatus>('online');
  readonly currentId = signal<Id | null>(null);
  readonly endings = signal<ReadonlyMap<Id, number>>(new Map());
  readonly problem = signal('');
  readonly drafts = signal<ReadonlyMap<Id, string>>(new Map());

  readonly waiting = new WaitingList();
  readonly chats = computed<OpenChat[]>(() => this.open_.value.map((id) => this.chat(id).value));
  readonly current = computed<OpenChat | undefined>(() => this.chats.value.find((one) => one.id === this.currentId.value));

  readonly onArrival = new Set<(session: Session) => void>();
  readonly onMessage = new Set<(message: Message) => void>();

  readonly client: ChatClient;
  readonly rest: Rest;
  private readonly store_ = openStore();
  private readonly prefix_: string;
  private readonly open_ = signal<Id[]>([]);
  private readonly chats_ = new Map<Id, Signal<OpenChat>>();
  private readonly sessions_ = new Map<Id, Session>();
  private readonly timers_ = new Set<ReturnType<typeof setTimeout>>();
  private reloadTimer_: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly user: User, tokens: Tokens, url = '') {
    this.prefix_ = `chatd:console:${user.id}:`;
    this.rest = new Rest(url, tokens);
    this.client = new ChatClient({ url, tokens, store: this.store_, outboxPrefix: `${this.prefix_}outbox.` });
    this.drafts.value = this.keptDrafts();
    this.listen();
  }

  get me(): Id {
    return this.user.id;
  }

  get isOnline(): boolean {
    return this.connection.value.kind === 'online';
  }

  now(): number {
    return this.client.now();
  }

  start(): void {
    addEventListener('pagehide', this.leave);
    this.client.connect();
    void this.load();
  }

  close(): void {
    removeEventListener('pagehide', this.leave);
    clearTimeout(this.reloadTimer_);
    for (const timer of this.timers_) clearTimeout(timer);
    this.client.close();
  }

  // The queue

  /** Loads queue and chats; what is shown stays until the answer is there. */
  async load(): Promise<void> {
    try {
      const [pending, mine] = await Promise.all([
        this.rest.call<Page<Session>>('/api/live-chat/agent/sessions?status=pending&limit=200'),
        this.rest.call<Page<Session>>('/api/live-chat/mine?status=active&limit=200'),
      ]);
      batch(() => {
        const fresh = this.waiting.replace(pending.data);
        if (this.loading.value === 'ready') for (const session of fresh) this.tellArrival(session);
        for (const session of mine.data) if (session.status === 'active') this.adopt(session);
        this.currentId.value ??= this.lastOpen();
        this.loading.value = 'ready';
        this.loadedAt.value = Date.now();
      });
    } catch {
      if (this.loading.value !== 'ready') this.loading.value = 'error';
    }
  }

  async accept(id: Id): Promise<void> {
    const waiting = this.waiting.get(id);
    if (!waiting || waiting.state !== 'waiting' || !this.isOnline) return;
    this.waiting.put({ ...waiting, state: 'accepting' });
    try {
      const { session } = await this.client.call('chat:accept', { channel_id: id });
      batch(() => {
        this.waiting.drop(id);
        this.adopt(session);
        this.select(id);
      });
    } catch (thrown) {
      this.notAccepted(waiting, ChatError.from(thrown));
    }
  }

  acceptFirst(): void {
    const first = this.waiting.all.value.find((one) => one.state === 'waiting');
    if (first) void this.accept(first.session.channel_id);
  }

  // My chats

  select(id: Id): void {
    this.currentId.value = id;
    this.store_.set(`${this.prefix_}open`, String(id));
  }

  /** The chat `step` places further along the tabs. */
  move(step: number): void {
    const ids = this.open_.value;
    if (ids.length === 0) return;
    const at = ids.indexOf(this.currentId.value ?? -1);
    this.select(ids[(at + step + ids.length) % ids.length]!);
  }

  nextUnread(): void {
    const ids = this.open_.value;
    const at = ids.indexOf(this.currentId.value ?? -1);
    const unread = [...ids.slice(at + 1), ...ids.slice(0, at + 1)].find((id) => this.chat(id).value.unread > 0);
    if (unread !== undefined) this.select(unread);
  }

  send(id: Id, text: string): void {
    this.client.send(id, text);
    this.setDraft(id, '');
  }

  setDraft(id: Id, text: string): void {
    const key = `${this.prefix_}draft.${id}`;
    const drafts = new Map(this.drafts.value);
    if (text.trim() === '') {
      drafts.delete(id);
      this.store_.remove(key);
    } else {
      drafts.set(id, text);
      this.store_.set(key, text);
    }
    this.drafts.value = drafts;
  }

  seen(id: Id): void {
    const last = this.client.conversation(id)?.messages.at(-1);
    if (last) this.client.seen(id, last.id, this.me);
  }

  async older(id: Id): Promise<void> {
    const conversation = this.client.conversation(id);
    const first = conversation?.messages[0];
    if (!conversation?.hasOlder || !first) return;
    const page = await this.rest.call<Page<Message>>(`/api/live-chat/${id}/messages?before=${first.seq}&limit=${PAGE}`);
    this.client.addOlder(id, page.data, page.data.length >= PAGE);
  }

  /** Ends a chat after a time in which it can be undone; the client is told after that. */
  end(id: Id): void {
    const session = this.chat(id).value.session;
    if (!session || isOver(session) || this.endings.value.has(id)) return;
    const deadline = Date.now() + UNDO_MS;
    this.endings.value = new Map(this.endings.value).set(id, deadline);
    this.after(UNDO_MS, () => {
      if (this.endings.value.get(id) === deadline) void this.endNow(id);
    });
  }

  undoEnd(id: Id): void {
    const endings = new Map(this.endings.value);
    endings.delete(id);
    this.endings.value = endings;
  }

  async endNow(id: Id): Promise<void> {
    if (!this.endings.value.has(id)) return;
    this.endings.value = new Map(this.endings.value).set(id, 0);
    try {
      await this.client.call('chat:end', { channel_id: id });
      this.undoEnd(id);
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (error.code === 'session_closed' || error.code === 'invalid_state') this.undoEnd(id);
      else if (error.retryable) this.after(2_000, () => void this.endNow(id));
      else {
        this.undoEnd(id);
        this.problem.value = error.message;
      }
    }
  }

  /** Takes an ended chat off the desk. */
  dismiss(id: Id): void {
    const ids = this.open_.value;
    const at = ids.indexOf(id);
    batch(() => {
      this.open_.value = ids.filter((one) => one !== id);
      if (this.currentId.value === id) this.currentId.value = ids[at + 1] ?? ids[at - 1] ?? null;
    });
    this.client.unfollow(id);
    this.chats_.delete(id);
    this.sessions_.delete(id);
  }

  async setStatus(status: AgentStatus): Promise<boolean> {
    const before = this.status.value;
    this.status.value = status;
    try {
      await this.client.call('agent:set_status', { status });
      return true;
    } catch {
      this.status.value = before;
      return false;
    }
  }

  private async askStatus(): Promise<void> {
    const told = await this.client.call('agent:status', {}).catch(() => undefined);
    if (told) this.status.value = told.status;
  }

  // Inside: pushes

  private listen(): void {
    const { client } = this;
    client.onState(() => {
      const was = this.connection.value.kind;
      this.connection.value = client.state;
      if (client.state.kind !== 'online' || was === 'online') return;
      void this.load();
      void this.askStatus();
    });
    client.watch((id) => this.refresh(id));
    client.on('chat:new_session', ({ session }) => this.arrived(session));
    client.on('chat:session_assigned', ({ session, agent }) => this.assigned(session, agent ?? session.agent));
    client.on('chat:ended', ({ channel_id }) => this.waiting.drop(channel_id));
    client.on('queue-updated', ({ total }) => {
      if (total !== this.waiting.count.value) this.reloadSoon();
    });
    client.on('agent:status', ({ user_id, status }) => {
      if (user_id === this.me) this.status.value = status;
    });
    client.on('chat:new_message', ({ message }) => {
      if (message.sender.id !== this.me && message.type !== 'system_event') for (const tell of this.onMessage) tell(message);
      this.waiting.preview(message.channel_id, { ...message, sender_id: message.sender.id });
    });
  }

  private arrived(session: Session): void {
    if (session.status !== 'pending' || this.waiting.get(session.channel_id)) return;
    this.waiting.put({ session, state: 'waiting' });
    this.tellArrival(session);
  }

  private tellArrival(session: Session): void {
    for (const tell of this.onArrival) tell(session);
  }

  private assigned(session: Session, agent: Person | null): void {
    const id = session.channel_id;
    const waiting = this.waiting.get(id);
    if (agent?.id === this.me) {
      batch(() => {
        this.waiting.drop(id);
        this.adopt(mergeSession(waiting?.session ?? null, session));
      });
    } else if (waiting?.state === 'accepting') {
      this.waiting.lose(waiting, 'taken', agent?.name);
    } else if (waiting?.state === 'waiting') {
      this.waiting.drop(id);
    }
  }

  private notAccepted(waiting: Waiting, error: ChatError): void {
    const winner = (error.details['agent'] as Person | undefined)?.name;
    if (error.code === 'already_accepted') this.waiting.lose(waiting, 'taken', winner);
    else if (GONE.has(error.code)) this.waiting.lose(waiting, 'gone');
    else {
      this.waiting.put({ ...waiting, state: 'waiting' });
      this.problem.value = error.message;
    }
  }

  private reloadSoon(): void {
    clearTimeout(this.reloadTimer_);
    this.reloadTimer_ = setTimeout(() => void this.load(), 300 + Math.random() * 700);
  }

  // Inside: chats

  private adopt(session: Session): void {
    const id = session.channel_id;
    this.sessions_.set(id, session);
    if (!this.open_.value.includes(id)) this.open_.value = [...this.open_.value, id];
    void this.client.follow(id).catch(() => undefined);
    this.refresh(id);
  }

  private chat(id: Id): Signal<OpenChat> {
    let chat = this.chats_.get(id);
    if (!chat) {
      chat = signal(this.read(id));
      this.chats_.set(id, chat);
    }
    return chat;
  }

  private refresh(id: Id): void {
    if (this.open_.value.includes(id)) this.chat(id).value = this.read(id);
  }

  private read(id: Id): OpenChat {
    const conversation = this.client.conversation(id);
    const known = this.sessions_.get(id) ?? null;
    const session = conversation?.session ? mergeSession(known, conversation.session) : known;
    const unread = conversation ? unreadOf(conversation, this.me).length : 0;
    return { id, conversation, session, entries: this.client.outbox.of(id), unread };
  }

  private lastOpen(): Id | null {
    const kept = Number(this.store_.get(`${this.prefix_}open`));
    return this.open_.value.includes(kept) ? kept : this.open_.value[0] ?? null;
  }

  private keptDrafts(): Map<Id, string> {
    const prefix = `${this.prefix_}draft.`;
    const keys = this.store_.keys().filter((key) => key.startsWith(prefix));
    return new Map(keys.map((key) => [Number(key.slice(prefix.length)), this.store_.get(key) ?? '']));
  }

  private after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers_.delete(timer);
      run();
    }, delayMs);
    this.timers_.add(timer);
  }

  /** The page goes: what was to end, ends now. */
  private readonly leave = (): void => {
    for (const id of this.endings.value.keys()) {
      void this.rest.call(`/api/live-chat/${id}/end`, { method: 'POST', body: {}, keepalive: true }).catch(() => undefined);
    }
  };
}
