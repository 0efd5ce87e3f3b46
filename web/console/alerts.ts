// Makes itself heard when a chat is offered, when somebody waits, and when a client writes: sound, the tab's title, and the screen reader.

import { useEffect } from 'preact/hooks';
import { inShort } from '../ui/log';
import { announcer, nameOf, sounds, t } from './app';
import type { Desk } from './desk';

const OFFER_EVERY_MS = 3_000;
const OFFER_ENDS_S = 10;
const RING_EVERY_MS = 12_000;
const FLASH_EVERY_MS = 1_000;
const LOST_AFTER_MS = 5_000;

export function useAlerts(desk: Desk): void {
  useEffect(() => {
    const rings = () => desk.status.value !== 'do_not_respond' && desk.status.value !== 'offline';
    const arrived: Parameters<typeof desk.onArrival.add>[0] = (session) => {
      if (rings()) sounds.play('queue');
      announcer.say(t('queue.new', { name: nameOf(session.customer), subject: session.subject ?? '' }));
    };
    const written: Parameters<typeof desk.onMessage.add>[0] = (message) => {
      const looking = document.hasFocus() && !document.hidden && desk.currentId.value === (message.session_id ?? message.channel_id);
      if (!looking && rings()) sounds.play('message');
      const who = message.visibility === 'internal' ? t('alert.note', { name: message.sender.name }) : message.sender.name;
      announcer.say(`${who}: ${inShort(message)}`);
    };
    const offered: Parameters<typeof desk.onOffer.add>[0] = (session) => {
      sounds.play('ring');
      const count = Math.round((desk.offers.get(session.channel_id)?.lasts ?? 0) / 1000);
      announcer.say(t('offer.said', { name: nameOf(session.customer), subject: session.subject, priority: t(`priority.${session.priority}`), count }), true);
    };
    const invited: Parameters<typeof desk.onInvite.add>[0] = (session, by) => {
      if (rings()) sounds.play('queue');
      announcer.say(t('invite.said', { by: by?.name ?? '', name: nameOf(session.customer) }));
    };
    const handed: Parameters<typeof desk.onTransfer.add>[0] = (transfer) => {
      const name = transfer.to?.name ?? transfer.team_name ?? '';
      if (transfer.from.id === desk.me && transfer.state === 'returned') announcer.say(t('hand.returned', { name, from: transfer.from.name }));
    };
    const warned = new Set<string>();
    const call = setInterval(() => {
      if (desk.offers.open.value.length > 0) sounds.play('ring');
    }, OFFER_EVERY_MS);
    const warn = setInterval(() => {
      for (const { id, session, expiresAt, lasts } of desk.offers.open.value) {
        const count = Math.ceil((expiresAt - desk.now()) / 1000);
        if (count > OFFER_ENDS_S || lasts < 2_000 * OFFER_ENDS_S || warned.has(id)) continue;
        warned.add(id);
        announcer.say(t('offer.soon', { name: nameOf(session.customer), count }), true);
      }
    }, 1_000);
    desk.onOffer.add(offered);
    desk.onInvite.add(invited);
    desk.onTransfer.add(handed);
    desk.onArrival.add(arrived);
    desk.onMessage.add(written);
    const ring = setInterval(() => {
      if (desk.waiting.all.value.some((one) => one.state === 'waiting' && !desk.isSnoozed(one.session.channel_id)) && rings()) sounds.play('queue');
    }, RING_EVERY_MS);
    const flash = setInterval(() => title(desk), FLASH_EVERY_MS);
    const stopLost = announceLost(desk);
    return () => {
      clearInterval(call);
      clearInterval(warn);
      desk.onOffer.delete(offered);
      desk.onInvite.delete(invited);
      desk.onTransfer.delete(handed);
      desk.onArrival.delete(arrived);
      desk.onMessage.delete(written);
      clearInterval(ring);
      clearInterval(flash);
      stopLost();
    };
  }, [desk]);
}

/** The title alternates while somebody waits and nobody looks. */
function title(desk: Desk): void {
  const offer = desk.offers.open.value[0];
  const first = offer ?? desk.waiting.all.value.find((one) => one.state === 'waiting' && !desk.isSnoozed(one.session.channel_id));
  const count = desk.calls.value;
  const counted = count > 0 ? `(${count}) ` : '';
  const calls = count > 0 && first && document.hidden && Math.floor(Date.now() / FLASH_EVERY_MS) % 2 === 0;
  const said = calls ? t(offer ? 'offer.calls' : 'queue.new', { name: nameOf(first.session.customer), subject: first.session.subject ?? '' }) : t('queue.title');
  const wanted = `${counted}${said} · ${t('app.title')}`;
  if (document.title !== wanted) document.title = wanted;
}

function announceLost(desk: Desk): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  const stop = desk.connection.subscribe(({ kind }) => {
    if (kind === 'online') {
      clearTimeout(timer);
      timer = undefined;
      if (told) announcer.say(t('lost.back'));
      told = false;
    } else if (kind === 'waiting') {
      timer ??= setTimeout(() => {
        told = true;
        announcer.say(t('lost.announce'), true);
      }, LOST_AFTER_MS);
    }
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
