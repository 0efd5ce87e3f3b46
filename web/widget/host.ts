// What the loader (small, on every page) and the app (loaded on first use) know of each other.

export interface FormField {
  name: 'name' | 'email' | 'subject' | 'message';
  label?: string;
  required: boolean;
}

/** Whether somebody answers now, and what becomes of a chat if nobody does. */
export interface Hours {
  open: boolean;
  nextOpenAt: string | null;
  closesAt: string | null;
  /** `refuse`: no chat can be begun; `callback`: a message is left. */
  after: 'refuse' | 'callback' | 'ai';
  zone: string | null;
  /** The days from Monday on, each with its intervals in the office's zone; empty: always open. */
  week: { from: string; to: string }[][];
}

/** The part of `GET /api/widget/{configId}` that the widget uses, with defaults filled in. */
export interface WidgetConfig extends Hours {
  title: string;
  greeting: string | null;
  brand: string | null;
  theme: 'auto' | 'light' | 'dark';
  side: 'end' | 'start';
  form: FormField[];
}

export interface Identity {
  name?: string;
  email?: string;
  external_id?: string;
  identity_hash?: string;
}

export interface Host {
  server: string;
  configId: string;
  config: WidgetConfig;
  identity: Identity;
  languages: readonly string[];
  shadow: ShadowRoot;
  mount: HTMLElement;
  setUnread(count: number): void;
  /** The person closed the panel from inside. */
  closed(): void;
  emit(event: string, detail?: unknown): void;
}

export interface WidgetApp {
  setOpen(open: boolean, byKeyboard: boolean): void;
  identify(identity: Identity): void;
  reset(): void;
}

export type StartApp = (host: Host) => WidgetApp;

/** Where this config's things are kept in the visitor's browser. */
export function storagePrefix(server: string, configId: string): string {
  return `chatd:${new URL(server).host}:${configId}:`;
}

const FIELDS: FormField[] = [
  { name: 'name', required: true },
  { name: 'email', required: false },
  { name: 'message', required: true },
];

type Loose = Record<string, unknown>;
const object = (value: unknown): Loose => (value && typeof value === 'object' ? (value as Loose) : {});
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function readConfig(raw: unknown): WidgetConfig {
  const config = object(raw);
  const look = object(config['appearance']);
  const theme = text(look['theme']);
  return {
    title: text(look['title']) ?? text(config['name']) ?? 'Chat',
    greeting: text(look['greeting']),
    brand: text(look['brand_color']),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    side: look['position'] === 'start' ? 'start' : 'end',
    ...readHours(config),
    form: readForm(config['prechat_form']),
  };
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function readHours(raw: unknown): Hours {
  const config = object(raw);
  const office = object(config['office_hours']);
  const week = object(office['week']);
  const after = text(config['after_hours']);
  return {
    open: config['open'] !== false,
    nextOpenAt: text(config['next_open_at']),
    closesAt: text(config['closes_at']),
    after: after === 'refuse' || after === 'ai' ? after : 'callback',
    zone: text(office['time_zone']),
    week: text(office['time_zone']) ? DAYS.map((day) => (Array.isArray(week[day]) ? week[day] as { from: string; to: string }[] : [])) : [],
  };
}

function readForm(raw: unknown): FormField[] {
  const list = Array.isArray(raw) ? raw : object(raw)['fields'];
  if (!Array.isArray(list)) return FIELDS;
  const known = new Set(['name', 'email', 'subject', 'message']);
  const fields = list.map(object).filter((one) => known.has(String(one['name']))).map((one): FormField => {
    const label = text(one['label']);
    return { name: one['name'] as FormField['name'], required: one['required'] === true, ...(label ? { label } : {}) };
  });
  // A chat begins with words, whatever the form asks.
  const asks = fields.some((one) => one.name === 'message');
  return asks ? fields : [...fields, { name: 'message', required: true }];
}
