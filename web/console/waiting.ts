// The chats that wait, as one technician sees them: in the server's order, with what becomes of those they try to take.

import { computed, signal } from '@preact/signals';
import type { Id, LastMessage, Session } from '../sdk';

export interface Waiting {
  session: Session;
  state: 'waiting' | 'accepting' | 'taken' | 'gone';
  /** Who was faster, while `taken`. */
  by?: string;
}

const SHOW_LOST_MS = 4_000;

export class WaitingList {
  /** In the order in which they will be served; who has just come is last until the server says otherwise. */
  private readonly waiting_ = signal<ReadonlyMap<Id, Waiting>>(new Map());

  readonly all = computed(() => [...this.waiting_.value.values()].filter((one) => !this.isElsewhere_(one.session)));
  readonly count = computed(() => this.all.value.filter((one) => one.state !== 'taken' && one.state !== 'gone').length);

  /** `isElsewhere`: the chat waits, and is shown in another place. */
  constructor(private readonly isElsewhere_: (session: Session) => boolean) {}

  /** How many wait for anybody, wherever they are shown. */
  get size(): number {
    return this.waiting_.value.size;
  }

  get(id: Id): Waiting | undefined {
    return this.waiting_.value.get(id);
  }

  put(waiting: Waiting): void {
    this.waiting_.value = new Map(this.waiting_.value).set(waiting.session.channel_id, waiting);
  }

  drop(id: Id): void {
    if (!this.waiting_.value.has(id)) return;
    const next = new Map(this.waiting_.value);
    next.delete(id);
    this.waiting_.value = next;
  }

  /** Shows for a moment that somebody else has it, or nobody any more. */
  lose(waiting: Waiting, state: 'taken' | 'gone', by = ''): void {
    const lost: Waiting = { ...waiting, state, by };
    this.put(lost);
    setTimeout(() => {
      if (this.get(waiting.session.channel_id) === lost) this.drop(waiting.session.channel_id);
    }, SHOW_LOST_MS);
  }

  /** The whole queue, newly loaded. Answers who was not known before. */
  replace(sessions: Session[]): Session[] {
    const before = this.waiting_.value;
    const known = new Set(sessions.map((session) => session.channel_id));
    const next = sessions.map((session): Waiting => ({ state: 'waiting', ...before.get(session.channel_id), session }));
    // What is shown for a moment more stays where it is.
    [...before.values()].forEach((one, at) => {
      if (one.state !== 'waiting' && !known.has(one.session.channel_id)) next.splice(at, 0, one);
    });
    this.waiting_.value = new Map(next.map((one) => [one.session.channel_id, one]));
    return sessions.filter((session) => !before.has(session.channel_id));
  }

  /** The newest words of somebody who waits. */
  preview(id: Id, last_message: LastMessage): void {
    const waiting = this.get(id);
    if (waiting) this.put({ ...waiting, session: { ...waiting.session, last_message } });
  }
}
