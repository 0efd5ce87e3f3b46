// The files that the next message takes along, above its text.

import { clip, cross, Icon } from '../ui/icons';
import { sizeOf } from '../ui/log';
import { language, t } from './app';
import type { Desk } from './desk';

export function Uploads({ desk, channel }: { desk: Desk; channel: number }) {
  const all = desk.files.of(channel);
  if (all.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('file.list')}>
      {all.map((one) => (
        <li key={one.key} class={one.error ? 'bad' : ''}>
          <Icon of={clip} size="s" />
          <span class="grow"><span class="ell any block">{one.name}</span>
            <span class="meta ell block" role={one.error ? 'alert' : undefined}>{one.error ? t('file.refused', { reason: one.error }) : one.attachment ? sizeOf(one.size, language) : t('file.percent', { percent: Math.round(one.done * 100) })}</span>
            {!one.attachment && !one.error && <span class="meter"><i style={{ width: `${one.done * 100}%` }} /></span>}
          </span>
          {one.error && desk.files.canRetry(one.key) && <button type="button" class="btn sm" onClick={() => desk.files.retry(channel, one.key)}>{t('log.retry')}</button>}
          <button type="button" class="btn ghost icon sm" aria-label={t('file.remove', { name: one.name })} onClick={() => desk.files.remove(channel, one.key)}><Icon of={cross} size="s" /></button>
        </li>
      ))}
    </ul>
  );
}
