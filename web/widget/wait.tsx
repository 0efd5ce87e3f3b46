// What a visitor may do while nobody comes: wait on, be called, or leave it; and what follows from each.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clock, Icon, leave, phone } from '../ui/icons';
import type { CallbackValues, WidgetState } from './state';

/** The question, once the server has put it; answered with one click each. */
export function Choices({ state }: { state: WidgetState }) {
  const { t } = state;
  const busy = useSignal(false);
  const problem = useSignal('');
  const run = async (choose: () => Promise<string>) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = await choose();
    busy.value = false;
  };
  if (state.asking.value) return <CallbackForm state={state} />;
  return (
    <section class="choices" aria-labelledby="choices-title">
      <h2 id="choices-title">{t('ask.title')}</h2>
      <Choice icon={clock} title={t('ask.keep')} note={t('ask.keep_note')} run={() => void run(() => state.keepWaiting())} />
      <Choice icon={phone} title={t('ask.call')} note={t('ask.call_note')} run={() => { state.asking.value = { refused: null }; }} />
      <Choice icon={leave} flip title={t('ask.leave')} note={t(state.known.email ? 'ask.leave_mail' : 'ask.leave_note')} run={() => void run(() => state.abandon())} />
      {problem.value !== '' && <p class="bad" role="alert">{problem}</p>}
    </section>
  );
}

function Choice({ icon, flip = false, title, note, run }: { icon: string; flip?: boolean; title: string; note: string; run: () => void }) {
  return (
    <button type="button" class="pick" onClick={run}>
      <span class="oi"><Icon of={icon} size="l" class={flip ? 'flip' : ''} /></span><span class="grow"><b>{title}</b><span class="meta">{note}</span></span>
    </button>
  );
}

/** That they will be called, or that their message was left. */
export function Callback({ state }: { state: WidgetState }) {
  const { t } = state;
  if (state.asking.value) return <CallbackForm state={state} />;
  const asked = state.conversation.value?.messages.some((one) => one.system?.code === 'callback_requested') ?? false;
  const { phone: number, at } = state.callback;
  const title = !asked ? t('callback.left') : number ? t('callback.number', { phone: number }) : t('callback.will');
  const note = !asked ? t(state.known.email ? 'callback.left_mail' : 'callback.left_note')
    : at ? t('callback.when', { when: whenOf(at, state.language) }) : t(state.hours.value.open ? 'callback.soon' : 'callback.open');
  const change = () => { state.asking.value = { refused: null }; };
  return (
    <section class="wait" aria-label={title}>
      <div class="row">
        <span class="oi"><Icon of={phone} size="l" /></span>
        <div class="grow"><b>{title}</b><div class="meta">{note}</div></div>
        {asked && <button type="button" class="btn sm" onClick={change}>{t('callback.change')}</button>}
      </div>
      {!asked && <button type="button" class="btn" onClick={change}>{t('callback.add')}</button>}
    </section>
  );
}

function CallbackForm({ state }: { state: WidgetState }) {
  const { t } = state;
  const form = useRef<HTMLFormElement>(null);
  const values = useSignal<CallbackValues>(state.callback);
  const busy = useSignal(false);
  const asking = state.asking.value;
  const refused = asking ? asking.refused : null;
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const set = (name: keyof CallbackValues) => (event: Event) => {
    values.value = { ...values.value, [name]: (event.currentTarget as HTMLInputElement).value };
    state.draft('callback', JSON.stringify(values.value));
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    const problem = values.value.phone.trim() === '' ? { text: t('callback.missing'), fields: { phone: true as const } } : await state.requestCallback(values.value);
    busy.value = false;
    if (!problem) return;
    state.asking.value = { refused: problem };
    const first = (['phone', 'at', 'note'] as const).find((name) => problem.fields[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    state.asking.value = false;
  };
  const field = (name: keyof CallbackValues) => ({
    name,
    value: values.value[name],
    'aria-invalid': refused?.fields[name] ? true : undefined,
    'aria-describedby': refused?.fields[name] ? 'callback-bad' : undefined,
    onInput: set(name),
  });
  const soonest = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return (
    <form class="wait ask-call" ref={form} onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown} noValidate aria-labelledby="callback-title">
      <h2 id="callback-title">{t('callback.title')}</h2>
      <label class="field"><span>{t('callback.phone')}</span><input type="tel" autocomplete="tel" maxLength={40} aria-required="true" {...field('phone')} /></label>
      <label class="field"><span>{t('callback.at')} <span class="opt">({t('form.optional')})</span></span><input type="datetime-local" min={soonest} {...field('at')} /></label>
      <label class="field"><span>{t('callback.note')} <span class="opt">({t('form.optional')})</span></span><input dir="auto" maxLength={1000} {...field('note')} /></label>
      {refused && <p class="bad" id="callback-bad" role="alert">{refused.text}</p>}
      <div class="row"><button type="button" class="btn" onClick={() => { state.asking.value = false; }}>{t('callback.back')}</button>
        <button type="submit" class="btn primary grow" aria-disabled={busy.value}>{t(busy.value ? 'callback.sending' : 'callback.send')}</button></div>
    </form>
  );
}

function whenOf(local: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(local));
}
