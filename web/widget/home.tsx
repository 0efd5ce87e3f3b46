// The first screen: a greeting, whether somebody is there, and the form that begins a chat.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Announcer } from '../ui/announcer';
import { cross, Icon } from '../ui/icons';
import type { FormField } from './host';
import type { FormValues, WidgetState } from './state';
import type { Key } from './strings';

type Name = FormField['name'];
const AUTOCOMPLETE: Record<Name, string> = { name: 'name', email: 'email', subject: 'off', message: 'off' };
const LENGTH_MAX: Record<Name, number> = { name: 100, email: 254, subject: 200, message: 8000 };

export function Home({ state, close, announcer }: { state: WidgetState; close: () => void; announcer: Announcer }) {
  const { t } = state;
  const { config } = state.host;
  return (
    <>
      <div class="brand">
        <div class="row">
          <span class="mark" aria-hidden="true">{config.title.charAt(0)}</span>
          <b class="grow ell">{config.title}</b>
          <button type="button" class="wb" aria-label={t('close')} onClick={close}><Icon of={cross} size="l" /></button>
        </div>
        <h1 tabIndex={-1}>{config.greeting ?? <>{t(greetingAt(new Date().getHours()))}<br />{t('greeting.question')}</>}</h1>
        <p class="row hours"><span class={`lamp ${config.open ? 'on' : ''}`} />{hoursText(state)}</p>
      </div>
      <div class="wbody">
        {state.notice.value && <p class="notice" role="alert">{state.notice}</p>}
        <Form state={state} announcer={announcer} />
      </div>
    </>
  );
}

function Form({ state, announcer }: { state: WidgetState; announcer: Announcer }) {
  const { t } = state;
  const form = useRef<HTMLFormElement>(null);
  const bad = useSignal<Partial<Record<Name, Key>>>({});
  const values = useSignal<FormValues>({ ...EMPTY, ...kept(state), ...given(state) });
  const known = state.known;
  const fields = state.host.config.form.filter((one) => !(one.name in known && known[one.name as 'name' | 'email']));
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
    if (count === 0) return void state.start(trimmed(values.value));
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
              : <input type={name === 'email' ? 'email' : 'text'} dir="auto" {...field} />}
            {problem && <span class="bad" id={`${name}-bad`}>{t(problem)}</span>}
          </label>
        );
      })}
      <button type="submit" class="btn primary wide" aria-disabled={busy}>{t(busy ? 'form.starting' : 'form.start')}</button>
    </form>
  );
}

const EMPTY: FormValues = { name: '', email: '', subject: '', message: '' };

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

function check(fields: FormField[], values: FormValues): Partial<Record<Name, Key>> {
  const problems: Partial<Record<Name, Key>> = {};
  for (const { name, required } of fields) {
    const value = values[name].trim();
    if (required && value === '') problems[name] = 'form.missing';
    else if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+$/.test(value)) problems[name] = 'form.bad_email';
  }
  return problems;
}

function trimmed(values: FormValues): FormValues {
  return { name: values.name.trim(), email: values.email.trim(), subject: values.subject.trim(), message: values.message.trim() };
}

function greetingAt(hour: number): Key {
  if (hour < 5 || hour >= 18) return 'greeting.evening';
  return hour < 12 ? 'greeting.morning' : 'greeting.day';
}

function hoursText(state: WidgetState): string {
  const { open, nextOpenAt } = state.host.config;
  if (open) return state.t('hours.open');
  if (!nextOpenAt) return state.t('hours.closed');
  const when = new Intl.DateTimeFormat(state.language, { weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(nextOpenAt));
  return state.t('hours.next', { when });
}
