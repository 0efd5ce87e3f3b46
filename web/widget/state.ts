// The widget's state: who the visitor is, which chat is open, and the connection. Screens only read it.

import { computed, signal } from '@preact/signals';
import {
  ChatClient, ChatError, isOver, newClientId, openStore, openVault, refreshAt, request, Tokens, unreadOf,
  type ConnectionState, type Conversation, type Message, type OutboxEntry, type Session, type TokenPair,
} from '../sdk';
import { directionOf, pickLanguage, translator } from '../ui/i18n';
import { storagePrefix, type Host, type Identity } from './host';
import { tables, type Key } from './strings';

export interface FormValues {
  name: string;
  email: string;
  subject: string;
  message: string;
}

export type Screen = 'home' | 'loading' | 'waiting' | 'talking' | 'ended';

const PAGE = 50;
const SUBJECT_LENGTH = 80;
const START_TRIES = 3;

export class WidgetState {
  readonly isOpen = signal(false);
  readonly chatId = signal<number | null>(null);
  readonly conversation = signal<Conversation | undefined>(undefined);
  readonly entries = signal<OutboxEntry[]>([]);
  readonly connection = signal<ConnectionState>({ kind: 'connecting', since: Date.now() });
  readonly starting = signal(false);
  readonly notice = signal('');
  readonly me = signal(0);

  readonly screen = computed<Screen>(() => {
    const conversation = this.conversation.value;
    if (this.chatId.value === null) return 'home';
    if (!conversation?.session) return 'loading';
    if (isOver(conversation.session)) return 'ended';
    return conversation.session.status === 'pending' ? 'waiting' : 'talking';
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

  constructor(readonly host: Host) {
    this.prefix_ = storagePrefix(host.server, host.configId);
    this.tokens_ = new Tokens(this.store_, `${this.prefix_}tokens`, refreshAt(host.server), openVault());
    this.identity_ = host.identity;
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
      this.adopt();
      this.draft('form', '');
    } catch (thrown) {
      const error = ChatError.from(thrown);
      this.notice.value = error.retryable ? this.t('form.error') : this.t('form.refused', { reason: error.message });
    } finally {
      this.starting.value = false;
    }
  }

  send(text: string): void {
    const id = this.chatId.value;
    if (id !== null) this.client().send(id, text);
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
    if (id !== null) this.client().typing(id, on);
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

  retryNow(): void {
    this.client_?.retryNow();
  }

  /** Leaves an ended chat behind. */
  startAnew(): void {
    const id = this.chatId.value;
    if (id !== null) this.client_?.unfollow(id);
    this.store_.remove(`${this.prefix_}chat`);
    this.adopt();
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

  // Inside

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
