// The one script that a portal embeds: `<script src="https://…/widget.js" data-config="demo"></script>`, or
// `chatd('boot', {config: 'demo'})`. It shows the launcher and loads the app when it is first needed:
// when somebody opens it, or at once if a chat is under way in this browser.

import { chat, cross } from '../ui/icons';
import { brandOf, brandStyle } from './brand';
import { readConfig, storagePrefix, type Host, type Identity, type StartApp, type WidgetApp, type WidgetConfig } from './host';
import css from './loader.css?inline';

declare const APP_PATH: string;

type Command = 'boot' | 'open' | 'close' | 'toggle' | 'identify' | 'reset' | 'on';
type Chatd = ((command: Command, ...values: unknown[]) => void) & { q?: IArguments[]; app?: StartApp };
type BootOptions = Identity & { config: string; server?: string };

/** The launcher's strings; the app has its own table. */
const words = {
  launcher: (title: string) => `Chat with ${title}`,
  unread: (count: number) => `, ${count} unread`,
};

const script = document.currentScript as HTMLScriptElement | null;
const origin = script?.src ? new URL(script.src).origin : location.origin;
const listeners = new Map<string, Set<(detail?: unknown) => void>>();
let widget: Widget | undefined;

class Widget {
  private readonly element_ = document.createElement('chatd-widget');
  private readonly shadow_ = this.element_.attachShadow({ mode: 'open' });
  private readonly root_ = make('div', 'root');
  private readonly launcher_ = make('button', 'launcher');
  private readonly count_ = make('span', 'count');
  private readonly mount_ = make('div', 'mount');
  private readonly dark_ = matchMedia('(prefers-color-scheme: dark)');
  private app_: Promise<WidgetApp> | undefined;
  private open_ = false;
  private unread_ = 0;

  constructor(
    private readonly server_: string,
    private readonly configId_: string,
    private readonly config_: WidgetConfig,
    private identity_: Identity,
  ) {
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    this.shadow_.adoptedStyleSheets = [style];
    this.launcher_.type = 'button';
    this.launcher_.innerHTML = icon('open', chat) + icon('shut', cross);
    this.launcher_.append(this.count_);
    this.launcher_.addEventListener('click', (event) => void this.setOpen(!this.open_, event.detail === 0));
    this.root_.append(this.mount_, this.launcher_);
    this.shadow_.append(this.root_);
    this.element_.classList.toggle('start', config_.side === 'start');
    this.dark_.addEventListener('change', () => this.paint());
    this.paint();
    this.describe();
    document.body.append(this.element_);
    if (this.isUnderWay()) void this.load().then(() => (this.wasOpen() ? this.setOpen(true, true) : undefined));
  }

  async setOpen(open: boolean, byKeyboard: boolean): Promise<void> {
    this.open_ = open;
    this.describe();
    remember(this.key('open'), open);
    try {
      const app = await this.load();
      app.setOpen(this.open_, byKeyboard);
      emit(open ? 'open' : 'close');
    } catch {
      this.open_ = false;
      this.app_ = undefined;
      this.describe();
    }
  }

  toggle(): void {
    void this.setOpen(!this.open_, true);
  }

  identify(identity: Identity): void {
    this.identity_ = { ...this.identity_, ...identity };
    void this.app_?.then((app) => app.identify(this.identity_));
  }

  /** Forgets the visitor: to be called when they sign out of the portal. */
  reset(): void {
    this.identity_ = {};
    void this.load().then((app) => app.reset());
  }

  private load(): Promise<WidgetApp> {
    this.launcher_.ariaBusy = 'true';
    this.app_ ??= loadScript(this.server_ + APP_PATH).then(() => (window as unknown as { chatd: Chatd }).chatd.app!(this.host()));
    return this.app_.finally(() => {
      this.launcher_.ariaBusy = 'false';
    });
  }

  private host(): Host {
    return {
      server: this.server_,
      configId: this.configId_,
      config: this.config_,
      identity: this.identity_,
      languages: [document.documentElement.lang, ...navigator.languages].filter(Boolean),
      shadow: this.shadow_,
      mount: this.mount_,
      setUnread: (count) => {
        if (count > this.unread_) emit('unread', count);
        this.unread_ = count;
        this.describe();
      },
      closed: () => {
        this.open_ = false;
        remember(this.key('open'), false);
        this.describe();
        this.launcher_.focus();
        emit('close');
      },
      emit,
    };
  }

  private describe(): void {
    const { launcher_: launcher, unread_: unread } = this;
    launcher.setAttribute('aria-expanded', String(this.open_));
    launcher.setAttribute('aria-haspopup', 'dialog');
    launcher.setAttribute('aria-label', words.launcher(this.config_.title) + (unread > 0 ? words.unread(unread) : ''));
    this.count_.textContent = unread > 0 && !this.open_ ? (unread > 99 ? '99+' : String(unread)) : '';
  }

  private paint(): void {
    const { theme } = this.config_;
    const shown = theme === 'auto' ? (this.dark_.matches ? 'dark' : 'light') : theme;
    this.root_.dataset['theme'] = shown;
    this.root_.style.cssText = brandStyle(brandOf(this.config_.brand, shown));
  }

  private key(name: string): string {
    return storagePrefix(this.server_, this.configId_) + name;
  }

  private isUnderWay(): boolean {
    return attempt(() => localStorage.getItem(this.key('chat')) !== null) ?? false;
  }

  private wasOpen(): boolean {
    return attempt(() => sessionStorage.getItem(this.key('open')) === '1') ?? false;
  }
}

async function boot({ config, server = origin, ...identity }: BootOptions): Promise<void> {
  if (widget) return;
  try {
    const answer = await fetch(`${server}/api/widget/${encodeURIComponent(config)}`);
    if (!answer.ok) throw new Error(`chat configuration ${config}: ${answer.status}`);
    const known = readConfig(await answer.json());
    if (document.readyState === 'loading') await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
    widget = new Widget(server, config, known, identity);
    emit('ready');
  } catch (error) {
    emit('error', error);
  }
}

const queue: [Command, unknown[]][] = [];

function run(command: Command, values: unknown[]): void {
  const [value, listener] = values;
  if (command === 'boot') {
    void boot(value as BootOptions).then(() => queue.splice(0).forEach(([later, with_]) => run(later, with_)));
  } else if (command === 'on') {
    const set = listeners.get(value as string) ?? new Set();
    listeners.set(value as string, set.add(listener as () => void));
  } else if (!widget) {
    queue.push([command, values]);
  } else if (command === 'open' || command === 'close') {
    void widget.setOpen(command === 'open', true);
  } else if (command === 'toggle') {
    widget.toggle();
  } else if (command === 'identify') {
    widget.identify(value as Identity);
  } else {
    widget.reset();
  }
}

function emit(event: string, detail?: unknown): void {
  for (const listen of listeners.get(event) ?? []) listen(detail);
}

function loadScript(src: string): Promise<void> {
  return new Promise((done, failed) => {
    const tag = document.createElement('script');
    tag.src = src;
    tag.onload = () => done();
    tag.onerror = () => {
      tag.remove();
      failed(new Error('the chat cannot be loaded'));
    };
    document.head.append(tag);
  });
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

function icon(name: string, path: string): string {
  return `<svg class="${name}" viewBox="0 0 24 24" aria-hidden="true">${path}</svg>`;
}

function remember(key: string, on: boolean): void {
  attempt(() => (on ? sessionStorage.setItem(key, '1') : sessionStorage.removeItem(key)));
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

const host = window as unknown as { chatd?: Chatd };
if (!customElements.get('chatd-widget')) customElements.define('chatd-widget', class extends HTMLElement {});
const waiting = host.chatd?.q ?? [];
host.chatd = (command, ...values) => run(command, values);
for (const [command, ...values] of waiting.map((one) => Array.from(one) as [Command, ...unknown[]])) run(command, values);
if (script?.dataset['config']) run('boot', [{ config: script.dataset['config'] }]);
