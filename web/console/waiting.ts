// The chats that wait, as one technician sees them: in order, with what becomes of those they try to take.

import { computed, signal } from '@preact/signals';
import type { Id, LastMessage, Priority, Session } from '../sdk';

export interface Waiting {
  session: Session;
  state: 'waiting' | 'accepting' | 'taken' | 'gone';
  /** Who was faster, while `taken`. */
  by?: string;
}

const RANK: Record<Priority, number> = { urgent: 0, high: 1, medium: 2, low: 3 };
const SHOW_LOST_MS = 4_000;

export class WaitingList {
  private readonly waiting_ = signal<ReadonlyMap<Id, Waiting>>(new Map());

  readonly all = computed(() => [...this.waiting_.value.values()].sort(byPriorityThenAge));
  readonly count = computed(() => this.all.value.filter((one) => one.state !== 'taken' && one.state !== 'gone').length);

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
    const next = new Map<Id, Waiting>();
    for (const session of sessions) next.set(session.channel_id, { state: 'waiting', ...before.get(session.channel_id), session });
    for (const [id, one] of before) if (one.state !== 'waiting' && !next.has(id)) next.set(id, one);
    this.waiting_.value = next;
    return sessions.filter((session) => !before.has(session.channel_id));
  }

  /** The newest words of somebody who waits. */
  preview(id: Id, last_message: LastMessage): void {
    const waiting = this.get(id);
    if (waiting) this.put({ ...waiting, session: { ...waiting.session, last_message } });
  }
}

function byPriorityThenAge(one: Waiting, other: Waiting): number {
  const rank = RANK[one.session.priority] - RANK[other.session.priority];
  return rank || Date.parse(one.session.created_at) - Date.parse(other.session.created_at);
}
