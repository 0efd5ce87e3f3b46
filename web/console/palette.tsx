// Everything that can be done, by name: chats, people who wait, actions. Its entries show their shortcuts, so it is
// the help page too.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { AgentStatus } from '../sdk';
import { Icon, search } from '../ui/icons';
import { nameOf, signOut, sounds, t } from './app';
import type { Desk } from './desk';
import { ask, focusComposer, writeNote } from './keys';
import { setTheme, theme, THEMES } from './theme';

interface Entry {
  group: 'palette.chats' | 'palette.waiting' | 'palette.actions';
  text: string;
  note?: string;
  keys?: string;
  run(): void;
}

const STATUSES: AgentStatus[] = ['online', 'away', 'busy', 'do_not_respond'];

export function Palette({ desk, close }: { desk: Desk; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useSignal('');
  const at = useSignal(0);
  const found = entriesOf(desk).filter((one) => matches(one, text.value));
  const active = Math.min(at.value, found.length - 1);

  useEffect(() => dialog.current?.showModal(), []);
  useLayoutEffect(() => dialog.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [active, text.value]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    dialog.current?.close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      at.value = (active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      run(found[active]);
    }
  };
  const outside = (event: MouseEvent) => {
    if (event.target === dialog.current) dialog.current?.close();
  };

  return (
    <dialog class="palette" ref={dialog} aria-label={t('palette.label')} onClose={close} onClick={outside}>
      <label class="find">
        <Icon of={search} />
        <input role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={active >= 0 ? `palette-${active}` : undefined} aria-label={t('palette.label')}
          placeholder={t('palette.placeholder')} autocomplete="off" spellcheck={false} dir="auto"
          onInput={(event) => { text.value = event.currentTarget.value; at.value = 0; }} onKeyDown={onKeyDown} />
      </label>
      <div id="palette-list" role="listbox" aria-label={t('palette.label')}>
        {found.map((entry, index) => (
          <div key={entry.group + entry.text} class="entry-wrap" role="presentation">
            {entry.group !== found[index - 1]?.group && <div class="ql" role="presentation">{t(entry.group)}</div>}
            <div id={`palette-${index}`} role="option" aria-selected={index === active} class="entry"
              onClick={() => run(entry)} onPointerMove={() => { if (at.value !== index) at.value = index; }}>
              <span class="ell any">{entry.text}</span>
              {entry.note && <span class="meta ell grow any">{entry.note}</span>}
              <span class="grow" />
              {entry.keys && <span class="kbd">{entry.keys}</span>}
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="empty meta">{t('palette.none', { text: text.value })}</p>}
    </dialog>
  );
}

function matches(entry: Entry, text: string): boolean {
  const words = `${entry.text} ${entry.note ?? ''}`.toLocaleLowerCase();
  return text.toLocaleLowerCase().split(/\s+/).every((part) => words.includes(part));
}

function entriesOf(desk: Desk): Entry[] {
  const entries: Entry[] = desk.chats.value.map((chat, index) => ({
    group: 'palette.chats',
    text: nameOf(chat.session?.customer),
    note: chat.session?.subject ?? '',
    ...(index < 9 ? { keys: `Alt ${index + 1}` } : {}),
    run: () => desk.select(chat.id),
  }));
  for (const { session } of desk.offers.open.value) {
    const name = nameOf(session.customer);
    entries.push({ group: 'palette.waiting', text: t('palette.accept', { name }), note: t('offer.title'), run: () => void desk.acceptOffer(session.channel_id) });
    entries.push({ group: 'palette.waiting', text: t('offer.pass_name', { name }), note: t('offer.title'), run: () => void desk.pass(session.channel_id) });
  }
  for (const { session, state } of desk.waiting.all.value) {
    if (state !== 'waiting') continue;
    entries.push({ group: 'palette.waiting', text: t('palette.accept', { name: nameOf(session.customer) }), note: session.subject ?? '', run: () => void desk.accept(session.channel_id) });
  }
  const action = (entry: Omit<Entry, 'group'>) => entries.push({ group: 'palette.actions', ...entry });
  if (desk.calls.value > 0) action({ text: t('palette.accept_first'), keys: 'Alt A', run: () => desk.acceptFirst() });
  const current = desk.currentId.value;
  if (current !== null) {
    action({ text: t('palette.write'), keys: 'Alt L', run: () => requestAnimationFrame(() => { writeNote(false); focusComposer(); }) });
    action({ text: t('palette.note'), keys: 'Alt P', run: () => requestAnimationFrame(() => writeNote(true)) });
    if (desk.current.value?.session?.agent_id === desk.me) action({ text: t('palette.transfer'), keys: 'Alt G', run: () => requestAnimationFrame(() => ask('transfer')) });
    action({ text: t('invite.title'), run: () => requestAnimationFrame(() => ask('invite')) });
    action({ text: t('leave.title'), run: () => requestAnimationFrame(() => ask('leave')) });
    action({ text: t('palette.end'), keys: 'Alt E', run: () => desk.end(current) });
  }
  if (desk.chats.value.length > 1) {
    action({ text: t('palette.next'), keys: 'Alt J', run: () => desk.move(1) });
    action({ text: t('palette.previous'), keys: 'Alt K', run: () => desk.move(-1) });
    action({ text: t('palette.unread'), keys: 'Alt U', run: () => desk.nextUnread() });
  }
  for (const view of ['now', 'left', 'past'] as const) {
    if (view !== desk.later.view.value) action({ text: t(`palette.${view}`), run: () => desk.later.show(view) });
  }
  for (const status of STATUSES) {
    if (status !== desk.status.value) action({ text: t('palette.status', { status: t(`status.${status}`) }), run: () => void desk.setStatus(status) });
  }
  for (const one of THEMES) {
    if (one !== theme.value) action({ text: t('palette.theme', { theme: t(`theme.${one}`) }), run: () => setTheme(one) });
  }
  action({ text: t(sounds.on.value ? 'palette.sound_off' : 'palette.sound_on'), run: () => sounds.toggle() });
  action({ text: t('signin.out'), run: () => void signOut() });
  return entries;
}
