// The lists of who left and of what is over, and one of them with all that was said, to be dealt with and noted.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { ChatError, newClientId, type Message, type Session } from '../sdk';
import { Avatar } from '../ui/avatar';
import { check, down, Icon, phone, search, user as userIcon } from '../ui/icons';
import { LogRows, type LogContext } from '../ui/log';
import { plain } from '../ui/markdown';
import { rowsOf } from '../ui/rows';
import { systemText } from '../ui/system';
import { clockTime, dayName, elapsed } from '../ui/time';
import { announcer, language, nameOf, t } from './app';
import type { Desk } from './desk';
import type { Pages, View } from './backlog';

const VIEWS: View[] = ['now', 'left', 'past'];

export function Views({ desk }: { desk: Desk }) {
  const { later } = desk;
  const counts: Record<View, number> = { now: desk.calls.value, left: later.count.value, past: 0 };
  const counted = (one: View) => `${counts[one]}${one === 'left' && later.hasMore.value ? '+' : ''}`;
  return (
    <div class="seg views" role="group" aria-label={t('later.views')}>
      {VIEWS.map((one) => (
        <button type="button" key={one} aria-pressed={later.view.value === one} onClick={() => later.show(one)}>
          {t(`later.${one}`)}{counts[one] > 0 && <span class="num"> {counted(one)}</span>}
        </button>
      ))}
    </div>
  );
}

export function LaterList({ desk }: { desk: Desk }) {
  const { later } = desk;
  if (later.view.value === 'left') {
    return (
      <>
        <Group desk={desk} pages={later.left.callback} title={t('later.callbacks')} empty={t('later.no_callbacks')} />
        <Group desk={desk} pages={later.left.abandoned} title={t('later.abandoned')} empty={t('later.no_abandoned')} />
      </>
    );
  }
  return (
    <>
      <label class="find-past"><Icon of={search} size="s" /><input type="search" dir="auto" autocomplete="off" placeholder={t('later.search')} aria-label={t('later.search')} value={later.search.value} onInput={(event) => later.find(event.currentTarget.value)} /></label>
      <Group desk={desk} pages={later.past} title={t('later.done')} empty={later.search.value.trim() ? t('palette.none', { text: later.search.value }) : t('later.no_past')} />
    </>
  );
}

function Group({ desk, pages, title, empty }: { desk: Desk; pages: Pages; title: string; empty: string }) {
  const all = pages.all.value;
  return (
    <>
      <h3 class="ql">{title} {pages.state.value === 'ready' && <span class="num">{all.length}{pages.hasMore.value ? '+' : ''}</span>}</h3>
      {pages.state.value === 'error' && <div class="empty" role="alert"><p>{t('later.error')}</p><button type="button" class="btn sm" onClick={() => void pages.load()}>{t('queue.retry')}</button></div>}
      {pages.state.value === 'ready' && all.length === 0 && <p class="empty meta">{empty}</p>}
      <ul>{all.map((one) => <LaterRow key={one.channel_id} desk={desk} session={one} />)}</ul>
      {pages.hasMore.value && <button type="button" class="btn sm more" onClick={() => void pages.load(true)}>{t('later.more')}</button>}
    </>
  );
}

function LaterRow({ desk, session }: { desk: Desk; session: Session }) {
  const current = desk.later.current.value?.channel_id === session.channel_id;
  const name = nameOf(session.customer);
  const at = session.callback?.requested_at ?? session.completed_at ?? session.ended_at ?? session.created_at;
  const wants = session.status === 'callback' ? session.callback?.phone ?? t('later.message') : '';
  return (
    <li>
      <button type="button" data-row data-current={current || undefined} class={`q ${current ? 'on' : ''}`} aria-current={current ? 'true' : undefined} onClick={() => { desk.later.current.value = session; }}>
        <Avatar id={session.customer.id} name={name} size="s" />
        <span class="grow">
          <span class="row"><b class="ell grow any">{name}</b><span class="w num">{whenOf(at)}</span></span>
          <span class="sub ell any">{wants !== '' && <b class="num">{wants} </b>}{session.subject || (session.last_message ? plain(session.last_message.content) : t('chat.no_subject'))}</span>
        </span>
      </button>
    </li>
  );
}

function whenOf(iso: string): string {
  const today = new Date().toDateString() === new Date(iso).toDateString();
  return today ? clockTime(iso, language) : new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(new Date(iso));
}

/** One of them, in the conversation's place. */
export function LaterChat({ desk, toggleContext }: { desk: Desk; toggleContext: () => void }) {
  const session = desk.later.current.value;
  if (!session) return <div class="blank"><h1>{t(desk.later.view.value === 'left' ? 'later.none_left' : 'later.none_past')}</h1><p class="meta">{t('later.none_note')}</p></div>;
  return <LaterOpen key={session.channel_id} desk={desk} session={session} toggleContext={toggleContext} />;
}

function LaterOpen({ desk, session, toggleContext }: { desk: Desk; session: Session; toggleContext: () => void }) {
  const name = nameOf(session.customer);
  const key = `later.status.${session.status}` as 'later.status.callback';
  return (
    <div class="open" id="chat">
      <div class="ch">
        <button type="button" class="btn ghost icon back" aria-label={t('chat.back')} onClick={() => { desk.later.current.value = null; }}><Icon of={down} class="turn" /></button>
        <Avatar id={session.customer.id} name={name} size="m" />
        <div class="grow"><h1 class="ell any">{session.subject || t('chat.no_subject')}</h1><div class="meta ell"><b><bdi>{name}</bdi></b> · {dayName(session.created_at, language)}, <span class="num">{clockTime(session.created_at, language)}</span></div></div>
        <span class={`chip ${session.status === 'completed' ? 'ok' : session.status === 'callback' ? 'warn' : ''}`}>{t(key)}</span>
        <button type="button" class="btn sm ctxb" aria-label={t('chat.show_context')} onClick={toggleContext}><Icon of={userIcon} size="s" /><span>{t('chat.show_context')}</span></button>
      </div>
      {session.callback && <CallbackBand session={session} />}
      <History desk={desk} session={session} />
      <Ending desk={desk} session={session} />
    </div>
  );
}

function CallbackBand({ session }: { session: Session }) {
  const { phone: number, preferred_at, note } = session.callback!;
  return (
    <div class="hand" role="group" aria-label={t('later.callback')}>
      <span class="oi"><Icon of={phone} /></span>
      <div class="grow">
        <b>{number ? <a href={`tel:${number.replace(/[^+\d]/g, '')}`}><bdi class="num">{number}</bdi></a> : t('later.message')}</b>
        <span class="meta">{preferred_at ? t('later.wanted', { when: `${dayName(preferred_at, language)}, ${clockTime(preferred_at, language)}` }) : t(number ? 'later.any_time' : 'later.no_number')}{note && <> · <bdi>{note}</bdi></>}</span>
      </div>
    </div>
  );
}

function History({ desk, session }: { desk: Desk; session: Session }) {
  const id = session.channel_id;
  const messages = useSignal<Message[] | undefined>(undefined);
  const hasOlder = useSignal(false);
  const failed = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const load = async (before?: number) => {
    failed.value = false;
    try {
      const page = await desk.later.messages(id, before);
      hasOlder.value = page.length >= 50;
      messages.value = before === undefined ? page : [...page, ...messages.value ?? []];
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => void load(), [session.status]);
  useLayoutEffect(() => { if (box.current) box.current.scrollTop = box.current.scrollHeight; }, [messages.value === undefined]);
  const rows = useMemo(() => rowsOf({ messages: messages.value ?? [], entries: [], me: desk.me, readUpTo: 0 }), [messages.value]);
  const context = useMemo((): LogContext => ({
    t, language, base: '', own: 'tech', other: 'tech', me: desk.me,
    isOut: (message) => message.sender.kind !== 'client',
    onRetry: () => undefined,
    onDiscard: () => undefined,
    systemText: (message) => systemText(message, t),
    onReact: (message, emoji, remove) => void desk.client.react(message.id, emoji, remove).then(() => load()).catch(() => undefined),
  }), [desk]);
  return (
    <div class="logwrap" aria-busy={!messages.value && !failed.value}>
      <div class="scroll" role="log" aria-live="off" aria-label={t('chat.messages')} tabIndex={0} ref={box}>
        <div class="log">
          {failed.value && <p class="empty" role="alert">{t('later.error')} <button type="button" class="btn sm" onClick={() => void load()}>{t('queue.retry')}</button></p>}
          {hasOlder.value && <button type="button" class="btn sm older" onClick={() => void load(messages.value?.[0]?.seq)}>{t('chat.older')}</button>}
          <LogRows rows={rows} context={context} />
        </div>
      </div>
    </div>
  );
}

/** How it goes on: dealt with, or with the client, who has come back. */
function Ending({ desk, session }: { desk: Desk; session: Session }) {
  const id = session.channel_id;
  const name = nameOf(session.customer);
  if (session.status === 'callback' || session.status === 'abandoned') return <Complete desk={desk} session={session} />;
  if (session.status === 'pending') {
    return (
      <div class="over ending"><span class="grow">{t('later.back', { name })}</span>
        <button type="button" class="btn sm primary" aria-disabled={!desk.isOnline} onClick={() => void desk.accept(id).then(() => desk.later.show('now'))}>{t('queue.accept')}</button></div>
    );
  }
  const by = session.completed_by?.name ?? session.agent?.name;
  const at = session.completed_at ?? session.ended_at;
  const text = session.status === 'active' ? t('chat.handed', { name: session.agent?.name ?? name }) : by ? t(session.status === 'completed' ? 'later.done_by' : 'later.ended_with', { name: by }) : t('chat.closed');
  return <div class="over"><Icon of={check} /><span class="grow">{text}{at && <span class="num"> {dayName(at, language)}, {clockTime(at, language)}</span>}</span></div>;
}

function Complete({ desk, session }: { desk: Desk; session: Session }) {
  const id = session.channel_id;
  const draft = `complete.${id}`;
  const text = useSignal(desk.kept(draft));
  const sure = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal('');
  const key = useRef({ of: '', key: '' });
  const area = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => { if (sure.value) confirm.current?.focus(); }, [sure.value]);

  const complete = async () => {
    if (busy.value) return;
    const note = text.value.trim();
    if (key.current.key === '' || key.current.of !== note) key.current = { of: note, key: newClientId() };
    busy.value = true;
    problem.value = '';
    try {
      await desk.later.complete(id, note, key.current.key);
      desk.kept(draft, '');
      announcer.say(t('later.completed'));
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (error.code === 'invalid_state' || error.code === 'session_closed') await desk.later.refresh(id);
      problem.value = error.retryable ? t('refused.unreachable') : t('refused.other', { reason: error.message });
    } finally {
      busy.value = false;
      sure.value = false;
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.value.trim() === '') sure.value = true;
    else void complete();
  };
  const write = () => {
    sure.value = false;
    area.current?.focus();
  };
  return (
    <form class="complete" onSubmit={submit} noValidate>
      <label class="field"><span>{t('later.note')}</span>
        <textarea ref={area} rows={2} dir="auto" maxLength={16_000} value={text.value} placeholder={t(session.status === 'callback' ? 'later.note_call' : 'later.note_left')}
          onInput={(event) => { text.value = event.currentTarget.value; sure.value = false; desk.kept(draft, text.value); }} /></label>
      {problem.value !== '' && <p class="problem" role="alert">{problem}</p>}
      {sure.value ? (
        <div class="row" role="group" aria-label={t('later.sure')} onKeyDown={(event) => { if (event.key === 'Escape') write(); }}>
          <b class="grow">{t('later.sure')}</b>
          <button type="button" class="btn sm" ref={confirm} aria-disabled={busy.value} onClick={() => void complete()}>{t('later.without')}</button>
          <button type="button" class="btn sm primary" onClick={write}>{t('later.write')}</button>
        </div>
      ) : (
        <div class="row"><span class="meta grow">{t('later.waited', { time: elapsed(session.callback?.requested_at ?? session.ended_at ?? session.created_at, desk.now()) })}</span>
          <button type="submit" class="btn primary sm" aria-disabled={busy.value || !desk.isOnline}><Icon of={check} size="s" />{t('later.complete')}</button></div>
      )}
    </form>
  );
}
