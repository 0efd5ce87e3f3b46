// Who the client is, as far as the session tells.

import { Avatar } from '../ui/avatar';
import { cross, Icon } from '../ui/icons';
import { clockTime, elapsed, fullTime } from '../ui/time';
import { language, nameOf, t, useClock } from './app';
import type { Desk } from './desk';
import { Notes } from './notes';
import { tables, type Key } from './strings';

/** Metadata that have a line of their own. */
const NAMED = new Set(['page', 'title', 'language', 'time_zone']);
const OTHERS_MAX = 12;

export function Context({ desk, open, close }: { desk: Desk; open: boolean; close: () => void }) {
  const session = desk.later.view.value === 'now' ? desk.current.value?.session : desk.later.current.value;
  return (
    <aside class={`context ${open ? 'shown' : ''}`} aria-label={t('region.context')} data-region tabIndex={-1}>
      <div class="cxh"><h2>{t('context.title')}</h2><button type="button" class="btn ghost icon ctxb" aria-label={t('context.close')} onClick={close}><Icon of={cross} /></button></div>
      {session ? <><Client session={session} /><Notes key={session.channel_id} desk={desk} id={session.channel_id} /></> : <p class="empty meta">{t('context.none')}</p>}
    </aside>
  );
}

function Client({ session }: { session: NonNullable<NonNullable<Desk['current']['value']>['session']> }) {
  const name = nameOf(session.customer);
  const metadata = session.metadata ?? {};
  const source = `chat.source.${session.source}`;
  const others = Object.entries(metadata).filter(([key, value]) => !NAMED.has(key) && value != null && value !== '').slice(0, OTHERS_MAX);
  return (
    <section class="card" aria-label={name}>
      <div class="row">
        <Avatar id={session.customer?.id} name={name} size="l" />
        <div class="grow">
          <b class="big ell any">{name}</b>
          {session.customer?.email && <a class="meta ell" href={`mailto:${session.customer.email}`}>{session.customer.email}</a>}
        </div>
      </div>
      <dl class="kv">
        <LocalTime zone={metadata['time_zone']} />
        {typeof metadata['page'] === 'string' && <><dt>{t('context.page')}</dt><dd class="ell any" title={metadata['page']}>{String(metadata['title'] || metadata['page'])}</dd></>}
        {typeof metadata['language'] === 'string' && <><dt>{t('context.language')}</dt><dd>{languageName(metadata['language'])}</dd></>}
        {source in tables.en && <><dt>{t('context.source')}</dt><dd>{t(source as Key)}</dd></>}
        <dt>{t('context.started')}</dt><dd class="num" title={fullTime(session.created_at, language)}>{clockTime(session.created_at, language)}</dd>
        {session.assigned_at && <><dt>{t('context.waited')}</dt><dd class="num">{elapsed(session.created_at, Date.parse(session.assigned_at))}</dd></>}
        <dt>{t('context.number')}</dt><dd class="num">{session.session_id}</dd>
      </dl>
      {others.length > 0 && (
        <>
          <h3>{t('context.more')}</h3>
          <dl class="kv">{others.map(([key, value]) => <><dt class="ell" title={key}>{key}</dt><dd class="any">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></>)}</dl>
        </>
      )}
    </section>
  );
}

/** The client's clock, where it differs from mine. */
function LocalTime({ zone }: { zone: unknown }) {
  const now = new Date(useClock());
  if (typeof zone !== 'string') return null;
  let theirs: string;
  try {
    theirs = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(now);
  } catch {
    return null;
  }
  return <><dt>{t('context.local_time')}</dt><dd class="num">{theirs} <span class="meta">{zone.replace(/_/g, ' ')}</span></dd></>;
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
