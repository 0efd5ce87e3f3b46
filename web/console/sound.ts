// Sounds, synthesised: an offer (a telephone's warble), somebody waits (two wooden bars), and a message in one of my
// chats (a falling drop).
// Only one tab of a browser plays. Browsers keep sound off until the person has touched the page.

import { signal } from '@preact/signals';

type Name = 'ring' | 'queue' | 'message';

const KEY = 'chatd:console:sound';
const VOLUME = 0.6;

export class Sounds {
  readonly on = signal(read() !== 'off');
  /** The browser waits for a gesture. */
  readonly blocked = signal(false);
  private context_: AudioContext | undefined;
  private leads_ = false;

  constructor() {
    if (!navigator.locks) this.leads_ = true;
    else void navigator.locks.request('chatd:console:sound', () => new Promise(() => { this.leads_ = true; }));
  }

  toggle(): void {
    this.on.value = !this.on.value;
    try {
      localStorage.setItem(KEY, this.on.value ? 'on' : 'off');
    } catch {
      // Kept as long as the tab.
    }
    if (this.on.value) void this.unlock().then(() => this.play('message'));
  }

  async unlock(): Promise<void> {
    const context = this.context();
    await context.resume().catch(() => undefined);
    this.blocked.value = context.state !== 'running';
  }

  play(name: Name): void {
    if (!this.on.value || !this.leads_) return;
    const context = this.context();
    this.blocked.value = context.state !== 'running';
    if (this.blocked.value) {
      void this.unlock();
      return;
    }
    const out = context.createGain();
    out.gain.value = VOLUME;
    out.connect(context.destination);
    SOUNDS[name](context, out, context.currentTime + 0.01);
  }

  private context(): AudioContext {
    this.context_ ??= new AudioContext();
    return this.context_;
  }
}

const SOUNDS: Record<Name, (context: AudioContext, out: AudioNode, at: number) => void> = {
  ring(context, out, at) {
    for (const burst of [0, 0.42]) {
      for (let pulse = 0; pulse < 4; pulse++) tone(context, out, at + burst + pulse * 0.075, { from: pulse % 2 ? 988 : 784, type: 'triangle', seconds: 0.085, peak: 0.6 });
    }
  },
  queue(context, out, at) {
    wood(context, out, at, 523, 0.5);
    wood(context, out, at + 0.13, 784, 0.45);
  },
  message(context, out, at) {
    tone(context, out, at, { from: 1320, to: 880, seconds: 0.11, peak: 0.42 });
    tone(context, out, at + 0.05, { from: 2640, seconds: 0.05, peak: 0.08 });
  },
};

/** A wooden bar: its second mode is near 3.9 times the first, and dies sooner. */
function wood(context: AudioContext, out: AudioNode, at: number, from: number, peak: number): void {
  tone(context, out, at, { from, seconds: 0.22, peak });
  tone(context, out, at, { from: from * 3.93, seconds: 0.06, peak: peak * 0.35 });
}

interface Tone {
  from: number;
  to?: number;
  type?: OscillatorType;
  seconds: number;
  peak: number;
}

function tone(context: AudioContext, out: AudioNode, at: number, { from, to, type = 'sine', seconds, peak }: Tone): void {
  const source = context.createOscillator();
  const gain = context.createGain();
  source.type = type;
  source.frequency.setValueAtTime(from, at);
  if (to) source.frequency.exponentialRampToValueAtTime(to, at + 0.07);
  // Begins and ends at nearly nothing, so that it does not click.
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.linearRampToValueAtTime(peak, at + 0.005);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.005 + seconds);
  source.connect(gain).connect(out);
  source.start(at);
  source.stop(at + seconds + 0.03);
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
