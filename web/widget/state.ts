// The widget's state: who the visitor is, which chat is open, and the connection. Screens only read it. Long because
// one visitor has one chat, and every step of it, from the form to the rating, is a method here.

import { computed, signal } from '@preact/signals';
import {
  ChatClient, ChatError, isOver, newClientId, openStore, openVault, refreshAt, request, Tokens, unreadOf,
  type ConnectionState, type Conversation, type Message, type OutboxEntry, type Session, type TokenPair,
} from '../sdk';
import { directionOf, pickLanguage, translator } from '../ui/i18n';
import { personOf, systemText } from '../ui/system';
import { readHours, storagePrefix, type Host, type Hours, type Identity } from './host';
import { tables, type Key } from './strings';

export interface FormValues {
  name: string;
  email: string;
  subject: string;
  message: string;
  /** To be called back, where nobody answers now. */
  phone: string;
}

/** How somebody wants to be called. `at` is the browser's local time, as its field has it. */
export interface CallbackValues {
  phone: string;
  at: string;
  note: string;
}

/** A refusal in words, and of which field it is. */
export interface Refused {
  text: string;
  fields: Partial<Record<keyof CallbackValues, true>>;
}

export type Screen = 'home' | 'loading' | 'waiting' | 'talking' | 'callback' | 'ended';

const PAGE = 50;
const SUBJECT_LENGTH = 80;
const START_TRIES = 3;
/** After that, whether the office is open is asked anew when the panel is opened. */
const HOURS_OLD_MS = 5 * 60_000;
const RATE_WITHIN_MS = 7 * 24 * 3_600_000;

export class WidgetState {
  readonly isOpen = signal(false);
  readonly chatId = signal<number | null>(null);
  readonly conversation = signal<Conversation | undefined>(undefined);
  readonly entries = signal<OutboxEntry[]>([]);
  readonly connection = signal<ConnectionState>({ kind: 'connecting', since: Date.now() });
  readonly starting = signal(false);
  readonly notice = signal('');
  readonly me = signal(0);
  readonly hours: { value: Hours };
  /** The form for a callback is open; with what was refused of it. */
  readonly asking = signal<false | { refused: Refused | null }>(false);
  /** What the visitor gave the chat, or that they would rather not, by what this browser knows. */
  readonly rated = signal<{ score: number; comment: string } | 'skipped' | null>(null);

  readonly screen = computed<Screen>(() => {
    const conversation = this.conversation.value;
    if (this.chatId.value === null) return 'home';
    if (!conversation?.session) return 'loading';
    if (conversation.session.status === 'callback') return 'callback';
    if (isOver(conversation.session)) return 'ended';
    return conversation.session.status === 'pending' ? 'waiting' : 'talking';
  });
  /** Nobody has come: the visitor is asked what suits them. */
  readonly isAsked = computed(() => this.screen.value === 'waiting' && Boolean(this.conversation.value?.session?.no_answer_at));
  /** Somebody has answered this chat, and it can still be remembered. */
  readonly canRate = computed(() => {
    const session = this.conversation.value?.session;
    if (this.screen.value !== 'ended' || !session?.agent_id || session.status !== 'closed') return false;
    return this.now() - Date.parse(session.ended_at ?? session.created_at) < RATE_WITHIN_MS;
  });
  /** Writing into it goes on with it; unless the server has said that it is too late. */
  readonly canReopen = computed(() => {
    const status = this.conversation.value?.session?.status;
    return (status === 'closed' || status === 'abandoned') && !this.entries.value.some((one) => one.error === 'session_closed');
  });
  readonly unread = computed<Message[]>(() => {
    const conversation = this.conversation.value;
    return conversation ? unreadOf(conversation, this.me.value) : [];
  });

  readonly language: keyof typeof tables;
  readonly direction: 'ltr' | 'rtl';
  readonly t: (key: Key, params?: Record<string, string | number>) => string;

  private readonly store_ = openStore();
  private readonly prefix_: string;
  private readonly tokens_: Tokens;
  private client_: ChatClient | undefined;
  private identity_: Identity;
  private hoursAt_ = Date.now();
  private asked_ = { of: '', key: '' };

  constructor(readonly host: Host) {
    this.prefix_ = storagePrefix(host.server, host.configId);
    this.tokens_ = new Tokens(this.store_, `${this.prefix_}tokens`, refreshAt(host.server), openVault());
    this.identity_ = host.identity;
    this.hours = signal<Hours>(host.config);
    this.language = pickLanguage(host.languages, Object.keys(tables) as (keyof typeof tables)[]);
    this.direction = directionOf(this.language);
    this.t = translator(tables[this.language], this.language);
    addEventListener('storage', (event) => {
      if (event.key === `${this.prefix_}chat`) this.adopt();
    });
    this.adopt();
  }

  get title(): string {
    return this.host.config.title;
  }

  /** What the visitor need not be asked again. */
  get known(): Identity {
    const user = this.tokens_.user;
    return { name: this.identity_.name ?? user?.name ?? '', email: this.identity_.email ?? user?.email ?? '' };
  }

  now(): number {
    return this.client_?.now() ?? Date.now();
  }

  // The chat

  async start(values: FormValues): Promise<void> {
    this.starting.value = true;
    this.notice.value = '';
    try {
      if (!this.tokens_.user) await this.register(values);
      const session = await this.open(this.client(), values);
      this.store_.set(`${this.prefix_}chat`, String(session.channel_id));
      if (values.phone !== '' && session.status === 'callback') {
        this.draft('callback', JSON.stringify({ phone: values.phone, at: '', note: '' }));
        const refused = await this.requestCallback({ phone: values.phone, at: '', note: '' }, session.channel_id);
        if (refused) this.asking.value = { refused };
      }
      this.adopt();
      this.draft('form', '');
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (error.details['reason'] === 'outside_hours') return this.closedNow(error);
      this.notice.value = error.retryable ? this.t('form.error') : this.t('form.refused', { reason: error.message });
    } finally {
      this.starting.value = false;
    }
  }

  send(text: string): void {
    const id = this.chatId.value;
    if (id !== null) this.client().send(id, text);
  }

  // Nobody has come

  keepWaiting(): Promise<string> {
    return this.choose(async (channel_id) => this.client().learn((await this.client().call('chat:keep_waiting', { channel_id })).session));
  }

  /** Leaves what was written for somebody to read later. */
  abandon(): Promise<string> {
    return this.choose((channel_id) => this.client().call('chat:abandon', { channel_id, client_id: newClientId() }));
  }

  async requestCallback(values: CallbackValues, id = this.chatId.value): Promise<Refused | null> {
    if (id === null) return null;
    const wanted = { channel_id: id, phone: values.phone.trim(), ...(values.at ? { preferred_at: new Date(values.at).toISOString() } : {}), ...(values.note.trim() ? { note: values.note.trim() } : {}) };
    try {
      const { session } = await this.client().call('chat:request_callback', { ...wanted, client_id: this.keyOf(wanted) });
      this.client().learn(session);
      this.asking.value = false;
      return null;
    } catch (thrown) {
      return this.refusedCallback(ChatError.from(thrown));
    }
  }

  /** As it was asked for here: the server does not tell it back to a visitor. */
  get callback(): CallbackValues {
    try {
      return { phone: '', at: '', note: '', ...JSON.parse(this.draft('callback')) as Partial<CallbackValues> };
    } catch {
      return { phone: '', at: '', note: '' };
    }
  }

  // It is over

  async rate(score: number, comment: string): Promise<string> {
    return this.choose(async (channel_id) => {
      const wanted = { channel_id, score, ...(comment.trim() ? { comment: comment.trim() } : {}) };
      await this.client().call('chat:rate', { ...wanted, client_id: this.keyOf(wanted) });
      this.keepRating({ score, comment: comment.trim() });
    });
  }

  skipRating(): void {
    this.keepRating('skipped');
  }

  retry(entry: OutboxEntry): void {
    this.client().retry(entry);
  }

  discard(entry: OutboxEntry): void {
    this.client().outbox.remove(entry.client_id);
  }

  react(messageId: number, emoji: string, remove: boolean): void {
    void this.client().react(messageId, emoji, remove).catch(() => undefined);
  }

  typing(on: boolean): void {
    const id = this.chatId.value;
    const screen = this.screen.peek();
    if (id !== null && (screen === 'waiting' || screen === 'talking')) this.client().typing(id, on);
  }

  seen(): void {
    const last = this.conversation.peek()?.messages.at(-1);
    if (last) this.client().seen(last.channel_id, last.id, this.me.peek());
  }

  async end(): Promise<void> {
    const id = this.chatId.value;
    if (id !== null) await this.client().call('chat:end', { channel_id: id }).catch(() => undefined);
  }

  async older(): Promise<void> {
    const conversation = this.conversation.peek();
    const first = conversation?.messages[0];
    if (!conversation?.hasOlder || !first) return;
    const token = await this.tokens_.access();
    const url = `${this.host.server}/api/live-chat/${conversation.channelId}/messages?before=${first.seq}&limit=${PAGE}`;
    const { data } = await request<{ data: Message[] }>(url, { token });
    this.client().addOlder(conversation.channelId, data, data.length >= PAGE);
  }

  /** Whether the office is open now, if that was asked long ago or has changed since. */
  async askHours(): Promise<void> {
    const { nextOpenAt, closesAt } = this.hours.value;
    const due = [nextOpenAt, closesAt].some((at) => at && Date.parse(at) <= Date.now());
    if (!due && Date.now() - this.hoursAt_ < HOURS_OLD_MS) return;
    const url = `${this.host.server}/api/widget/${encodeURIComponent(this.host.configId)}`;
    const told = await request<unknown>(url).catch(() => undefined);
    if (!told) return;
    this.hoursAt_ = Date.now();
    this.hours.value = readHours(told);
  }

  retryNow(): void {
    this.client_?.retryNow();
  }

  /** Leaves an ended chat behind. */
  startAnew(): void {
    const id = this.chatId.value;
    if (id !== null) this.client_?.unfollow(id);
    this.store_.remove(`${this.prefix_}chat`);
    this.draft('callback', '');
    this.asking.value = false;
    this.adopt();
    void this.askHours();
  }

  identify(identity: Identity): void {
    this.identity_ = identity;
  }

  /** Forgets this visitor and their chat in this browser. */
  reset(): void {
    this.client_?.close();
    this.client_ = undefined;
    this.tokens_.forget();
    this.identity_ = {};
    this.startAnew();
  }

  /** Reads or keeps what is being written. */
  draft(name: string, value?: string): string {
    const key = `${this.prefix_}draft.${name}`;
    if (value === undefined) return this.store_.get(key) ?? '';
    if (value === '') this.store_.remove(key);
    else this.store_.set(key, value);
    return value;
  }

  /** What a change says to the visitor, who is spoken to where it is their own doing. */
  systemText(message: Pick<Message, 'system' | 'content'>): string {
    const own = `own.${message.system?.code}`;
    return personOf(message)?.id === this.me.peek() && own in tables.en ? this.t(own as Key) : systemText(message, this.t);
  }

  // Inside

  private async choose(run: (id: number) => Promise<unknown>): Promise<string> {
    const id = this.chatId.value;
    if (id === null) return '';
    try {
      await run(id);
      return '';
    } catch (thrown) {
      const error = ChatError.from(thrown);
      return error.retryable ? this.t('refused.unreachable') : this.t('refused.other', { reason: error.message });
    }
  }

  /** One key for one thing asked, however often it is asked. */
  private keyOf(wanted: object): string {
    const of = JSON.stringify(wanted);
    if (this.asked_.of !== of) this.asked_ = { of, key: newClientId() };
    return this.asked_.key;
  }

  private refusedCallback(error: ChatError): Refused {
    const names: Record<string, keyof CallbackValues> = { phone: 'phone', preferred_at: 'at', note: 'note' };
    const fields: Refused['fields'] = {};
    for (const { field } of error.fields) if (names[field]) fields[names[field]] = true;
    const text = fields.phone ? this.t('callback.bad_phone') : fields.at ? this.t('callback.past')
      : error.retryable ? this.t('refused.unreachable') : this.t('refused.other', { reason: error.message });
    return { text, fields };
  }

  /** The office has shut since the page was loaded. */
  private closedNow(error: ChatError): void {
    const next = error.details['next_open_at'];
    this.hours.value = { ...this.hours.value, open: false, after: 'refuse', nextOpenAt: typeof next === 'string' ? next : null };
  }

  private keepRating(rated: NonNullable<WidgetState['rated']['value']>): void {
    this.store_.set(`${this.prefix_}rated`, JSON.stringify({ id: this.chatId.value, rated }));
    this.rated.value = rated;
  }

  private keptRating(id: number | null): WidgetState['rated']['value'] {
    try {
      const kept = JSON.parse(this.store_.get(`${this.prefix_}rated`) ?? '') as { id: number; rated: WidgetState['rated']['value'] };
      return kept.id === id ? kept.rated : null;
    } catch {
      return null;
    }
  }

  private async register(values: FormValues): Promise<void> {
    const given = { name: values.name, email: values.email, ...this.identity_ };
    const body = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
    const url = `${this.host.server}/api/widget/${encodeURIComponent(this.host.configId)}/visitors`;
    await this.tokens_.keep(await request<TokenPair>(url, { method: 'POST', body }));
  }

  /** Starting twice gives the same chat, and the same key stores its first message once: so a lost answer is asked for again. */
  private async open(client: ChatClient, values: FormValues): Promise<Session> {
    const subject = values.subject || values.message.split('\n', 1)[0]!.slice(0, SUBJECT_LENGTH);
    const metadata = { page: location.href.split(/[?#]/, 1)[0]!, title: document.title, language: navigator.language, time_zone: zone() };
    const start = {
      subject, metadata, config_id: this.host.configId, source: 'widget' as const, message: values.message, client_id: newClientId(),
    };
    for (let tries = 1; ; tries++) {
      await online(client);
      try {
        return (await client.call('chat:start', start)).session;
      } catch (thrown) {
        if (tries === START_TRIES || !ChatError.from(thrown).retryable) throw thrown;
      }
    }
  }

  private client(): ChatClient {
    if (this.client_) return this.client_;
    this.me.value = this.tokens_.user?.id ?? 0;
    const { server, configId } = this.host;
    const client = new ChatClient({
      url: server,
      configId,
      tokens: this.tokens_,
      store: this.store_,
      outboxPrefix: `${this.prefix_}outbox.`,
    });
    client.watch((id) => {
      if (id === this.chatId.peek()) this.read();
    });
    client.onState(() => {
      this.connection.value = client.state;
      if (client.state.kind === 'signed_out') this.lost();
    });
    this.client_ = client;
    client.connect();
    return client;
  }

  /** Takes over the chat that storage names: after a reload, or when another tab began or left one. */
  private adopt(): void {
    const kept = this.tokens_.user ? Number(this.store_.get(`${this.prefix_}chat`)) || null : null;
    this.chatId.value = kept;
    this.rated.value = this.keptRating(kept);
    this.conversation.value = undefined;
    this.entries.value = [];
    if (kept === null) return;
    void this.client().follow(kept).catch(() => undefined);
    this.read();
  }

  private read(): void {
    const id = this.chatId.peek();
    if (id === null) return;
    const conversation = this.client_?.conversation(id);
    if (conversation?.gone) {
      this.startAnew();
      this.notice.value = this.t('form.ended_elsewhere');
      return;
    }
    this.conversation.value = conversation;
    this.entries.value = this.client_?.outbox.of(id) ?? [];
    const heard = conversation?.session?.rating;
    if (heard) this.rated.value = { score: heard.score, comment: heard.comment ?? '' };
  }

  private lost(): void {
    this.reset();
    this.notice.value = this.t('form.ended_elsewhere');
  }
}

function online(client: ChatClient): Promise<void> {
  if (client.isOnline) return Promise.resolve();
  client.retryNow();
  return new Promise((done, failed) => {
    const late = setTimeout(() => finish(new ChatError({ code: 'unreachable' })), 10_000);
    const stop = client.onState(() => {
      if (client.isOnline) finish();
      else if (client.state.kind === 'closed') finish(new ChatError({ code: client.state.code }));
    });
    const finish = (error?: ChatError) => {
      clearTimeout(late);
      stop();
      if (error) failed(error);
      else done();
    };
  });
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
