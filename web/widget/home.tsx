// The first screen: a greeting, whether somebody is there, and the form that begins a chat.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Announcer } from '../ui/announcer';
import { cross, Icon } from '../ui/icons';
import { clockTime } from '../ui/time';
import type { FormField } from './host';
import type { FormValues, WidgetState } from './state';
import type { Key } from './strings';

type Name = FormField['name'] | 'phone';
interface Field extends Omit<FormField, 'name'> {
  name: Name;
}
const AUTOCOMPLETE: Record<Name, string> = { name: 'name', email: 'email', subject: 'off', message: 'off', phone: 'tel' };
const LENGTH_MAX: Record<Name, number> = { name: 100, email: 254, subject: 200, message: 8000, phone: 40 };
const TYPES: Partial<Record<Name, string>> = { email: 'email', phone: 'tel' };

export function Home({ state, close, announcer }: { state: WidgetState; close: () => void; announcer: Announcer }) {
  const { t } = state;
  const { config } = state.host;
  const hours = state.hours.value;
  return (
    <>
      <div class="brand">
        <div class="row">
          <span class="mark" aria-hidden="true">{config.title.charAt(0)}</span>
          <b class="grow ell">{config.title}</b>
          <button type="button" class="wb" aria-label={t('close')} onClick={close}><Icon of={cross} size="l" /></button>
        </div>
        <h1 tabIndex={-1}>{config.greeting ?? <>{t(greetingAt(new Date().getHours()))}<br />{t('greeting.question')}</>}</h1>
        <p class="row hours"><span class={`lamp ${hours.open ? 'on' : ''}`} />{hoursText(state)}</p>
      </div>
      <div class="wbody">
        {state.notice.value && <p class="notice" role="alert">{state.notice}</p>}
        {!hours.open && hours.after === 'refuse'
          ? <div class="card"><h2>{t('hours.refuse')}</h2><p class="meta">{t('hours.refuse_note')}</p></div>
          : <Form state={state} announcer={announcer} leaves={!hours.open && hours.after === 'callback'} />}
        {!hours.open && <Week state={state} />}
      </div>
    </>
  );
}

/** The hours of a week, in the office's own zone. */
function Week({ state }: { state: WidgetState }) {
  const { t, language } = state;
  const { week, zone } = state.hours.value;
  if (!zone || week.every((day) => day.length === 0)) return null;
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (
    <details class="card week">
      <summary>{t('hours.week')}</summary>
      {/* The first of January 2024 was a Monday. */}
      <dl>{week.map((day, index) => <><dt>{name.format(Date.UTC(2024, 0, 1 + index))}</dt><dd class="num">{day.length === 0 ? t('hours.shut') : day.map(({ from, to }) => `${from}–${to}`).join(', ')}</dd></>)}</dl>
      {zone !== Intl.DateTimeFormat().resolvedOptions().timeZone && <p class="meta">{t('hours.zone', { zone: zone.replace(/_/g, ' ') })}</p>}
    </details>
  );
}

/** `leaves`: nobody answers now, so that a message is left, maybe with a number to call. */
function Form({ state, announcer, leaves }: { state: WidgetState; announcer: Announcer; leaves: boolean }) {
  const { t } = state;
  const form = useRef<HTMLFormElement>(null);
  const bad = useSignal<Partial<Record<Name, Key>>>({});
  const values = useSignal<FormValues>({ ...EMPTY, ...kept(state), ...given(state) });
  const known = state.known;
  const asked: Field[] = state.host.config.form.filter((one) => !(one.name in known && known[one.name as 'name' | 'email']));
  const fields: Field[] = leaves ? [...asked, { name: 'phone', required: false }] : asked;
  const busy = state.starting.value;

  const set = (name: Name, value: string) => {
    values.value = { ...values.value, [name]: value };
    state.draft('form', JSON.stringify(values.value));
  };

  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const problems = check(fields, values.value);
    bad.value = problems;
    const count = Object.keys(problems).length;
    if (count === 0) return void state.start({ ...trimmed(values.value), ...(leaves ? {} : { phone: '' }) });
    announcer.say(t('form.attention', { count }), true);
    const first = fields.find((one) => problems[one.name])!;
    form.current?.querySelector<HTMLElement>(`[name=${first.name}]`)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };

  return (
    <form class="card" ref={form} onSubmit={submit} noValidate>
      {leaves && <div><h2>{t('hours.leave')}</h2><p class="meta">{t('hours.leave_note')}</p></div>}
      {fields.map(({ name, label, required }) => {
        const problem = bad.value[name];
        const field = {
          name,
          value: values.value[name],
          autocomplete: AUTOCOMPLETE[name],
          maxLength: LENGTH_MAX[name],
          'aria-required': required,
          'aria-invalid': problem ? true : undefined,
          'aria-describedby': problem ? `${name}-bad` : undefined,
          onInput: (event: Event) => set(name, (event.currentTarget as HTMLInputElement).value),
        };
        return (
          <label class="field" key={name}>
            <span>{label ?? t(`form.${name}`)} {!required && <span class="opt">({t('form.optional')})</span>}</span>
            {name === 'message'
              ? <textarea rows={4} dir="auto" {...field} onKeyDown={onKeyDown} />
              : <input type={TYPES[name] ?? 'text'} dir="auto" {...field} />}
            {problem && <span class="bad" id={`${name}-bad`}>{t(problem)}</span>}
          </label>
        );
      })}
      <button type="submit" class="btn primary wide" aria-disabled={busy}>{t(busy ? 'form.starting' : leaves ? 'form.leave' : 'form.start')}</button>
    </form>
  );
}

const EMPTY: FormValues = { name: '', email: '', subject: '', message: '', phone: '' };

function kept(state: WidgetState): Partial<FormValues> {
  try {
    return JSON.parse(state.draft('form')) as Partial<FormValues>;
  } catch {
    return {};
  }
}

function given(state: WidgetState): Partial<FormValues> {
  const { name, email } = state.known;
  return { ...(name ? { name } : {}), ...(email ? { email } : {}) };
}

function check(fields: Field[], values: FormValues): Partial<Record<Name, Key>> {
  const problems: Partial<Record<Name, Key>> = {};
  for (const { name, required } of fields) {
    const value = values[name].trim();
    if (required && value === '') problems[name] = 'form.missing';
    else if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+$/.test(value)) problems[name] = 'form.bad_email';
  }
  return problems;
}

function trimmed(values: FormValues): FormValues {
  return { name: values.name.trim(), email: values.email.trim(), subject: values.subject.trim(), message: values.message.trim(), phone: values.phone.trim() };
}

function greetingAt(hour: number): Key {
  if (hour < 5 || hour >= 18) return 'greeting.evening';
  return hour < 12 ? 'greeting.morning' : 'greeting.day';
}

function hoursText(state: WidgetState): string {
  const { open, nextOpenAt, closesAt } = state.hours.value;
  const soon = closesAt && Date.parse(closesAt) - Date.now() < 12 * 3_600_000;
  if (open) return soon ? state.t('hours.until', { time: clockTime(closesAt, state.language) }) : state.t('hours.open');
  if (!nextOpenAt) return state.t('hours.closed');
  const when = new Intl.DateTimeFormat(state.language, { weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(nextOpenAt));
  return state.t('hours.next', { when });
}
