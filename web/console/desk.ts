// The desk of one signed-in technician: the queue, their chats, and the connection. Screens read its signals and
// call its methods; it knows nothing of screens. Long because queue, offers and chats change one another: who is offered
// a chat, has it or has left it is decided here, in one place.

import { batch, computed, signal, type Signal } from '@preact/signals';
import {
  ChatClient, ChatError, isOver, mergeSession, newClientId, openStore, Rest, unreadOf,
  type AgentStatus, type ConnectionState, type Conversation, type Id, type Message, type OutboxEntry, type Page, type Person, type Pushes,
  type Requests, type Session, type Tokens, type Transfer, type User,
} from '../sdk';
import { Commands } from './commands';
import { Files } from './files';
import { OfferList } from './offers';
import { Later } from './backlog';
import { WaitingList, type Waiting } from './waiting';

export interface OpenChat {
  id: Id;
  conversation: Conversation | undefined;
  session: Session | null;
  entries: OutboxEntry[];
  /** The technicians' notes to it, and those on their way. */
  notes: Conversation | undefined;
  noteEntries: OutboxEntry[];
  unread: number;
  /** I am in it no more: somebody else has it, or it waits. */
  left: boolean;
  /** It is being handed over, or was. */
  transfer: Transfer | null;
}

export type Loading = 'loading' | 'ready' | 'error';

export type Mode = 'reply' | 'note';

const PAGE = 50;
/** How often the order of those who wait is asked for, who move up as they wait. */
const ORDER_EVERY_MS = 60_000;
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

  /** Until when I do not want to hear of somebody who waits, by chat. */
  readonly snoozes = signal<ReadonlyMap<Id, number>>(new Map());

  readonly later: Later;
  readonly commands: Commands;
  readonly files: Files;
  readonly offers = new OfferList();
  readonly waiting = new WaitingList((session) => this.isElsewhere(session));
  /** How many wait for an answer of mine: offered to me, or to whoever takes them. */
  readonly calls = computed(() => this.offers.open.value.length + this.waiting.count.value);
  readonly chats = computed<OpenChat[]>(() => this.open_.value.map((id) => this.chat(id).value));
  readonly current = computed<OpenChat | undefined>(() => this.chats.value.find((one) => one.id === this.currentId.value));

  readonly onArrival = new Set<(session: Session) => void>();
  readonly onOffer = new Set<(session: Session) => void>();
  readonly onInvite = new Set<(session: Session, by: Person | null) => void>();
  readonly onTransfer = new Set<(transfer: Transfer) => void>();
  readonly onMessage = new Set<(message: Message) => void>();

  readonly client: ChatClient;
  readonly rest: Rest;
  private readonly store_ = openStore();
  private readonly prefix_: string;
  private readonly open_ = signal<Id[]>([]);
  private readonly chats_ = new Map<Id, Signal<OpenChat>>();
  private readonly sessions_ = new Map<Id, Session>();
  private readonly transfers_ = new Map<Id, Transfer>();
  private readonly timers_ = new Set<ReturnType<typeof setTimeout>>();
  private orderTimer_: ReturnType<typeof setInterval> | undefined;
  private reloadTimer_: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly user: User, tokens: Tokens, url = '') {
    this.prefix_ = `chatd:console:${user.id}:`;
    this.rest = new Rest(url, tokens);
    this.client = new ChatClient({ url, tokens, store: this.store_, outboxPrefix: `${this.prefix_}outbox.` });
    this.later = new Later(this.client, this.rest);
    this.commands = new Commands(this.rest);
    this.files = new Files(tokens, this.store_, `${this.prefix_}files.`);
    this.drafts.value = this.keptDrafts();
    this.snoozes.value = this.keptSnoozes();
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
    this.orderTimer_ = setInterval(() => {
      if (this.isOnline && this.waiting.count.value > 1) void this.load();
    }, ORDER_EVERY_MS);
    void this.load();
  }

  close(): void {
    removeEventListener('pagehide', this.leave);
    clearTimeout(this.reloadTimer_);
    clearInterval(this.orderTimer_);
    for (const timer of this.timers_) clearTimeout(timer);
    this.client.close();
  }

  // The queue

  /** Loads queue and chats; what is shown stays until the answer is there. */
  async load(): Promise<void> {
    try {
      const [pending, mine] = await Promise.all([
        this.rest.call<Page<Session>>('/api/live-chat/agent/sessions?status=pending&sort=priority&limit=200'),
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
    const offer = this.offers.open.value[0];
    if (offer) return void this.acceptOffer(offer.session.channel_id);
    const first = this.waiting.all.value.find((one) => one.state === 'waiting');
    if (first) void this.accept(first.session.channel_id);
  }

  // What is offered to me alone

  async acceptOffer(id: Id): Promise<void> {
    const offer = this.offers.get(id);
    if (offer?.state !== 'offered' || !this.isOnline) return;
    this.offers.change(id, offer.id, { state: 'accepting' });
    try {
      const { session } = await this.client.call('chat:accept', { channel_id: id, offer_id: offer.id });
      batch(() => {
        this.offers.drop(id);
        this.waiting.drop(id);
        this.adopt(session);
        this.select(id);
      });
    } catch (thrown) {
      const error = ChatError.from(thrown);
      const winner = (error.details['agent'] as Person | undefined)?.name;
      if (error.code === 'already_accepted') this.offers.lose(id, offer.id, 'taken', winner);
      else if (error.code === 'offer_expired' || GONE.has(error.code)) this.offers.lose(id, offer.id, 'over');
      else {
        this.offers.change(id, offer.id, { state: 'offered' });
        this.problem.value = error.message;
      }
    }
  }

  /** Leaves an offer to the next one. */
  async pass(id: Id): Promise<void> {
    const offer = this.offers.get(id);
    if (offer?.state !== 'offered' || !this.isOnline) return;
    this.offers.change(id, offer.id, { state: 'passing' });
    try {
      await this.client.call('chat:decline', { channel_id: id, offer_id: offer.id, client_id: newClientId() });
      this.offers.drop(id, offer.id);
    } catch (thrown) {
      this.notPassed(id, offer.id, ChatError.from(thrown));
    }
  }

  passFirst(): void {
    const first = this.offers.open.value[0];
    if (first) void this.pass(first.session.channel_id);
  }

  /** Does not ring for a while, on any of my devices; an offer of it goes to the next one. */
  async snooze(id: Id, minutes: number): Promise<void> {
    const offer = this.offers.get(id);
    if (offer) this.offers.change(id, offer.id, { state: 'passing' });
    try {
      const { ends_at } = await this.client.call('chat:snooze', { channel_id: id, minutes, client_id: newClientId() });
      this.keepSnooze(id, Date.parse(ends_at));
      this.offers.drop(id, offer?.id);
      this.reloadSoon();
    } catch (thrown) {
      this.notPassed(id, offer?.id, ChatError.from(thrown));
    }
  }

  /** Whether I want to hear of it now. */
  isSnoozed(id: Id): boolean {
    return (this.snoozes.value.get(id) ?? 0) > this.now();
  }

  private notPassed(id: Id, offerId: string | undefined, error: ChatError): void {
    if (error.code === 'offer_expired' || GONE.has(error.code)) return this.offers.drop(id, offerId);
    if (offerId) this.offers.change(id, offerId, { state: 'offered' });
    this.problem.value = error.message;
  }

  // My chats

  select(id: Id): void {
    this.later.show('now');
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

  /** To the client, or to the colleagues alone; with the files that have arrived for it. */
  send(chat: OpenChat, mode: Mode, text: string): void {
    const channel = this.channelOf(chat, mode);
    if (channel === undefined) return;
    this.client.send(channel, text, this.files.take(channel));
    this.setDraft(channel, '');
  }

  typing(chat: OpenChat, mode: Mode, on: boolean): void {
    const channel = this.channelOf(chat, mode);
    if (channel !== undefined) this.client.typing(channel, on);
  }

  /** Where it goes, and by what its draft is kept: notes have a channel of their own. */
  channelOf(chat: OpenChat, mode: Mode): Id | undefined {
    return mode === 'reply' ? chat.id : chat.notes?.channelId;
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
    for (const conversation of [this.client.conversation(id), this.client.backstage(id)]) {
      const last = conversation?.messages.at(-1);
      if (last) this.client.seen(last.channel_id, last.id, this.me);
    }
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

  /** Hands a chat over; throws what the server refuses. */
  async transfer(request: Requests['chat:transfer']): Promise<void> {
    const { transfer } = await this.client.call('chat:transfer', request);
    this.transfers_.set(request.channel_id, transfer);
    this.refresh(request.channel_id);
  }

  async invite(request: Requests['chat:invite']): Promise<void> {
    await this.client.call('chat:invite', request);
  }

  /** What stands behind a slash; throws what the server refuses. */
  async command(id: Id, command: string, args: string, client_id: string): Promise<void> {
    const told = await this.client.call('chat:command', { channel_id: id, command, args, client_id });
    const message = told.message ?? (told.result as { message?: Message } | null)?.message;
    if (message) this.client.posted(message);
  }

  /** Sends an article of the knowledge base, with a word to it or without. */
  async share(chat: OpenChat, mode: Mode, kb_article_id: Id, content: string, client_id: string): Promise<void> {
    const channel_id = this.channelOf(chat, mode) ?? chat.id;
    const { message } = await this.client.call('chat:send_message', { channel_id, type: 'kb_article', kb_article_id, client_id, ...(content === '' ? {} : { content }) });
    this.client.posted(message);
  }

  async leaveChat(id: Id): Promise<void> {
    await this.client.call('chat:leave', { channel_id: id, client_id: newClientId() });
    this.dismiss(id);
    this.reloadSoon();
  }

  /** What was begun and not sent, by its name. */
  kept(name: string, value?: string): string {
    const key = `${this.prefix_}kept.${name}`;
    if (value === undefined) return this.store_.get(key) ?? '';
    if (value === '') this.store_.remove(key);
    else this.store_.set(key, value);
    return value;
  }

  /** Takes a chat off the desk. */
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
    this.transfers_.delete(id);
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
      if (client.state.kind !== 'online') this.offers.clear();
      if (client.state.kind !== 'online' || was === 'online') return;
      void this.load();
      this.later.load();
      void this.askStatus();
    });
    client.watch((id) => this.refresh(id));
    client.on('chat:new_session', ({ session }) => this.arrived(session));
    client.on('chat:session_assigned', ({ session, agent }) => this.assigned(session, agent ?? session.agent));
    client.on('chat:offer', (offered) => this.offered(offered));
    client.on('chat:offer_withdrawn', ({ channel_id, offer_id, reason }) => {
      if (reason === 'taken' || reason === 'gone') this.offers.lose(channel_id, offer_id, 'over');
      else this.offers.drop(channel_id, offer_id);
      this.reloadSoon();
    });
    client.on('chat:transferred', ({ transfer }) => {
      if (transfer.from.id === this.me || transfer.to?.id === this.me) for (const tell of this.onTransfer) tell(transfer);
      this.reloadSoon();
    });
    client.on('chat:participant_joined', ({ session, user, by }) => {
      if (user.id !== this.me || this.open_.value.includes(session.channel_id)) return;
      this.adopt(session);
      if (by && by.id !== this.me) for (const tell of this.onInvite) tell(session, by);
    });
    for (const over of ['chat:ended', 'chat:abandoned', 'chat:callback_requested'] as const) client.on(over, ({ channel_id }) => this.waiting.drop(channel_id));
    client.on('queue-updated', ({ total }) => {
      if (total !== this.waiting.size) this.reloadSoon();
    });
    client.on('agent:status', ({ user_id, status }) => {
      if (user_id === this.me) this.status.value = status;
    });
    client.on('chat:new_message', ({ message }) => {
      if (message.sender.id !== this.me && message.type !== 'system_event') for (const tell of this.onMessage) tell(message);
      if (message.visibility === 'all') this.waiting.preview(message.channel_id, { ...message, sender_id: message.sender.id });
    });
  }

  private arrived(session: Session): void {
    if (!session.queued) return;
    const known = this.waiting.get(session.channel_id);
    this.waiting.put({ state: 'waiting', ...known, session });
    this.reloadSoon();
    if (!known) this.tellArrival(session);
  }

  private tellArrival(session: Session): void {
    if (this.isElsewhere(session) || this.isSnoozed(session.channel_id)) return;
    for (const tell of this.onArrival) tell(session);
  }

  private offered({ channel_id, offer_id, expires_at, session }: Pushes['chat:offer']): void {
    const expiresAt = Date.parse(expires_at);
    const lasts = expiresAt - this.now();
    if (lasts <= 0 || this.offers.get(channel_id)?.id === offer_id) return;
    this.offers.put({ id: offer_id, session, expiresAt, lasts, state: 'offered' });
    for (const tell of this.onOffer) tell(session);
    // The server withdraws it; this is for when that word is lost.
    this.after(lasts + 2_000, () => {
      if (this.offers.get(channel_id)?.state === 'offered') this.offers.drop(channel_id, offer_id);
    });
    if (session.status === 'active') void this.askTransfer(channel_id).then((transfer) => transfer && this.offers.change(channel_id, offer_id, { transfer }));
  }

  /** Who hands the chat over just now, and why. */
  private async askTransfer(id: Id): Promise<Transfer | undefined> {
    const told = await this.client.call('chat:transfers', { channel_id: id }).catch(() => undefined);
    return told?.data.findLast((one) => one.state === 'pending');
  }

  private isElsewhere(session: Session): boolean {
    const id = session.channel_id;
    const offer = this.offers.get(id);
    if (offer && offer.state !== 'over' && offer.state !== 'taken') return true;
    return this.open_.value.includes(id) && !this.chat(id).value.left;
  }

  private assigned(session: Session, agent: Person | null): void {
    const id = session.channel_id;
    const waiting = this.waiting.get(id);
    if (agent?.id === this.me) {
      batch(() => {
        this.waiting.drop(id);
        this.offers.drop(id);
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
    if (this.open_.value.includes(id) && this.chat(id).value.left) this.client.unfollow(id);
    if (!this.open_.value.includes(id)) this.open_.value = [...this.open_.value, id];
    void this.client.follow(id).catch(() => undefined);
    this.refresh(id);
    if (session.queued && session.agent_id === this.me) void this.findTransfer(id);
  }

  private async findTransfer(id: Id): Promise<void> {
    const transfer = await this.askTransfer(id);
    if (!transfer) return;
    this.transfers_.set(id, transfer);
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
    const notes = this.client.backstage(id);
    const unread = [conversation, notes].reduce((sum, one) => sum + (one ? unreadOf(one, this.me).length : 0), 0);
    const left = Boolean(conversation?.loaded && !conversation.participants.some((one) => one.id === this.me) && !isOver(session));
    const heard = conversation?.transfer ?? null;
    const asked = this.transfers_.get(id) ?? null;
    const transfer = heard && (!asked || heard.id >= asked.id) ? { ...heard, note: heard.note ?? (asked?.id === heard.id ? asked.note : null) } : session?.queued ? asked : null;
    const { outbox } = this.client;
    return { id, conversation, session, entries: outbox.of(id), notes, noteEntries: notes ? outbox.of(notes.channelId) : [], unread, left, transfer };
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

  private keepSnooze(id: Id, endsAt: number): void {
    this.store_.set(`${this.prefix_}snooze.${id}`, String(endsAt));
    this.snoozes.value = new Map(this.snoozes.value).set(id, endsAt);
  }

  private keptSnoozes(): Map<Id, number> {
    const prefix = `${this.prefix_}snooze.`;
    const snoozes = new Map<Id, number>();
    for (const key of this.store_.keys().filter((one) => one.startsWith(prefix))) {
      const endsAt = Number(this.store_.get(key));
      if (endsAt > Date.now()) snoozes.set(Number(key.slice(prefix.length)), endsAt);
      else this.store_.remove(key);
    }
    return snoozes;
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
