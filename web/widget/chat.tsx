// The conversation, from waiting in line to the end of it.

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { readUpTo } from '../sdk';
import { Avatar } from '../ui/avatar';
import { cross, down, Icon, leave, send } from '../ui/icons';
import { LogRows, typistsOf, type LogContext } from '../ui/log';
import { rowsOf } from '../ui/rows';
import { useLogScroll } from '../ui/scroll';
import { elapsed } from '../ui/time';
import { Rating } from './rating';
import type { WidgetState } from './state';
import type { Key } from './strings';
import { Callback, Choices } from './wait';

const SEEN_MS = 600;
const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 4_000;

export function Chat({ state, close }: { state: WidgetState; close: () => void }) {
  const { t } = state;
  const ending = useSignal(false);
  const screen = state.screen.value;
  return (
    <>
      <Head state={state} close={close} askEnd={() => { ending.value = true; }} />
      {ending.value && (screen === 'waiting' || screen === 'talking') && <AskEnd state={state} done={() => { ending.value = false; }} />}
      <Lost state={state} />
      {screen === 'loading' ? <Loading state={state} /> : <Log state={state} />}
      {screen === 'ended' && <Ended state={state} />}
      {(screen !== 'ended' || state.canReopen.value) && <Composer state={state} />}
      {screen === 'callback' && <div class="over thin"><button type="button" class="btn wide" onClick={() => state.startAnew()}>{t('chat.new')}</button></div>}
    </>
  );
}

function Head({ state, close, askEnd }: { state: WidgetState; close: () => void; askEnd: () => void }) {
  const { t } = state;
  const screen = state.screen.value;
  const session = state.conversation.value?.session;
  const agent = session?.agent;
  const title = screen === 'waiting' ? t('wait.title') : screen === 'callback' ? t('callback.screen') : agent?.name ?? state.title;
  const again = screen === 'talking' && session?.queued && !agent;
  const note = screen === 'waiting' ? t('wait.note') : screen === 'ended' ? t('chat.ended') : again ? t('wait.again') : state.title;
  return (
    <div class="wh">
      {agent && screen !== 'waiting' && screen !== 'callback' && <Avatar id={agent.id} name={agent.name} size="m" />}
      <div class="grow">
        <h1 tabIndex={-1} class="ell">{title}</h1>
        {note !== title && <div class="meta ell">{note}</div>}
      </div>
      {(screen === 'waiting' || screen === 'talking') && (
        <button type="button" class="wb" aria-label={t('chat.end')} title={t('chat.end')} onClick={askEnd}><Icon of={leave} size="l" class="flip" /></button>
      )}
      <button type="button" class="wb" aria-label={t('close')} onClick={close}><Icon of={cross} size="l" /></button>
    </div>
  );
}

function AskEnd({ state, done }: { state: WidgetState; done: () => void }) {
  const { t } = state;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    done();
  };
  return (
    <div class="bar ask" role="group" aria-label={t('chat.end_question')} onKeyDown={onKeyDown}>
      <b class="grow">{t('chat.end_question')}</b>
      <button type="button" class="btn sm" ref={first} onClick={() => void state.end().then(done)}>{t('chat.end')}</button>
      <button type="button" class="btn sm" onClick={done}>{t('chat.keep')}</button>
    </div>
  );
}

/** Shown only when an interruption lasts (the bar appears two seconds late, by its style). */
function Lost({ state }: { state: WidgetState }) {
  const { t } = state;
  const connection = state.connection.value;
  const now = useClock(connection.kind === 'waiting');
  const lost = useSignal(false);
  useSignalEffect(() => {
    const { kind } = state.connection.value;
    if (kind === 'online') lost.value = false;
    else if (kind === 'waiting') lost.value = true;
  });
  if (!lost.value) return null;
  const seconds = connection.kind === 'waiting' ? Math.max(1, Math.ceil((connection.retryAt - now) / 1000)) : 0;
  return (
    <div class="bar late">
      <span class="grow">{t('lost.text')} <span class="num">{seconds > 0 ? t('lost.retry', { count: seconds }) : t('lost.trying')}</span></span>
      {seconds > 0 && <button type="button" class="btn sm" onClick={() => state.retryNow()}>{t('lost.now')}</button>}
    </div>
  );
}

function Loading({ state }: { state: WidgetState }) {
  return (
    <div class="wlog loading" aria-busy="true">
      <span class="sr">{state.t('chat.loading')}</span>
      {[55, 70, 40].map((width) => <span key={width} class="skeleton" style={{ width: `${width}%` }} />)}
    </div>
  );
}

function Log({ state }: { state: WidgetState }) {
  const { t } = state;
  const conversation = state.conversation.value!;
  const me = state.me.value;
  const entries = state.entries.value;
  const rows = useMemo(
    () => rowsOf({ messages: conversation.messages, entries, me, readUpTo: readUpTo(conversation, me) }),
    [conversation.messages, conversation.cursors, entries, me],
  );
  const context = useMemo((): LogContext => ({
    t,
    language: state.language,
    base: state.host.server,
    own: 'mine',
    other: '',
    isOut: () => false,
    onRetry: (entry) => state.retry(entry),
    onDiscard: (entry) => state.discard(entry),
    systemText: (message) => state.systemText(message),
    me,
    onReact: (message, emoji, remove) => state.react(message.id, emoji, remove),
  }), [me]);
  const last = rows.at(-1);
  const scroll = useLogScroll(last?.key ?? '', last?.kind === 'message' && last.mine);
  useSeen(state, scroll.atEnd);
  const typists = typistsOf(conversation, me);

  return (
    <div class="wlog">
      {/* Messages are spoken by the announcer, whole and once; a live log would repeat what it redraws. */}
      <div class="scroll" ref={scroll.ref} role="log" aria-live="off" aria-label={t('chat.messages')} tabIndex={0}>
        <div class="log">
          {conversation.hasOlder && <button type="button" class="btn sm older" onClick={() => void state.older()}>{t('chat.older')}</button>}
          <LogRows rows={rows} context={context} />
          {state.screen.value === 'waiting' && <Waiting state={state} />}
          {state.isAsked.value && <Choices state={state} />}
          {state.screen.value === 'callback' && <Callback state={state} />}
          {typists.length > 0 && (
            <div class="typing meta"><span>{t('chat.typing', { name: typists[0]! })}</span><span class="dots"><i /><i /><i /></span></div>
          )}
        </div>
      </div>
      {!scroll.atEnd && <button type="button" class="btn icon newest" aria-label={t('chat.newest')} onClick={scroll.toEnd}><Icon of={down} /></button>}
    </div>
  );
}

function Waiting({ state }: { state: WidgetState }) {
  const { t } = state;
  useClock(true);
  const conversation = state.conversation.value!;
  const place = conversation.position;
  return (
    <section class="wait" aria-label={t('wait.place')}>
      <div class="row">
        {place && <span class="pos num">{place.position}<small>{t(ordinalOf(place.position, state.language))}</small></span>}
        <div class="grow">
          <b>{place ? t(...estimateOf(place.estimate)) : t('wait.soon')}</b>
          <div class="meta num">{t('wait.since', { time: elapsed(conversation.session!.created_at, state.now()) })}</div>
        </div>
      </div>
      <span class="meter"><i /></span>
    </section>
  );
}

function Composer({ state }: { state: WidgetState }) {
  const { t } = state;
  const text = useSignal(state.draft('message'));
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(state);
  const empty = useComputed(() => text.value.trim() === '');

  useSignalEffect(() => {
    state.draft('message', text.value);
    const box = area.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 132)}px`;
  });

  const submit = () => {
    const words = text.value.trim();
    if (words === '') return;
    state.send(words);
    text.value = '';
    typing(false);
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onInput = (event: Event) => {
    text.value = (event.currentTarget as HTMLTextAreaElement).value;
    typing(text.value !== '');
  };
  const hint = t(hintOf(state));
  return (
    <form class="wcomp" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <textarea rows={1} dir="auto" ref={area} value={text} placeholder={hint} aria-label={t('chat.your_message')}
        maxLength={8000} onInput={onInput} onKeyDown={onKeyDown} onBlur={() => typing(false)} />
      <button type="submit" class="sendb" aria-label={t('chat.send')} aria-disabled={empty.value}><Icon of={send} size="l" /></button>
    </form>
  );
}

function hintOf(state: WidgetState): Key {
  const screen = state.screen.value;
  if (screen === 'waiting') return 'wait.add';
  if (screen === 'callback') return state.hours.value.open ? 'callback.write' : 'callback.more';
  return screen === 'ended' ? 'chat.go_on' : 'chat.write';
}

function Ended({ state }: { state: WidgetState }) {
  const { t } = state;
  const conversation = state.conversation.value!;
  const by = conversation.endedBy;
  const told = conversation.messages.at(-1)?.type === 'system_event';
  const status = conversation.session?.status;
  const text = status === 'abandoned' ? t('chat.abandoned')
    : status === 'completed' ? t('chat.completed')
    : !by ? t('chat.ended')
    : by.id === state.me.value ? t('chat.ended_by_you') : t('chat.ended_by', { name: by.name });
  return (
    <div class="over">
      {!told && <p>{text}</p>}
      {state.canRate.value && <Rating state={state} />}
      {!state.canReopen.value && status !== 'completed' && <p>{t('chat.too_late')}</p>}
      <button type="button" class={`btn wide ${state.canReopen.value ? '' : 'primary'}`} onClick={() => state.startAnew()}>{t('chat.new')}</button>
    </div>
  );
}

/** Says that it was read when the end of the log was in sight for a while, in a window that has the focus. */
function useSeen(state: WidgetState, atEnd: boolean): void {
  const head = state.conversation.value?.messages.at(-1)?.id;
  const open = state.isOpen.value;
  useEffect(() => {
    if (!open || !atEnd || head === undefined) return;
    const timer = setInterval(() => {
      if (document.hidden || !document.hasFocus()) return;
      clearInterval(timer);
      state.seen();
    }, SEEN_MS);
    return () => clearInterval(timer);
  }, [open, atEnd, head]);
}

/** Tells that I write: at once, then every few seconds, and when I stop. */
function useTyping(state: WidgetState): (on: boolean) => void {
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const tell = (on: boolean) => {
    clearTimeout(timer.current);
    if (!on) {
      if (told.current > 0) state.typing(false);
      told.current = 0;
      return;
    }
    timer.current = setTimeout(() => tell(false), TYPING_ENDS_MS);
    if (Date.now() - told.current < TYPING_EVERY_MS) return;
    told.current = Date.now();
    state.typing(true);
  };
  return tell;
}

/** The time, once a second while it is wanted. */
function useClock(wanted: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!wanted) return;
    now.value = Date.now();
    const timer = setInterval(() => { now.value = Date.now(); }, 1000);
    return () => clearInterval(timer);
  }, [wanted]);
  return now.value;
}

function ordinalOf(position: number, language: string): Key {
  const form = new Intl.PluralRules(language, { type: 'ordinal' }).select(position);
  return form === 'one' || form === 'two' || form === 'few' ? `ordinal.${form}` : 'ordinal.other';
}

function estimateOf(seconds: number | null): [Key, { count: number }?] {
  if (seconds === null) return ['wait.in_line'];
  if (seconds < 45) return ['estimate.less'];
  if (seconds > 480) return ['estimate.long'];
  return ['estimate.minutes', { count: Math.max(1, Math.round(seconds / 60)) }];
}
