// Messages that were sent and not yet acknowledged. An entry leaves only when the server has stored
// the message (its ack, or the message itself seen on the channel) or when the person deletes it.
// Each is kept in storage under its own key, so that two tabs never overwrite each other's.

import type { Attachment, Id } from './types';

export type OutboxState = 'waiting' | 'sending' | 'failed';

export interface OutboxEntry {
  client_id: string;
  channel_id: Id;
  content: string;
  /** Files that were uploaded for it. */
  attachments?: Attachment[];
  created_at: string;
  state: OutboxState;
  /** Why it was refused, while `failed`. */
  error?: string;
}

/** The part of `localStorage` that is needed; a Map stands in where storage is blocked. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

export class Outbox {
  private entries_: OutboxEntry[] = [];

  constructor(
    private readonly store_: KeyValueStore,
    private readonly prefix_: string,
    private readonly changed_: (channelId: Id) => void = () => {},
  ) {
    for (const key of store_.keys()) {
      if (!key.startsWith(prefix_)) continue;
      const entry = parse(store_.get(key));
      if (entry) this.entries_.push(entry);
      else store_.remove(key);
    }
    this.entries_.sort((a, b) => a.created_at.localeCompare(b.created_at));
  }

  of(channelId: Id): OutboxEntry[] {
    return this.entries_.filter((entry) => entry.channel_id === channelId);
  }

  channels(): Id[] {
    return [...new Set(this.entries_.map((entry) => entry.channel_id))];
  }

  add(entry: OutboxEntry): void {
    this.entries_.push(entry);
    this.save(entry);
  }

  /** The next one to send in a channel: the oldest that waits, none while one is under way. */
  next(channelId: Id): OutboxEntry | undefined {
    const entries = this.of(channelId);
    if (entries.some((entry) => entry.state === 'sending')) return undefined;
    return entries.find((entry) => entry.state === 'waiting');
  }

  mark(clientId: string, state: OutboxState, error?: string): void {
    const at = this.entries_.findIndex((entry) => entry.client_id === clientId);
    if (at < 0) return;
    const entry = { ...this.entries_[at]!, state };
    if (error === undefined) delete entry.error;
    else entry.error = error;
    this.entries_[at] = entry;
    this.save(entry);
  }

  /** The connection went: what was under way goes out again, with the same client_id. */
  rewind(): void {
    for (const entry of this.entries_.filter((one) => one.state === 'sending')) this.mark(entry.client_id, 'waiting');
  }

  remove(clientId: string): void {
    const entry = this.entries_.find((one) => one.client_id === clientId);
    if (!entry) return;
    this.entries_ = this.entries_.filter((one) => one !== entry);
    this.store_.remove(this.prefix_ + clientId);
    this.changed_(entry.channel_id);
  }

  private save(entry: OutboxEntry): void {
    // A tab that dies while sending leaves a message that waits: whether it arrived is not known.
    const state = entry.state === 'sending' ? 'waiting' : entry.state;
    this.store_.set(this.prefix_ + entry.client_id, JSON.stringify({ ...entry, state }));
    this.changed_(entry.channel_id);
  }
}

function parse(text: string | null): OutboxEntry | undefined {
  try {
    const entry = JSON.parse(text ?? '') as OutboxEntry;
    return typeof entry.client_id === 'string' && typeof entry.content === 'string' ? entry : undefined;
  } catch {
    return undefined;
  }
}
