// What I write: a reply to the client, or a note that only technicians see. Each is a draft of its own, kept with
// every change; which of the two it is begins anew with each chat, as a reply. A reply that begins with a slash is a
// command, with two it is the text that begins with one.

import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { ChatError, isLasting, newClientId, openStore } from '../sdk';
import { book, clip, Icon, lock, reply, send, slash } from '../ui/icons';
import { announcer, t } from './app';
import { ArticleDialog } from './articles';
import type { Desk, Mode, OpenChat } from './desk';
import { onNote } from './keys';
import { Slashes } from './slashes';
import { Uploads } from './uploads';

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
  const problem = useSignal('');
  const busy = useSignal(false);
  const article = useSignal<string | undefined>(undefined);
  const closed = useSignal('');
  const chosen = useSignal(0);
  const asked = useRef({ of: '', key: '' });
  const channel = desk.channelOf(chat, mode)!;
  const files = desk.files.of(channel);
  const uploading = files.some((one) => !one.attachment && !one.error);
  const empty = text.trim() === '' && !files.some((one) => one.attachment);
  const picker = useRef<HTMLInputElement>(null);
  const slashed = !note && text.startsWith('/') && !text.startsWith('//');
  const ready = desk.commands.state.value;
  const found = slashed && ready === 'ready' && closed.value !== text ? desk.commands.suggest(text) : [];
  const active = Math.min(chosen.value, found.length - 1);
  const help = slashed && found.length === 0 ? desk.commands.help(text) : '';

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

  useEffect(() => { if (slashed) void desk.commands.load(); }, [slashed]);
  useEffect(() => { if (found.length > 0) announcer.say(t('slash.found', { count: found.length })); }, [found.length]);

  const write = (words: string) => {
    desk.setDraft(desk.channelOf(chat, mode)!, words);
    closed.value = '';
    chosen.value = 0;
    area.current?.focus();
  };
  const take = (at: number) => {
    const one = found[at];
    if (!one) return;
    const words = `/${one.name}${one.more ? ' ' : ''}`;
    write(words);
    closed.value = words;
  };

  /** What stands behind the slash; the text stays until it is done. */
  const run = async (words: string) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await desk.commands.load();
      const parsed = desk.commands.state.value === 'ready' ? desk.commands.parse(words) : undefined;
      if (!parsed) problem.value = t('slash.error');
      else if (parsed.kind !== 'command') problem.value = t('slash.unknown', { name: parsed.kind === 'unknown' ? parsed.name : '' });
      else if (parsed.name === 'search kb') article.value = parsed.args;
      else if (parsed.name === 'end' && parsed.args === '') desk.end(chat.id);
      else {
        if (asked.current.of !== words) asked.current = { of: words, key: newClientId() };
        await desk.command(chat.id, parsed.name, parsed.args, asked.current.key);
        announcer.say(t('slash.done', { name: parsed.name }));
      }
      if (problem.value === '') {
        asked.current = { of: '', key: '' };
        write('');
      }
    } catch (thrown) {
      const error = ChatError.from(thrown);
      const said = error.fields.map((one) => `${one.field.replace(/^(variables\.|args$)/, '')} ${one.message}`.trim()).join('; ');
      problem.value = error.retryable ? t('refused.unreachable') : t('slash.refused', { reason: said || error.message });
    } finally {
      busy.value = false;
    }
    if (problem.value !== '') announcer.say(problem.value, true);
  };

  const submit = () => {
    const words = area.current!.value.trim();
    if (slashed) return void run(words);
    if (uploading) {
      problem.value = t('file.wait');
      return;
    }
    if (empty) return;
    problem.value = '';
    desk.send(chat, mode, words);
    area.current!.value = '';
    typing(mode, false);
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (found.length > 0 && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        chosen.value = (active + step + found.length) % found.length;
        return;
      }
      if ((event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) {
        event.preventDefault();
        return take(active);
      }
      if (event.key === 'Escape') {
        closed.value = text;
        return;
      }
    }
    if (event.key === 'Escape' && note) return turn('reply');
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  const onInput = () => {
    const words = area.current!.value;
    desk.setDraft(desk.channelOf(chat, mode)!, words);
    problem.value = '';
    closed.value = '';
    chosen.value = 0;
    typing(mode, words !== '' && !(mode === 'reply' && words.startsWith('/')));
  };
  const attach = (list: FileList | null | undefined): boolean => {
    if (!list || list.length === 0) return false;
    desk.files.add(channel, [...list]);
    area.current?.focus();
    return true;
  };
  const onPaste = (event: ClipboardEvent) => {
    if (attach(event.clipboardData?.files)) event.preventDefault();
  };
  const onDrop = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    attach(event.dataTransfer?.files);
  };
  const saved = !desk.isOnline ? t('composer.offline') : text.trim() !== '' ? t(lasting ? 'composer.saved' : 'composer.volatile') : '';

  return (
    <div class="composing">
      {found.length > 0 && <Slashes found={found} active={active} point={(at) => { chosen.value = at; }} take={take} />}
      <form class={`composer ${note ? 'notemode' : ''}`} onSubmit={(event) => { event.preventDefault(); submit(); }} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <div class="cm">
          <div class="seg" role="group" aria-label={t('composer.mode')}>
            <button type="button" aria-pressed={!note} onClick={() => turn('reply')}><Icon of={reply} size="s" class="flip" /><span class="ell">{t('composer.reply', { name })}</span></button>
            <button type="button" aria-pressed={note} aria-disabled={!chat.notes} aria-keyshortcuts="Alt+P" onClick={() => chat.notes && turn('note')}><Icon of={lock} size="s" />{t('composer.note')} <span class="kbd hint" data-keys="Alt P" aria-hidden="true" /></button>
          </div>
          <span class="grow" />
          {note ? <span class="lockl"><Icon of={lock} size="s" /><span class="ell">{t('composer.unseen', { name })}</span></span> : <span class="meta ell">{saved}</span>}
        </div>
        <Uploads desk={desk} channel={channel} />
        <textarea ref={area} rows={2} dir="auto" value={text} aria-label={t(note ? 'composer.note_label' : 'composer.label', { name })} placeholder={t(note ? 'composer.note_placeholder' : 'composer.placeholder', { name })}
          aria-autocomplete="list" aria-controls={found.length > 0 ? 'slashes' : undefined} aria-activedescendant={active >= 0 ? `slash-${active}` : undefined}
          maxLength={16_000} onInput={onInput} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={() => typing(mode, false)} />
        {help !== '' && <p class="meta slash-help any">{help}</p>}
        {problem.value !== '' && <p class="problem" role="alert">{problem}</p>}
        <div class="cb">
          <input type="file" multiple hidden ref={picker} aria-label={t('file.attach')} onChange={(event) => { attach(event.currentTarget.files); event.currentTarget.value = ''; }} />
          <button type="button" class="btn ghost icon sm" aria-label={t('file.attach')} title={t('file.attach')} onClick={() => picker.current?.click()}><Icon of={clip} /></button>
          <button type="button" class="btn ghost icon sm" aria-label={t('article.title')} title={t('article.title')} onClick={() => { article.value = ''; }}><Icon of={book} /></button>
          {!note && <button type="button" class="btn ghost sm" onClick={() => { if (text === '') write('/'); else area.current?.focus(); }}><Icon of={slash} size="s" />{t('slash.title')}</button>}
          {note && <button type="submit" class="btn sm notebtn" aria-disabled={empty || uploading}><Icon of={lock} size="s" />{t('composer.add_note')}</button>}
          <span class="meta grow ell">{note ? saved : ''}</span>
          <span class="meta hint"><span class="kbd">{t('composer.enter')}</span> {t(note ? 'composer.adds' : 'composer.sends')} · <span class="kbd">{t('composer.shift_enter')}</span> {t('composer.line')}</span>
          {!note && <button type="submit" class="btn primary sm" aria-disabled={empty || busy.value || uploading}>{t(slashed ? 'slash.run' : 'composer.send')} <Icon of={send} size="s" /></button>}
        </div>
      </form>
      {article.value !== undefined && <ArticleDialog desk={desk} chat={chat} mode={mode} query={article.value} close={() => { article.value = undefined; }} />}
    </div>
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
