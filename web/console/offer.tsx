// A chat that is offered to me alone: who, why, and how long I have to say yes.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../ui/avatar';
import { bell, Icon } from '../ui/icons';
import { plain } from '../ui/markdown';
import { elapsed } from '../ui/time';
import { nameOf, t, useClock } from './app';
import type { Desk } from './desk';
import type { Offer } from './offers';
import { PriorityChip } from './queue';

export const SNOOZE_MINUTES = [2, 5, 15];

export function OfferCard({ desk, offer, first }: { desk: Desk; offer: Offer; first: boolean }) {
  useClock();
  const { session, state, transfer } = offer;
  const id = session.channel_id;
  const name = nameOf(session.customer);
  if (state === 'taken' || state === 'over') {
    return <li class="q over"><span class="grow ell" role="status">{state === 'taken' && offer.by ? t('queue.faster', { name: offer.by }) : t('offer.over', { name })}</span></li>;
  }
  const left = Math.max(0, offer.expiresAt - desk.now());
  const seconds = Math.ceil(left / 1000);
  const words = transfer?.note ?? (session.last_message ? plain(session.last_message.content) : '');
  const idle = state === 'offered' && desk.isOnline;
  return (
    <li class="offer ringing">
      <div class="row">
        <Countdown seconds={seconds} share={Math.min(1, left / offer.lasts)} />
        <div class="grow">
          <div class="row"><b class="ell any">{name}</b><PriorityChip session={session} /></div>
          <div class="meta ell any">{session.subject || t('chat.no_subject')}{session.status === 'pending' && <> · <span class="num">{t('offer.waited', { time: elapsed(session.created_at, desk.now()) })}</span></>}</div>
        </div>
      </div>
      {transfer && <div class="row meta"><Avatar id={transfer.from.id} name={transfer.from.name} size="s" /><span class="ell grow">{t('offer.from', { name: transfer.from.name })}</span></div>}
      {words !== '' && words !== session.subject && <p class="prev any">{words}</p>}
      <div class="row">
        <button type="button" data-row data-offer={id} class="btn primary sm grow" aria-disabled={!idle} aria-label={t('offer.accept_name', { name, count: seconds })}
          title={desk.isOnline ? undefined : t('queue.offline')} onClick={() => void desk.acceptOffer(id)}>
          {t(state === 'accepting' ? 'queue.accepting' : 'queue.accept')}{first && state === 'offered' && <span class="kbd on" data-keys="Alt A" aria-hidden="true" />}
        </button>
        <button type="button" class="btn sm" aria-disabled={!idle} title="Alt Shift A" aria-label={t('offer.pass_name', { name })} onClick={() => void desk.pass(id)}>{t('offer.pass')}</button>
        <Snooze desk={desk} id={id} name={name} />
      </div>
    </li>
  );
}

function Countdown({ seconds, share }: { seconds: number; share: number }) {
  return (
    <span class={`ring num ${seconds <= 5 ? 'late' : ''}`} role="img" aria-label={t('offer.seconds', { count: seconds })}>
      <svg viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15.5" /><circle class="fg" cx="18" cy="18" r="15.5" pathLength={100} stroke-dasharray={`${Math.round(share * 100)} 100`} /></svg>
      <span aria-hidden="true">{seconds}</span>
    </span>
  );
}

/** For how long it shall not ring here, behind a bell. */
export function Snooze({ desk, id, name }: { desk: Desk; id: number; name: string }) {
  const open = useSignal(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open.value) return;
    box.current?.querySelector<HTMLElement>('.menu button')?.focus();
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
    event.stopPropagation();
    open.value = false;
    box.current?.querySelector('button')?.focus();
  };
  return (
    <span class="snooze" ref={box} onKeyDown={onKeyDown}>
      <button type="button" class="btn sm ghost icon" aria-expanded={open.value} aria-label={t('snooze.name', { name })} title={t('snooze.title')} aria-disabled={!desk.isOnline}
        onClick={() => { open.value = desk.isOnline && !open.value; }}><Icon of={bell} size="s" /></button>
      {open.value && (
        <span class="menu" role="group" aria-label={t('snooze.title')}>
          {SNOOZE_MINUTES.map((count) => (
            <button type="button" key={count} class="btn sm" onClick={() => { open.value = false; void desk.snooze(id, count); }}>{t('snooze.minutes', { count })}</button>
          ))}
        </span>
      )}
    </span>
  );
}
