// What a screen reader is told. Two hidden nodes that are always there; texts half a second apart, none lost,
// and one that equals the last is made different so that it is read again.

import { signal } from '@preact/signals';

const GAP_MS = 500;
const LENGTH_MAX = 250;

export class Announcer {
  private readonly polite_ = signal('');
  private readonly assertive_ = signal('');
  private readonly queue_: { text: string; urgent: boolean }[] = [];
  private timer_: ReturnType<typeof setTimeout> | undefined;

  say(text: string, urgent = false): void {
    const short = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
    this.queue_.push({ text: short, urgent });
    this.timer_ ??= setTimeout(this.next, 50);
  }

  readonly Nodes = () => (
    <div class="sr">
      <div aria-live="polite">{this.polite_}</div>
      <div aria-live="assertive">{this.assertive_}</div>
    </div>
  );

  private readonly next = (): void => {
    this.timer_ = undefined;
    const said = this.queue_.shift();
    if (!said) return;
    const node = said.urgent ? this.assertive_ : this.polite_;
    node.value = node.peek() === said.text ? `${said.text}\u00a0` : said.text;
    this.timer_ = setTimeout(this.next, GAP_MS);
  };
}
