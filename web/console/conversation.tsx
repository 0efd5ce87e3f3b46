// The open chats as tabs, and the conversation of one of them.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isOver, readUpTo, unreadOf } from '../sdk';
import { Avatar } from '../ui/avatar';
import { addUser, cross, down, Icon, leave, pen, swap, user as userIcon } from '../ui/icons';
import { LogRows, typistsOf, type LogContext } from '../ui/log';
import { rowsOf } from '../ui/rows';
import { useLogScroll } from '../ui/scroll';
import { systemText } from '../ui/system';
import { elapsed } from '../ui/time';
import { language, nameOf, t, useClock } from './app';
import { Composer } from './composer';
import type { Desk, OpenChat } from './desk';
import { HandingOver, InviteDialog, LeaveDialog, TransferDialog } from './handover';
import { LaterChat } from './later';
import { keepOneStop, onAsk, type Ask } from './keys';
import { tables, type Key } from './strings';

const SEEN_MS = 600;

export function Conversation({ desk, toggleContext }: { desk: Desk; toggleContext: () => void }) {
  const chat = desk.current.value;
  const later = desk.later.view.value !== 'now';
  return (
    <main class="conversation" aria-label={t('region.conversation')} data-region tabIndex={-1}>
      {desk.chats.value.length > 0 && <Tabs desk={desk} />}
      {later ? <LaterChat desk={desk} toggleContext={toggleContext} /> : chat ? <Open key={chat.id} desk={desk} chat={chat} toggleContext={toggleContext} /> : (
        <div class="blank"><h1>{t('chat.none')}</h1><p class="meta">{t('chat.none_note')}</p></div>
      )}
    </main>
  );
}

function Tabs({ desk }: { desk: Desk }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => keepOneStop(list.current));
  useLayoutEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' }), [desk.currentId.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    const tabs = [...list.current!.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const forward = getComputedStyle(list.current!).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const step = event.key === forward ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? -1 : 0;
    if (at >= 0 && step !== 0) tabs[(at + step + tabs.length) % tabs.length]?.focus();
    if (at >= 0 && event.key === 'Delete' && canClose(desk.chats.value[at]!)) desk.dismiss(desk.chats.value[at]!.id);
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('chat.tabs')} ref={list} onKeyDown={onKeyDown}>
      {desk.chats.value.map((chat) => {
        const selected = chat.id === desk.currentId.value && desk.later.view.value === 'now';
        const name = nameOf(chat.session?.customer);
        return (
          <button type="button" key={chat.id} role="tab" data-row data-current={selected || undefined} aria-selected={selected} aria-controls={selected ? 'chat' : undefined}
            class="tab" onClick={() => desk.select(chat.id)}>
            <Avatar id={chat.session?.customer?.id} name={name} size="s" /><span class="ell any">{name}</span>
            {chat.unread > 0 && !selected && <span class="badge"><span aria-hidden="true">{chat.unread}</span><span class="sr">{t('queue.unread', { count: chat.unread })}</span></span>}
            {!selected && chat.unread === 0 && desk.drafts.value.has(chat.id) && <><Icon of={pen} size="s" /><span class="sr">{t('queue.draft')}</span></>}
            {canClose(chat) && (
              <span class="tx" aria-hidden="true" onClick={(event) => { event.stopPropagation(); desk.dismiss(chat.id); }}><Icon of={cross} size="s" /></span>
            )}
          </button>
        );
      })}
    </div>
  );
}

/** It is over, or not mine any more. */
function canClose(chat: OpenChat): boolean {
  return isOver(chat.session) || chat.left || Boolean(chat.conversation?.gone);
}

interface Props {
  desk: Desk;
  chat: OpenChat;
}

function Open({ desk, chat, toggleContext }: Props & { toggleContext: () => void }) {
  const asks = useSignal<Ask | undefined>(undefined);
  const ask = (what: Ask) => {
    if (!canClose(chat)) asks.value = what;
  };
  useEffect(() => onAsk(ask), [canClose(chat)]);
  const close = () => { asks.value = undefined; };
  const AskDialog = asks.value && DIALOGS[asks.value];
  return (
    <div class="open" id="chat" role="tabpanel" aria-label={nameOf(chat.session?.customer)}>
      <Head desk={desk} chat={chat} toggleContext={toggleContext} ask={ask} />
      <HandingOver desk={desk} chat={chat} again={() => ask('transfer')} />
      {AskDialog && <AskDialog desk={desk} chat={chat} close={close} />}
      {chat.conversation?.loaded ? <Log desk={desk} chat={chat} /> : <Loading />}
      <Foot desk={desk} chat={chat} />
    </div>
  );
}

const DIALOGS = { transfer: TransferDialog, invite: InviteDialog, leave: LeaveDialog };

function Head({ desk, chat, toggleContext, ask }: Props & { toggleContext: () => void; ask: (what: Ask) => void }) {
  const { session } = chat;
  const name = nameOf(session?.customer);
  const source = `chat.source.${session?.source}`;
  const facts = [
    source in tables.en ? t(source as Key) : '',
    session?.assigned_at ? t('chat.waited', { time: elapsed(session.created_at, Date.parse(session.assigned_at)) }) : '',
  ].filter(Boolean);
  const open = !canClose(chat) && !desk.endings.value.has(chat.id);
  const colleagues = chat.conversation?.participants.filter((one) => one.kind === 'technician' && one.id !== desk.me) ?? [];
  const have = session?.agent_id === desk.me;
  return (
    <div class="ch">
      <button type="button" class="btn ghost icon back" aria-label={t('chat.back')} onClick={() => { desk.currentId.value = null; }}><Icon of={down} class="turn" /></button>
      <Avatar id={session?.customer?.id} name={name} size="m" />
      <div class="grow">
        <h1 class="ell any">{session?.subject || t('chat.no_subject')}</h1>
        <div class="meta ell"><b><bdi>{name}</bdi></b>{facts.map((fact) => <> · {fact}</>)}</div>
      </div>
      <button type="button" class="btn sm ctxb" aria-label={t('chat.show_context')} onClick={toggleContext}><Icon of={userIcon} size="s" /><span>{t('chat.show_context')}</span></button>
      {colleagues.length > 0 && !canClose(chat) && (
        <span class="crew" role="img" aria-label={t('chat.with', { names: colleagues.map((one) => one.name).join(', ') })} title={colleagues.map((one) => one.name).join(', ')}>
          {colleagues.slice(0, 3).map((one) => <Avatar key={one.id} id={one.id} name={one.name} />)}
        </span>
      )}
      {open && have && <button type="button" class="btn sm" title="Alt G" onClick={() => ask('transfer')}><Icon of={swap} size="s" />{t('hand.button')}</button>}
      {open && <button type="button" class="btn sm icon" aria-label={t('invite.title')} title={t('invite.title')} onClick={() => ask('invite')}><Icon of={addUser} size="s" /></button>}
      {open && <button type="button" class="btn sm icon" aria-label={t('leave.title')} title={t('leave.title')} onClick={() => ask('leave')}><Icon of={leave} size="s" class="flip" /></button>}
      {open && <button type="button" class="btn sm" title="Alt E" onClick={() => desk.end(chat.id)}>{t('chat.end')}</button>}
    </div>
  );
}

function Log({ desk, chat }: Props) {
  const conversation = chat.conversation!;
  const { me } = desk;
  // What was new when the chat was opened stays marked until I write or leave.
  const newAfter = useMemo(() => (unreadOf(conversation, me).length > 0 ? conversation.cursors[me] : undefined), [chat.id]);
  const notes = chat.notes?.messages;
  const wrote = useRef(conversation.messages.at(-1)?.id ?? 0);
  const wroteSince = conversation.messages.some((one) => one.sender.id === me && one.id > wrote.current) || chat.entries.length > 0;
  const rows = useMemo(
    () => rowsOf({ messages: conversation.messages, entries: chat.entries, notes: notes ?? [], noteEntries: chat.noteEntries, me, readUpTo: readUpTo(conversation, me), newAfter: wroteSince ? undefined : newAfter }),
    [conversation.messages, conversation.cursors, chat.entries, notes, chat.noteEntries, newAfter, wroteSince],
  );
  const context = useMemo((): LogContext => ({
    t,
    language,
    base: '',
    own: 'tech',
    other: 'tech',
    isOut: (message) => message.sender.kind !== 'client',
    onRetry: (entry) => desk.client.retry(entry),
    onDiscard: (entry) => desk.client.outbox.remove(entry.client_id),
    systemText: (message) => systemText(message, t),
    me: desk.me,
    onReact: (message, emoji, remove) => void desk.client.react(message.id, emoji, remove).catch(() => undefined),
  }), [desk]);
  const last = rows.at(-1);
  const scroll = useLogScroll(last?.key ?? '', last?.kind === 'message' && last.mine);
  const loadingOlder = useSignal(false);
  useSeen(desk, chat, scroll.atEnd);
  const below = useBelow(chat, me, scroll.atEnd);

  const older = async () => {
    if (loadingOlder.value || !conversation.hasOlder) return;
    loadingOlder.value = true;
    await desk.older(chat.id).catch(() => undefined);
    loadingOlder.value = false;
  };
  const onScroll = (event: Event) => {
    if ((event.currentTarget as HTMLElement).scrollTop < 80) void older();
  };

  return (
    <div class="logwrap">
      {/* Messages are spoken by the announcer, whole and once; a live log would repeat what it redraws. */}
      <div class="scroll" ref={scroll.ref} role="log" aria-live="off" aria-label={t('chat.messages')} tabIndex={0} onScroll={onScroll}>
        <div class="log">
          {conversation.hasOlder && (
            <button type="button" class="btn sm older" aria-disabled={loadingOlder.value} onClick={() => void older()}>{t(loadingOlder.value ? 'chat.loading_older' : 'chat.older')}</button>
          )}
          <LogRows rows={rows} context={context} />
        </div>
      </div>
      {!scroll.atEnd && (
        <button type="button" class="btn sm pill" onClick={scroll.toEnd}>{below > 0 ? t('chat.new_below', { count: below }) : t('chat.newest')}<Icon of={down} size="s" /></button>
      )}
    </div>
  );
}

/** Who writes, and how far the client has read. */
function Guard({ desk, chat }: Props) {
  const { conversation, session, notes } = chat;
  if (!conversation) return <div class="guard" />;
  const typist = typistsOf(conversation, desk.me)[0];
  const noter = notes && typistsOf(notes, desk.me)[0];
  const writes = typist ? t('chat.typing', { name: typist }) : noter ? t('chat.noting', { name: noter }) : '';
  const mine = conversation.messages.findLast((one) => one.sender.id === desk.me);
  const customer = session?.customer;
  const readAll = mine && customer && (conversation.cursors[customer.id] ?? 0) >= mine.id;
  return (
    <div class="guard">
      {writes !== '' && <><span><b><bdi>{writes}</bdi></b></span><span class="dots"><i /><i /><i /></span></>}
      <span class="grow" />
      {readAll && writes === '' && <span>{t('chat.read_all', { name: nameOf(customer) })}</span>}
    </div>
  );
}

function Foot({ desk, chat }: Props) {
  const { session, conversation } = chat;
  const name = nameOf(session?.customer);
  if (canClose(chat)) {
    const by = conversation?.endedBy;
    const holder = session?.agent && session.agent.id !== desk.me ? session.agent.name : '';
    const text = chat.left && !isOver(session) ? (holder ? t('chat.handed', { name: holder }) : t('chat.waits_again')) : conversation?.gone ? t('chat.gone') : session?.status === 'abandoned' ? t('chat.left', { name }) : by ? t('chat.closed_by', { name: by.name }) : t('chat.closed');
    return (
      <div class="over"><span class="grow">{text}</span><button type="button" class="btn sm" onClick={() => desk.dismiss(chat.id)}>{t('chat.close')}</button></div>
    );
  }
  const deadline = desk.endings.value.get(chat.id);
  if (deadline !== undefined) return <Ending desk={desk} id={chat.id} deadline={deadline} name={name} />;
  return <><Guard desk={desk} chat={chat} /><Composer desk={desk} chat={chat} name={name} /></>;
}

function Ending({ desk, id, deadline, name }: { desk: Desk; id: number; deadline: number; name: string }) {
  const now = useClock();
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  const seconds = Math.max(0, Math.ceil((deadline - now) / 1000));
  const text = deadline > 0 ? t('chat.ending', { count: seconds, name }) : t(desk.isOnline ? 'chat.ending_now' : 'chat.ending_offline');
  return (
    <div class="over ending" role="group" aria-label={t('chat.end')}>
      <span class="grow num">{text}</span>
      <button type="button" class="btn sm" onClick={() => void desk.endNow(id)}>{t('chat.end_now')}</button>
      <button type="button" class="btn sm primary" ref={undo} onClick={() => desk.undoEnd(id)}>{t('chat.undo')}</button>
    </div>
  );
}

function Loading() {
  return (
    <div class="logwrap loading" aria-busy="true"><span class="sr">{t('chat.loading')}</span>
      {[48, 62, 35].map((width) => <span key={width} class="skeleton" style={{ width: `${width}%` }} />)}</div>
  );
}

/** Says that it was read when the end of the log was in sight for a while, in a window that has the focus. */
function useSeen(desk: Desk, chat: OpenChat, atEnd: boolean): void {
  const head = Math.max(chat.conversation?.messages.at(-1)?.id ?? 0, chat.notes?.messages.at(-1)?.id ?? 0);
  useEffect(() => {
    if (!atEnd || head === 0) return;
    const timer = setInterval(() => {
      if (document.hidden || !document.hasFocus()) return;
      clearInterval(timer);
      desk.seen(chat.id);
    }, SEEN_MS);
    return () => clearInterval(timer);
  }, [atEnd, head]);
}

/** How many came in while I was reading further up. */
function useBelow(chat: OpenChat, me: number, atEnd: boolean): number {
  const head = useRef(0);
  const messages = [...chat.conversation!.messages, ...chat.notes?.messages ?? []];
  if (atEnd) head.current = messages.reduce((most, one) => Math.max(most, one.id), 0);
  return messages.filter((one) => one.id > head.current && one.sender.id !== me && one.type !== 'system_event').length;
}
