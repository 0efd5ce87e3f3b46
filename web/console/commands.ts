// What a technician may type with a slash: the server's commands, and the texts that were prepared, by their shortcodes.

import { signal } from '@preact/signals';
import type { Canned, Command, Page, Rest } from '../sdk';

export interface Suggestion {
  /** What is typed for it, without the slash. */
  name: string;
  usage: string;
  says: string;
  /** Where more has to follow, the text goes on after it. */
  more: boolean;
}

export type Parsed =
  | { kind: 'text' }
  | { kind: 'command'; name: string; args: string }
  | { kind: 'unknown'; name: string };

const OLD_MS = 60_000;
const SHOWN_MAX = 30;

export class Commands {
  readonly state = signal<'none' | 'ready' | 'error'>('none');
  private commands_: Command[] = [];
  private canned_: Canned[] = [];
  private at_ = 0;
  private loading_: Promise<void> | undefined;

  constructor(private readonly rest_: Rest) {}

  /** Asks what there is, unless that was asked just now. */
  load(): Promise<void> {
    if (Date.now() - this.at_ < OLD_MS) return Promise.resolve();
    this.loading_ ??= this.ask().finally(() => { this.loading_ = undefined; });
    return this.loading_;
  }

  /** What may be meant by a text that begins with a slash; nothing once its name is complete. */
  suggest(text: string): Suggestion[] {
    const typed = typedName(text);
    if (typed === undefined) return [];
    const commands = this.commands_.filter((one) => one.name.startsWith(typed))
      .map((one): Suggestion => ({ name: one.name, usage: one.usage, says: one.description, more: one.arguments.length > 0 }));
    const canned = this.canned_.filter((one) => one.shortcode.startsWith(typed) || one.title.toLocaleLowerCase().includes(typed))
      .map((one): Suggestion => ({ name: one.shortcode, usage: `/${one.shortcode}`, says: one.title, more: false }));
    return [...commands, ...canned].slice(0, SHOWN_MAX);
  }

  /** How the command that is being typed is used, or what the prepared text says. */
  help(text: string): string {
    const parsed = this.parse(text);
    if (parsed.kind !== 'command') return '';
    if (parsed.name !== 'canned') {
      const command = this.commands_.find((one) => one.name === parsed.name);
      return command ? `${command.usage} · ${command.description}` : '';
    }
    const shortcode = parsed.args.split(/\s/, 1)[0];
    return this.canned_.find((one) => one.shortcode === shortcode)?.content ?? '';
  }

  parse(text: string): Parsed {
    if (!text.startsWith('/') || text.startsWith('//')) return { kind: 'text' };
    const words = text.slice(1);
    const named = (name: string) => words.toLowerCase() === name || new RegExp(`^${name.replace(/[^a-z0-9 ]/g, '\\$&')}\\s`, 'i').test(words);
    const command = this.commands_.map((one) => one.name).filter(named).sort((one, other) => other.length - one.length)[0];
    if (command !== undefined) return { kind: 'command', name: command, args: words.slice(command.length).trim() };
    const name = words.split(/\s/, 1)[0] ?? '';
    if (this.canned_.some((one) => one.shortcode === name.toLowerCase())) return { kind: 'command', name: 'canned', args: `${name.toLowerCase()}${words.slice(name.length)}`.trim() };
    return { kind: 'unknown', name };
  }

  private async ask(): Promise<void> {
    try {
      const [commands, canned] = await Promise.all([
        this.rest_.call<{ data: Command[] }>('/api/commands'),
        this.rest_.call<Page<Canned>>('/api/canned-responses?sort=name&limit=200'),
      ]);
      this.commands_ = commands.data;
      this.canned_ = canned.data;
      this.at_ = Date.now();
      this.state.value = 'ready';
    } catch {
      this.state.value = 'error';
    }
  }
}

function typedName(text: string): string | undefined {
  const found = /^\/([\p{L}\d_-]*(?: [\p{L}\d_-]*)?)$/u.exec(text);
  return found ? found[1]!.toLocaleLowerCase() : undefined;
}
