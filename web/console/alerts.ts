// Makes itself heard when somebody waits, and when a client writes: sound, the tab's title, and the screen reader.

import { useEffect } from 'preact/hooks';
import { plain } from '../ui/markdown';
import { announcer, nameOf, sounds, t } from './app';
import type { Desk } from './desk';

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
      const looking = document.hasFocus() && !document.hidden && desk.currentId.value === message.channel_id;
      if (!looking && rings()) sounds.play('message');
      announcer.say(`${message.sender.name}: ${plain(message.content)}`);
    };
    desk.onArrival.add(arrived);
    desk.onMessage.add(written);
    const ring = setInterval(() => {
      if (desk.waiting.count.value > 0 && rings()) sounds.play('queue');
    }, RING_EVERY_MS);
    const flash = setInterval(() => title(desk), FLASH_EVERY_MS);
    const stopLost = announceLost(desk);
    return () => {
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
  const first = desk.waiting.all.value[0];
  const count = desk.waiting.count.value;
  const counted = count > 0 ? `(${count}) ` : '';
  const calls = count > 0 && first && document.hidden && Math.floor(Date.now() / FLASH_EVERY_MS) % 2 === 0;
  const said = calls ? t('queue.new', { name: nameOf(first.session.customer), subject: first.session.subject ?? '' }) : t('queue.title');
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
