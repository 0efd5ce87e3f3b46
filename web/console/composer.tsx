// What I write: a reply to the client, or a note that only technicians see. Each is a draft of its own, kept with
// every change; which of the two it is begins anew with each chat, as a reply.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isLasting, openStore } from '../sdk';
import { Icon, lock, reply, send } from '../ui/icons';
import { t } from './app';
import type { Desk, Mode, OpenChat } from './desk';
import { onNote } from './keys';

const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 4_000;
const HEIGHT_MAX = 240;
const lasting = isLasting(openStore());

export function Composer({ desk, chat, name }: { desk: Desk; chat: OpenChat; name: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const wanted = useSignal<Mode>('reply');
  const mode: Mode = chat.notes ? wanted.value : 'reply';
  const note = mode === 'note';
  const text = desk.drafts.value.get(desk.channelOf(chat, mode)!) ?? '';
  const typing = useTyping((to, on) => desk.typing(chat, to, on));

  const turn = (to: Mode) => {
    typing(mode, false);
    wanted.value = to;
    requestAnimationFrame(() => area.current?.focus());
  };
  useEffect(() => area.current?.focus(), []);
  useEffect(() => onNote((on) => turn(on ? 'note' : 'reply')), [mode]);
  useLayoutEffect(() => {
    const box = area.current!;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, HEIGHT_MAX)}px`;
  }, [text, mode]);

  const submit = () => {
    const words = area.current!.value.trim();
    if (words === '') return;
    desk.send(chat, mode, words);
    area.current!.value = '';
    typing(mode, false);
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && note) return turn('reply');
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  const onInput = () => {
    const words = area.current!.value;
    desk.setDraft(desk.channelOf(chat, mode)!, words);
    typing(mode, words !== '');
  };
  const saved = !desk.isOnline ? t('composer.offline') : text.trim() !== '' ? t(lasting ? 'composer.saved' : 'composer.volatile') : '';

  return (
    <form class={`composer ${note ? 'notemode' : ''}`} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <div class="cm">
        <div class="seg" role="group" aria-label={t('composer.mode')}>
          <button type="button" aria-pressed={!note} onClick={() => turn('reply')}><Icon of={reply} size="s" class="flip" /><span class="ell">{t('composer.reply', { name })}</span></button>
          <button type="button" aria-pressed={note} aria-disabled={!chat.notes} aria-keyshortcuts="Alt+P" onClick={() => chat.notes && turn('note')}><Icon of={lock} size="s" />{t('composer.note')} <span class="kbd hint" data-keys="Alt P" aria-hidden="true" /></button>
        </div>
        <span class="grow" />
        {note ? <span class="lockl"><Icon of={lock} size="s" /><span class="ell">{t('composer.unseen', { name })}</span></span> : <span class="meta ell">{saved}</span>}
      </div>
      <textarea ref={area} rows={2} dir="auto" value={text} aria-label={t(note ? 'composer.note_label' : 'composer.label', { name })} placeholder={t(note ? 'composer.note_placeholder' : 'composer.placeholder', { name })}
        maxLength={16_000} onInput={onInput} onKeyDown={onKeyDown} onBlur={() => typing(mode, false)} />
      <div class="cb">
        {note && <button type="submit" class="btn sm notebtn" aria-disabled={text.trim() === ''}><Icon of={lock} size="s" />{t('composer.add_note')}</button>}
        <span class="meta grow ell">{note ? saved : ''}</span>
        <span class="meta hint"><span class="kbd">{t('composer.enter')}</span> {t(note ? 'composer.adds' : 'composer.sends')} · <span class="kbd">{t('composer.shift_enter')}</span> {t('composer.line')}</span>
        {!note && <button type="submit" class="btn primary sm" aria-disabled={text.trim() === ''}>{t('composer.send')} <Icon of={send} size="s" /></button>}
      </div>
    </form>
  );
}

/** Tells that I write: at once, then every few seconds, and when I stop or leave. */
function useTyping(say: (mode: Mode, on: boolean) => void): (mode: Mode, on: boolean) => void {
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const last = useRef<Mode>('reply');
  const tell = (mode: Mode, on: boolean) => {
    clearTimeout(timer.current);
    last.current = mode;
    if (!on) {
      if (told.current > 0) say(mode, false);
      told.current = 0;
      return;
    }
    timer.current = setTimeout(() => tell(mode, false), TYPING_ENDS_MS);
    if (Date.now() - told.current < TYPING_EVERY_MS) return;
    told.current = Date.now();
    say(mode, true);
  };
  useEffect(() => () => tell(last.current, false), []);
  return tell;
}
