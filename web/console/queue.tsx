// What is offered to me, who waits, in the server's order, and which chats are mine.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../sdk';
import { isOver } from '../sdk';
import { Avatar } from '../ui/avatar';
import { Icon, pen } from '../ui/icons';
import { inShort, typistsOf } from '../ui/log';
import { plain } from '../ui/markdown';
import { clockTime, elapsed } from '../ui/time';
import { language, nameOf, t, useClock } from './app';
import type { Desk, OpenChat } from './desk';
import { LaterList, Views } from './later';
import { focusComposer, keepOneStop, roving } from './keys';
import { OfferCard, Snooze, SNOOZE_MINUTES } from './offer';
import type { Waiting } from './waiting';

const LONG_WAIT_MS = 180_000;

export function Queue({ desk }: { desk: Desk }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => keepOneStop(list.current));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!list.current || event.ctrlKey || event.altKey || event.metaKey || roving(event, list.current)) return;
    const { waiting, offer } = (document.activeElement as HTMLElement).dataset;
    const id = Number(offer ?? waiting);
    if (!id) return;
    if (event.code === 'KeyA') void (offer ? desk.acceptOffer(id) : desk.accept(id));
    if (event.code === 'KeyP' && offer) void desk.pass(id);
    if (event.code === 'KeyS') void desk.snooze(id, SNOOZE_MINUTES[0]!);
  };
  const loading = desk.loading.value;
  const view = desk.later.view.value;
  return (
    <section class="queue" aria-label={t('region.queue')} data-region tabIndex={-1} id="queue" aria-busy={loading === 'loading'}>
      <div class="qh"><h2>{t('queue.title')}</h2><span class="badge quiet" aria-label={t('queue.count', { count: desk.calls.value })} role="img">{desk.calls}</span></div>
      <Views desk={desk} />
      <div class="qlist" ref={list} onKeyDown={onKeyDown}>
        {view !== 'now' && <LaterList desk={desk} />}
        {view === 'now' && loading === 'error' && (
          <div class="empty" role="alert"><p>{t('queue.error')}</p><button type="button" class="btn sm" onClick={() => void desk.load()}>{t('queue.retry')}</button></div>
        )}
        {view === 'now' && loading === 'loading' && <Skeleton />}
        {view === 'now' && loading === 'ready' && <Lists desk={desk} />}
      </div>
    </section>
  );
}

function Lists({ desk }: { desk: Desk }) {
  const now = useClock();
  const waiting = desk.waiting.all.value;
  const chats = desk.chats.value;
  const offers = desk.offers.all.value;
  const calls = desk.offers.open.value.length > 0;
  const lost = desk.connection.value.kind === 'waiting' && now - desk.connection.value.since > 2_000;
  return (
    <>
      {lost && <p class="meta old">{t('queue.old', { time: clockTime(new Date(desk.loadedAt.value).toISOString(), language) })}</p>}
      {offers.length > 0 && (
        <>
          <h3 class="ql">{t('offer.title')}</h3>
          <ul>{offers.map((one, index) => <OfferCard key={one.id} desk={desk} offer={one} first={index === 0} />)}</ul>
        </>
      )}
      <h3 class="ql">{t('queue.waiting')} <span class="num">{desk.waiting.count}</span></h3>
      {waiting.length === 0 && <p class="empty meta">{t('queue.empty')}</p>}
      <ul>{waiting.map((one, index) => <WaitingRow key={one.session.channel_id} desk={desk} waiting={one} first={index === 0 && !calls && !desk.isSnoozed(one.session.channel_id)} />)}</ul>
      <h3 class="ql">{t('queue.mine')} <span class="num">{chats.filter((one) => !isOver(one.session) && !one.left).length}</span></h3>
      {chats.length === 0 && <p class="empty meta">{t('queue.mine_empty')}</p>}
      <ul>{chats.map((one) => <MineRow key={one.id} desk={desk} chat={one} />)}</ul>
    </>
  );
}

/** The first in line is drawn large, with its words; the rest are rows. */
function WaitingRow({ desk, waiting, first }: { desk: Desk; waiting: Waiting; first: boolean }) {
  const { session, state } = waiting;
  useClock();
  const since = elapsed(session.created_at, desk.now());
  const long = desk.now() - Date.parse(session.created_at) > LONG_WAIT_MS;
  const name = nameOf(session.customer);
  const priority = t(`priority.${session.priority}`);
  const until = desk.isSnoozed(session.channel_id) ? desk.snoozes.value.get(session.channel_id)! : 0;
  const over = state === 'taken' ? t('queue.faster', { name: waiting.by ?? '' }) : state === 'gone' ? t('queue.gone') : '';
  const words = session.last_message ? plain(session.last_message.content) : '';
  const accept = (
    <button type="button" data-row data-waiting={session.channel_id} class={`btn sm ${first ? 'primary grow' : ''}`}
      aria-label={t('queue.accept_name', { name, priority, time: since })} aria-disabled={state === 'accepting' || !desk.isOnline}
      title={desk.isOnline ? undefined : t('queue.offline')} onClick={() => void desk.accept(session.channel_id)}>
      {t(state === 'accepting' ? 'queue.accepting' : 'queue.accept')}{first && state !== 'accepting' && <span class="kbd on" data-keys="Alt A" aria-hidden="true" />}
    </button>
  );
  if (over) return <li class="q over"><span class="grow ell" role="status">{over}</span></li>;
  if (first) {
    return (
      <li class="offer">
        <div class="row">
          <Avatar id={session.customer?.id} name={name} size="m" />
          <div class="grow">
            <div class="row"><b class="ell any">{name}</b><PriorityChip session={session} /></div>
            <div class="row meta"><span class="ell grow any">{session.subject || t('chat.no_subject')}</span><span class={`w num ${long ? 'warn' : ''}`}>{since}</span></div>
          </div>
        </div>
        {words !== '' && words !== session.subject && <p class="prev any">{words}</p>}
        <div class="row">{accept}<Snooze desk={desk} id={session.channel_id} name={name} /></div>
      </li>
    );
  }
  return (
    <li class="q wait">
      <span class={`pri ${session.priority}`} role="img" aria-label={priority} title={priority} />
      <div class="grow">
        <div class="row"><b class="ell grow any">{name}</b><span class={`w num ${long ? 'warn' : ''}`}>{since}</span></div>
        <span class="ell sub any">{until > 0 ? t('snooze.until', { time: clockTime(new Date(until).toISOString(), language) }) : session.subject || words || t('chat.no_subject')}</span>
      </div>
      {accept}
    </li>
  );
}

export function PriorityChip({ session }: { session: Session }) {
  if (session.priority === 'medium' || session.priority === 'low') return null;
  return <span class={`chip ${session.priority === 'urgent' ? 'danger' : 'warn'}`}>{t(`priority.${session.priority}`)}</span>;
}

function MineRow({ desk, chat }: { desk: Desk; chat: OpenChat }) {
  const { session, conversation, unread } = chat;
  const name = nameOf(session?.customer);
  const current = desk.currentId.value === chat.id;
  const last = conversation?.messages.findLast((one) => one.type !== 'system_event' && !one.deleted_at);
  const draft = current ? undefined : desk.drafts.value.get(chat.id);
  const typing = conversation ? typistsOf(conversation, desk.me).length > 0 : false;
  const over = isOver(session);
  const open = () => {
    desk.select(chat.id);
    requestAnimationFrame(focusComposer);
  };
  return (
    <li>
      <button type="button" data-row data-current={current || undefined} class={`q ${current ? 'on' : ''} ${unread > 0 ? 'un' : ''}`} aria-current={current ? 'true' : undefined} onClick={open}>
        <Avatar id={session?.customer?.id} name={name} size="s" />
        <span class="grow">
          <span class="row"><b class="ell grow any">{name}</b>{last && <span class="w num">{clockTime(last.created_at, language)}</span>}</span>
          <span class="row">
            {over || chat.left ? <span class="sub grow ell">{t(over ? 'queue.ended' : 'queue.left')}</span>
              : typing ? <span class="sub grow ell aiw">{t('queue.typing')}</span>
              : draft ? <span class="sub grow ell draft"><Icon of={pen} size="s" /><b>{t('queue.draft')}</b>{draft}</span>
              : <span class="sub grow ell any">{last ? inShort(last) : session?.subject}</span>}
            {unread > 0 && <span class="badge"><span aria-hidden="true">{unread > 99 ? '99+' : unread}</span><span class="sr">{t('queue.unread', { count: unread })}</span></span>}
          </span>
        </span>
      </button>
    </li>
  );
}

function Skeleton() {
  return (
    <ul aria-hidden="true">
      {[70, 55, 80, 60, 45].map((width) => (
        <li key={width} class="q"><span class="skeleton dot" /><span class="grow"><span class="skeleton" style={{ width: `${width}%` }} /><span class="skeleton thin" style={{ width: `${width - 15}%` }} /></span></li>
      ))}
    </ul>
  );
}
