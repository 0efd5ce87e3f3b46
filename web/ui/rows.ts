// Turns a conversation into the rows of a log: day lines, system lines, and messages grouped by who speaks.
// Pure, so that grouping is tested without a screen.

import type { Message } from '../sdk/types';
import type { OutboxEntry } from '../sdk/outbox';
import { dayOf } from './time';

export type Delivery = 'sending' | 'failed' | 'sent' | 'read';

/** What is drawn of a message, stored or on its way. */
export type Shown = Pick<Message, 'id' | 'sender' | 'type' | 'content' | 'system' | 'client_id' | 'created_at' | 'edited_at' | 'deleted_at' | 'reactions' | 'visibility' | 'kb_article' | 'attachments'>;

export interface MessageRow {
  kind: 'message';
  /** Stays the same from the moment of sending on, so that nothing moves or flashes. */
  key: string;
  message: Shown;
  entry?: OutboxEntry | undefined;
  mine: boolean;
  first: boolean;
  last: boolean;
  delivery?: Delivery | undefined;
}

export type Row =
  | MessageRow
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'system'; key: string; message: Shown };

const GROUP_MS = 5 * 60_000;

interface Input {
  messages: Message[];
  entries: OutboxEntry[];
  /** The technicians' private notes, in their places between the messages. */
  notes?: Message[];
  /** Notes on their way. */
  noteEntries?: OutboxEntry[];
  me: number;
  readUpTo: number;
  /** The id after which everything of others is new to me; absent shows no line. */
  newAfter?: number | undefined;
}

export function rowsOf({ messages, entries, notes = [], noteEntries = [], me, readUpTo, newAfter }: Input): Row[] {
  const rows: Row[] = [];
  const all = [...byTime(messages, notes).map((message) => ({ message })), ...byTime(unsent(entries, messages, me, 'all'), unsent(noteEntries, notes, me, 'internal'))];
  let day = '';
  let marked = newAfter === undefined;
  let group: MessageRow | undefined;

  for (const { message, entry } of all as { message: Shown; entry?: OutboxEntry }[]) {
    const mine = message.sender.id === me;
    const system = message.type === 'system_event';
    if (dayOf(message.created_at) !== day) {
      day = dayOf(message.created_at);
      rows.push({ kind: 'day', key: `day ${day}`, at: message.created_at });
      group = undefined;
    }
    if (!marked && !mine && !system && message.id > newAfter!) {
      marked = true;
      rows.push({ kind: 'new', key: 'new' });
      group = undefined;
    }
    if (system) {
      rows.push({ kind: 'system', key: `m${message.id}`, message });
      group = undefined;
      continue;
    }
    const joins = group !== undefined && sameSpeaker(group.message, message);
    // What was refused keeps its own line below it.
    if (joins && group && group.delivery !== 'failed') group.last = false;
    const delivery = mine ? deliveryOf(message, entry, readUpTo) : undefined;
    group = { kind: 'message', key: message.client_id ?? `m${message.id}`, message, entry, mine, first: !joins, last: true, delivery };
    rows.push(group);
  }
  return rows;
}

function sameSpeaker(one: Shown, other: Shown): boolean {
  return one.sender.id === other.sender.id && one.visibility === other.visibility && Date.parse(other.created_at) - Date.parse(one.created_at) < GROUP_MS;
}

function deliveryOf(message: Shown, entry: OutboxEntry | undefined, readUpTo: number): Delivery {
  if (entry) return entry.state === 'failed' ? 'failed' : 'sending';
  return message.id <= readUpTo ? 'read' : 'sent';
}

function unsent(entries: OutboxEntry[], stored: Message[], me: number, visibility: Shown['visibility']) {
  const keys = new Set(stored.map((one) => one.client_id));
  return entries.filter((one) => !keys.has(one.client_id)).map((entry) => ({ created_at: entry.created_at, message: asMessage(entry, me, visibility), entry }));
}

/** Two lists as one; each keeps its own order. */
function byTime<T extends { created_at: string }>(some: T[], others: T[]): T[] {
  const all: T[] = [];
  let at = 0;
  for (const one of some) {
    while (at < others.length && Date.parse(others[at]!.created_at) < Date.parse(one.created_at)) all.push(others[at++]!);
    all.push(one);
  }
  return [...all, ...others.slice(at)];
}

function asMessage(entry: OutboxEntry, me: number, visibility: Shown['visibility']): Shown {
  return {
    id: 0,
    sender: { id: me, name: '', kind: 'client', avatar_url: null },
    type: 'text',
    content: entry.content,
    system: null,
    client_id: entry.client_id,
    created_at: entry.created_at,
    edited_at: null,
    deleted_at: null,
    reactions: [],
    kb_article: null,
    attachments: entry.attachments ?? [],
    visibility,
  };
}
