// What may be meant by a slash, above the composer; the text keeps the focus, so that one types on.

import { useLayoutEffect } from 'preact/hooks';
import { t } from './app';
import type { Suggestion } from './commands';

interface Props {
  found: Suggestion[];
  active: number;
  point: (at: number) => void;
  take: (at: number) => void;
}

export function Slashes({ found, active, point, take }: Props) {
  useLayoutEffect(() => document.getElementById(`slash-${active}`)?.scrollIntoView({ block: 'nearest' }), [active, found.length]);
  return (
    <div class="slashes" id="slashes" role="listbox" tabIndex={0} aria-label={t('slash.title')}>
      {found.map((one, index) => (
        <div key={one.usage} id={`slash-${index}`} role="option" aria-selected={index === active} class="entry" onPointerMove={() => { if (index !== active) point(index); }}
          onPointerDown={(event) => { event.preventDefault(); take(index); }}>
          <span class="mono">{one.usage}</span><span class="meta ell grow any">{one.says}</span>
        </div>
      ))}
    </div>
  );
}
