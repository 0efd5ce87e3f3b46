// A person's initials in a circle, an assistant's sign in a rounded square; a status by colour and by shape.

import type { AgentStatus, SenderKind } from '../sdk/types';
import { Icon, spark } from './icons';

interface Props {
  id: number | null | undefined;
  name: string;
  kind?: SenderKind | undefined;
  size?: 's' | 'm' | 'l' | '';
}

export function Avatar({ id, name, kind, size = '' }: Props) {
  if (kind === 'ai') return <span class={`av bot ${size}`} aria-hidden="true"><Icon of={spark} size={size === 's' ? 's' : ''} /></span>;
  return <span class={`av ${size}`} style={{ '--h': (id ?? 0) * 137 % 360 }} data-initials={initialsOf(name)} aria-hidden="true" />;
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words;
  return picked.map(firstGrapheme).join('').toLocaleUpperCase();
}

function firstGrapheme(word: string): string {
  if (typeof Intl.Segmenter !== 'function') return Array.from(word)[0] ?? '';
  for (const { segment } of new Intl.Segmenter().segment(word)) return segment;
  return '';
}

const RING = 'cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"';
const DIAMOND = '<path d="M6 .4 11.6 6 6 11.6 .4 6z"/>';
const SHAPES: Record<AgentStatus, [string, string]> = {
  online: ['p-green', '<circle cx="6" cy="6" r="5"/>'],
  away: ['p-amber', `<circle ${RING}/><path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z"/>`],
  busy: ['p-red', DIAMOND],
  do_not_respond: ['p-red', DIAMOND],
  offline: ['p-grey', `<circle ${RING}/>`],
};

export function StatusGlyph({ of }: { of: AgentStatus }) {
  const [colour, shape] = SHAPES[of] ?? SHAPES.offline;
  return <svg class={`presence ${colour}`} viewBox="0 0 12 12" aria-hidden="true" dangerouslySetInnerHTML={{ __html: shape }} />;
}
