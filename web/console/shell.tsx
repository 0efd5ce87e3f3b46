// The frame of the console: navigation, the bar on top, queue, conversation, client.

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AgentStatus } from '../sdk';
import { Avatar, StatusGlyph } from '../ui/avatar';
import { chat as chatIcon, down, Icon, logo, mute, search, sound } from '../ui/icons';
import { useAlerts } from './alerts';
import { announcer, signOut, sounds, t, useClock } from './app';
import { Context } from './context';
import { Conversation } from './conversation';
import type { Desk } from './desk';
import { focusRegion, useKeys } from './keys';
import { Palette } from './palette';
import { Queue } from './queue';
import { setTheme, theme, THEMES } from './theme';

const STATUSES: AgentStatus[] = ['online', 'away', 'busy', 'do_not_respond'];

export function Shell({ desk }: { desk: Desk }) {
  const palette = useSignal(false);
  const context = useSignal(false);
  useAlerts(desk);
  useKeys(desk, { palette: () => { palette.value = !palette.value; }, context: () => { context.value = !context.value; } });

  useEffect(() => {
    const off = desk.problem.subscribe((text) => text && announcer.say(text, true));
    return off;
  }, [desk]);

  return (
    <div class="app" data-pane={(desk.later.view.value === 'now' ? desk.currentId.value : desk.later.current.value) === null ? 'queue' : 'conv'}>
      <Rail desk={desk} />
      <div class="top" role="region" aria-label={t('region.top')} data-region tabIndex={-1}>
        <button type="button" class="jump" onClick={() => { palette.value = true; }}>
          <Icon of={search} /><span class="grow ell">{t('palette.open')}</span><span class="kbd">Ctrl K</span>
        </button>
        <span class="grow" />
        <Status desk={desk} />
        <button type="button" class="btn ghost icon" aria-pressed={sounds.on.value} aria-label={t('sound.on')}
          title={t(sounds.on.value ? 'sound.on' : 'sound.off')} onClick={() => sounds.toggle()}>
          <Icon of={sounds.on.value ? sound : mute} />
        </button>
      </div>
      <Bars desk={desk} />
      <Queue desk={desk} />
      <Conversation desk={desk} toggleContext={() => { context.value = !context.value; }} />
      <Context desk={desk} open={context.value} close={() => { context.value = false; }} />
      {palette.value && <Palette desk={desk} close={() => { palette.value = false; }} />}
    </div>
  );
}

function Rail({ desk }: { desk: Desk }) {
  const waiting = desk.calls.value;
  return (
    <nav class="rail" aria-label={t('region.navigation')} data-region tabIndex={-1}>
      <span class="logo"><Icon of={logo} size="l" /></span>
      <a class="ri" href="#queue" aria-current="page" aria-label={`${t('app.chats')}, ${t('queue.count', { count: waiting })}`} title={t('app.chats')}
        onClick={(event) => { event.preventDefault(); focusRegion('queue'); }}>
        <Icon of={chatIcon} size="l" />
        {waiting > 0 && <span class="badge rb" aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>}
      </a>
      <span class="grow" />
      <You desk={desk} />
    </nav>
  );
}

/** Theme and signing out, behind one's own initials. */
function You({ desk }: { desk: Desk }) {
  const open = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open.value) return;
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) open.value = false;
    };
    addEventListener('pointerdown', outside);
    addEventListener('focusin', outside);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('focusin', outside);
    };
  }, [open.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open.value) return;
    open.value = false;
    box.current?.querySelector('button')?.focus();
  };
  return (
    <div class="you" ref={box} onKeyDown={onKeyDown}>
      <button type="button" class="ri" aria-expanded={open.value} aria-label={t('menu.you', { name: desk.user.name })} onClick={() => { open.value = !open.value; }}>
        <Avatar id={desk.me} name={desk.user.name} />
      </button>
      {open.value && (
        <div class="pop">
          <b class="ell">{desk.user.name}</b>
          <span class="meta ell">{desk.user.email}</span>
          <div class="seg" role="group" aria-label={t('theme.label')}>
            {THEMES.map((one) => (
              <button key={one} type="button" aria-pressed={theme.value === one} onClick={() => setTheme(one)}>{t(`theme.${one}`)}</button>
            ))}
          </div>
          <button type="button" class="btn" onClick={() => void signOut()}>{t('signin.out')}</button>
        </div>
      )}
    </div>
  );
}

function Status({ desk }: { desk: Desk }) {
  const status = desk.status.value;
  const change = async (event: Event) => {
    const select = event.currentTarget as HTMLSelectElement;
    const done = await desk.setStatus(select.value as AgentStatus);
    if (!done) desk.problem.value = t('status.failed', { status: t(`status.${desk.status.value}`) });
    select.value = desk.status.value;
  };
  return (
    <span class="status">
      <StatusGlyph of={status} />
      <select aria-label={t('status.label')} value={status} disabled={!desk.isOnline} onChange={(event) => void change(event)}>
        {(STATUSES.includes(status) ? STATUSES : [...STATUSES, status]).map((one) => <option key={one} value={one} selected={one === status}>{t(`status.${one}`)}</option>)}
      </select>
      <Icon of={down} size="s" />
    </span>
  );
}

/** What is wrong, above everything: no connection, blocked sound, a refusal. */
function Bars({ desk }: { desk: Desk }) {
  return (
    <div class="bars">
      <Lost desk={desk} />
      {sounds.on.value && sounds.blocked.value && (
        <div class="bar quiet"><span>{t('sound.blocked')}</span><button type="button" class="btn sm" onClick={() => void sounds.unlock()}>{t('sound.unlock')}</button></div>
      )}
      {desk.problem.value && (
        <div class="bar danger">
          <span>{desk.problem}</span>
          <button type="button" class="btn sm" onClick={() => { desk.problem.value = ''; }}>{t('chat.close')}</button>
        </div>
      )}
    </div>
  );
}

function Lost({ desk }: { desk: Desk }) {
  const connection = desk.connection.value;
  const lost = useSignal(false);
  useSignalEffect(() => {
    const { kind } = desk.connection.value;
    if (kind === 'online') lost.value = false;
    else if (kind === 'waiting') lost.value = true;
  });
  if (connection.kind === 'closed') {
    return (
      <div class="bar danger"><span>{t('lost.closed', { code: connection.code })}</span>
        <button type="button" class="btn sm" onClick={() => location.reload()}>{t('lost.reload')}</button></div>
    );
  }
  return lost.value ? <Retry desk={desk} /> : null;
}

function Retry({ desk }: { desk: Desk }) {
  const now = useClock();
  const connection = desk.connection.value;
  const seconds = connection.kind === 'waiting' ? Math.max(1, Math.ceil((connection.retryAt - now) / 1000)) : 0;
  return (
    <div class="bar late">
      <span>{t('lost.text')} <span class="num">{seconds > 0 ? t('lost.retry', { count: seconds }) : t('lost.trying')}</span></span>
      {seconds > 0 && <button type="button" class="btn sm" onClick={() => desk.client.retryNow()}>{t('lost.now')}</button>}
    </div>
  );
}
