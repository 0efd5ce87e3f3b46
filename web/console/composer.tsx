import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isLasting, openStore } from '../sdk';
import { Icon, send } from '../ui/icons';
import { t } from './app';
import type { Desk, OpenChat } from './desk';

const TYPING_EVERY_MS = 3_000;
const TYPING_ENDS_MS = 4_000;
const HEIGHT_MAX = 240;
const lasting = isLasting(openStore());

/** The reply. Its text is the chat's draft, kept with every change. */
export function Composer({ desk, chat, name }: { desk: Desk; chat: OpenChat; name: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = desk.drafts.value.get(chat.id) ?? '';
  const typing = useTyping(desk, chat.id);

  useEffect(() => area.current?.focus(), []);
  useLayoutEffect(() => {
    const box = area.current!;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, HEIGHT_MAX)}px`;
  }, [text]);

  const submit = () => {
    const words = area.current!.value.trim();
    if (words === '') return;
    desk.send(chat.id, words);
    area.current!.value = '';
    typing(false);
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onInput = () => {
    const words = area.current!.value;
    desk.setDraft(chat.id, words);
    typing(words !== '');
  };

  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <textarea ref={area} rows={2} dir="auto" value={text} aria-label={t('composer.label', { name })} placeholder={t('composer.placeholder', { name })}
        maxLength={16_000} onInput={onInput} onKeyDown={onKeyDown} onBlur={() => typing(false)} />
      <div class="cb">
        <span class="meta grow ell">{!desk.isOnline ? t('composer.offline') : text.trim() !== '' ? t(lasting ? 'composer.saved' : 'composer.volatile') : ''}</span>
        <span class="meta hint"><span class="kbd">{t('composer.enter')}</span> {t('composer.sends')} · <span class="kbd">{t('composer.shift_enter')}</span> {t('composer.line')}</span>
        <button type="submit" class="btn primary sm" aria-disabled={text.trim() === ''}>{t('composer.send')} <Icon of={send} size="s" /></button>
      </div>
    </form>
  );
}

/** Tells that I write: at once, then every few seconds, and when I stop or leave. */
function useTyping(desk: Desk, id: number): (on: boolean) => void {
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const tell = (on: boolean) => {
    clearTimeout(timer.current);
    if (!on) {
      if (told.current > 0) desk.client.typing(id, false);
      told.current = 0;
      return;
    }
    timer.current = setTimeout(() => tell(false), TYPING_ENDS_MS);
    if (Date.now() - told.current < TYPING_EVERY_MS) return;
    told.current = Date.now();
    desk.client.typing(id, true);
  };
  useEffect(() => () => tell(false), []);
  return tell;
}
