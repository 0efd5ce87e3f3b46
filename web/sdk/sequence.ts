// Puts the durable events of one channel in order. Every event has a `seq`; they are let through
// once each, ascending, without holes. What comes too early waits; a hole is reported so that the
// caller can resume from the last seq that was let through.

export interface Sequenced {
  /** The event's name: one change may be told by two events of the same seq. */
  name: string;
  seq: number;
}

export class Sequence<E extends Sequenced> {
  private last_: number;
  private lastNames_ = new Set<string>();
  private early_: E[] = [];

  constructor(last = 0) {
    this.last_ = last;
  }

  /** The last seq that was let through: what a resume names. */
  get last(): number {
    return this.last_;
  }

  /** True while something waits behind a hole. */
  get hasHole(): boolean {
    return this.early_.length > 0;
  }

  /** Takes an event; answers those that may be applied now, in order. Empty: a duplicate, or too early. */
  take(event: E): E[] {
    if (event.seq > this.last_ + 1) {
      this.hold(event);
      return [];
    }
    const ready: E[] = [];
    this.pass(event, ready);
    this.drain(ready);
    return ready;
  }

  /** The state up to `head` is known from elsewhere (a join, a snapshot). Answers what waited beyond it. */
  skipTo(head: number): E[] {
    if (head > this.last_) {
      this.last_ = head;
      this.lastNames_.clear();
      // A snapshot at `head` holds that change whole.
      this.lastNames_.add('*');
    }
    const ready: E[] = [];
    this.drain(ready);
    return ready;
  }

  private pass(event: E, ready: E[]): void {
    if (event.seq < this.last_) return;
    if (event.seq === this.last_) {
      if (this.lastNames_.has('*') || this.lastNames_.has(event.name)) return;
    } else {
      this.last_ = event.seq;
      this.lastNames_.clear();
    }
    this.lastNames_.add(event.name);
    ready.push(event);
  }

  private hold(event: E): void {
    const known = this.early_.some((other) => other.seq === event.seq && other.name === event.name);
    if (known) return;
    this.early_.push(event);
    this.early_.sort((a, b) => a.seq - b.seq);
  }

  private drain(ready: E[]): void {
    while (this.early_.length > 0 && this.early_[0]!.seq <= this.last_ + 1) {
      this.pass(this.early_.shift()!, ready);
    }
  }
}
