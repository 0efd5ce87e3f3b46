// What nobody answers just now: clients who asked to be called or left before an answer, and what has been dealt with.

import { computed, signal } from '@preact/signals';
import { ChatError, newClientId, type ChatClient, type Id, type Message, type Note, type Page, type Rest, type Session } from '../sdk';

export type View = 'now' | 'left' | 'past';
type Status = 'callback' | 'abandoned';

const PAGE = 50;

/** A list that is loaded page by page; what is shown stays until the answer is there. */
export class Pages {
  readonly all = signal<Session[]>([]);
  readonly state = signal<'loading' | 'ready' | 'error'>('loading');
  readonly hasMore = signal(false);
  private cursor_: string | number | null = null;
  private asked_ = 0;
  /** What was heard while an answer was on its way, which may be older: that counts; null is gone. */
  private readonly heard_ = new Map<Id, Session | null>();

  constructor(private readonly rest_: Rest, private readonly query_: () => string) {}

  async load(more = false): Promise<void> {
    const asked = ++this.asked_;
    this.heard_.clear();
    const after = more && this.cursor_ !== null ? `&cursor=${encodeURIComponent(this.cursor_)}` : '';
    try {
      const page = await this.rest_.call<Page<Session>>(`/api/live-chat/agent/sessions?${this.query_()}&limit=${PAGE}${after}`);
      // A later question has been asked meanwhile.
      if (asked !== this.asked_) return;
      this.cursor_ = page.next_cursor;
      this.hasMore.value = page.next_cursor !== null;
      const heard = [...this.heard_];
      this.all.value = more ? [...this.all.value.filter((one) => !page.data.some((other) => other.channel_id === one.channel_id)), ...page.data] : page.data;
      for (const [id, session] of heard) {
        if (session) this.put(session);
        else this.drop(id);
      }
      this.state.value = 'ready';
    } catch {
      if (asked === this.asked_) this.state.value = 'error';
    }
  }

  put(session: Session): void {
    this.heard_.set(session.channel_id, session);
    const known = this.all.value.some((one) => one.channel_id === session.channel_id);
    this.all.value = known ? this.all.value.map((one) => (one.channel_id === session.channel_id ? session : one)) : [...this.all.value, session];
  }

  drop(id: Id): void {
    this.heard_.set(id, null);
    if (this.all.value.some((one) => one.channel_id === id)) this.all.value = this.all.value.filter((one) => one.channel_id !== id);
  }
}

export class Later {
  readonly view = signal<View>('now');
  readonly search = signal('');
  readonly current = signal<Session | null>(null);
  readonly left: Record<Status, Pages>;
  readonly past: Pages;
  readonly count = computed(() => this.left.callback.all.value.length + this.left.abandoned.all.value.length);
  readonly hasMore = computed(() => this.left.callback.hasMore.value || this.left.abandoned.hasMore.value);
  /** Rises with each change of notes that was heard of. */
  readonly noted = signal(0);
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client_: ChatClient, private readonly rest_: Rest) {
    this.left = {
      callback: new Pages(rest_, () => 'status=callback&sort=oldest'),
      abandoned: new Pages(rest_, () => 'status=abandoned&sort=oldest'),
    };
    this.past = new Pages(rest_, () => `status=completed,closed&sort=newest${this.search.value.trim() ? `&q=${encodeURIComponent(this.search.value.trim())}` : ''}`);
    for (const name of ['chat:callback_requested', 'chat:abandoned', 'chat:completed', 'chat:new_session', 'chat:session_assigned'] as const) {
      client_.on(name, ({ session }) => this.told(session));
    }
  }

  load(): void {
    void this.left.callback.load();
    void this.left.abandoned.load();
    if (this.view.value === 'past') void this.past.load();
  }

  show(view: View): void {
    if (view === this.view.value) return;
    this.view.value = view;
    this.current.value = null;
    if (view === 'past') void this.past.load();
  }

  find(text: string): void {
    this.search.value = text;
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => void this.past.load(), 250);
  }

  /** Dealt with; throws what the server refuses. */
  async complete(id: Id, note: string, client_id: string): Promise<void> {
    const { session } = await this.client_.call('chat:complete', { channel_id: id, client_id, ...(note === '' ? {} : { note }) });
    this.told(session);
    this.noted.value += 1;
  }

  /** As the server has it now, after it said that something is not so any more. */
  async refresh(id: Id): Promise<void> {
    const told = await this.client_.call('chat:session', { channel_id: id }).catch(() => undefined);
    if (told) this.told(told.session);
  }

  async messages(id: Id, before?: number): Promise<Message[]> {
    const page = await this.rest_.call<Page<Message>>(`/api/live-chat/${id}/messages?limit=${PAGE}${before === undefined ? '' : `&before=${before}`}`);
    return page.data;
  }

  async notes(id: Id): Promise<Note[]> {
    return (await this.client_.call('chat:session_notes', { channel_id: id })).data;
  }

  addNote(id: Id, text: string, client_id: string): Promise<Note> {
    return this.client_.call('chat:add_session_note', { channel_id: id, text, client_id });
  }

  editNote(note: Note, text: string): Promise<Note> {
    return this.client_.call('chat:edit_session_note', { channel_id: note.session_id, note_id: note.id, text, client_id: newClientId() });
  }

  async deleteNote(note: Note): Promise<void> {
    try {
      await this.client_.call('chat:delete_session_note', { channel_id: note.session_id, note_id: note.id, client_id: newClientId() });
    } catch (thrown) {
      // Whoever deleted it, it is gone.
      if (ChatError.from(thrown).code !== 'not_found') throw thrown;
    }
  }

  private told(session: Session): void {
    const id = session.channel_id;
    for (const status of ['callback', 'abandoned'] as const) {
      if (session.status === status) this.left[status].put(session);
      else this.left[status].drop(id);
    }
    if (session.status === 'completed') this.noted.value += 1;
    if (this.current.value?.channel_id === id) this.current.value = { ...session, customer: { ...session.customer, email: session.customer.email ?? this.current.value.customer.email }, last_message: session.last_message ?? this.current.value.last_message };
    if (this.view.value === 'past' && session.status === 'completed') void this.past.load();
  }
}
