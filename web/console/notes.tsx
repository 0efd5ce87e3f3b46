// The notes about a chat, which outlive it: written and changed at any time, by their authors or who may assign chats.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ChatError, newClientId, type Id, type Note } from '../sdk';
import { Markdown } from '../ui/markdown';
import { clockTime, dayName, fullTime } from '../ui/time';
import { language, t } from './app';
import type { Desk } from './desk';

export function Notes({ desk, id }: { desk: Desk; id: Id }) {
  const notes = useSignal<Note[] | undefined>(undefined);
  const problem = useSignal('');
  const failed = useSignal(false);
  const draft = `note.${id}`;
  const text = useSignal(desk.kept(draft));
  const key = useRef({ of: '', key: '' });
  const busy = useSignal(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const noted = desk.later.noted.value;

  const load = () => desk.later.notes(id).then((all) => { notes.value = all; failed.value = false; }, () => { failed.value = true; });
  useEffect(() => { if (desk.isOnline) void load(); }, [noted, desk.isOnline]);

  const run = async (what: () => Promise<unknown>): Promise<boolean> => {
    problem.value = '';
    try {
      await what();
      await load();
      return true;
    } catch (thrown) {
      const error = ChatError.from(thrown);
      problem.value = error.retryable ? t('refused.unreachable') : t('refused.other', { reason: error.message });
      return false;
    }
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words === '' || busy.value) return;
    if (key.current.of !== words) key.current = { of: words, key: newClientId() };
    busy.value = true;
    if (await run(() => desk.later.addNote(id, words, key.current.key))) {
      key.current = { of: '', key: '' };
      text.value = desk.kept(draft, '');
      area.current?.focus();
    }
    busy.value = false;
  };

  return (
    <section class="card notes" aria-label={t('notes.title')}>
      <h3>{t('notes.title')}</h3>
      {failed.value && !notes.value && <p role="alert">{t('notes.error')} <button type="button" class="btn sm" onClick={() => void load()}>{t('queue.retry')}</button></p>}
      {notes.value?.length === 0 && <p class="meta">{t('notes.none')}</p>}
      <ul>{notes.value?.map((note) => <One key={note.id} desk={desk} note={note} run={run} />)}</ul>
      <form onSubmit={(event) => void add(event)}>
        <label class="field"><span class="sr">{t('notes.new')}</span>
          <textarea ref={area} rows={2} dir="auto" maxLength={16_000} placeholder={t('notes.new')} value={text.value} onInput={(event) => { text.value = event.currentTarget.value; desk.kept(draft, text.value); }} /></label>
        {problem.value !== '' && <p class="problem" role="alert">{problem}</p>}
        <div class="row end"><button type="submit" class="btn sm" aria-disabled={text.value.trim() === '' || busy.value || !desk.isOnline}>{t('notes.add')}</button></div>
      </form>
    </section>
  );
}

function One({ desk, note, run }: { desk: Desk; note: Note; run: (what: () => Promise<unknown>) => Promise<boolean> }) {
  const editing = useSignal(false);
  const deleting = useSignal(false);
  const text = useSignal(note.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const mayChange = note.author.id === desk.me || desk.user.permissions.includes('chat.assign');
  useEffect(() => { if (editing.value) area.current?.focus(); }, [editing.value]);
  const stop = () => {
    editing.value = false;
    deleting.value = false;
    requestAnimationFrame(() => edit.current?.focus());
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words !== '' && (words === note.text || await run(() => desk.later.editNote(note, words)))) stop();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(editing.value || deleting.value)) return;
    event.stopPropagation();
    stop();
  };
  const at = note.edited_at ?? note.created_at;
  return (
    <li onKeyDown={onKeyDown}>
      <div class="meta"><b><bdi>{note.author.name}</bdi></b> · <time class="num" dateTime={at} title={fullTime(at, language)}>{dayName(at, language)}, {clockTime(at, language)}</time>{note.edited_at && <> · {note.edited_by && note.edited_by.id !== note.author.id ? t('notes.edited_by', { name: note.edited_by.name }) : t('log.edited')}</>}</div>
      {editing.value ? (
        <form onSubmit={(event) => void save(event)}>
          <label class="field"><span class="sr">{t('notes.change')}</span><textarea ref={area} rows={3} dir="auto" maxLength={16_000} value={text.value} onInput={(event) => { text.value = event.currentTarget.value; }} /></label>
          <div class="row end"><button type="button" class="btn sm" onClick={stop}>{t('ask.cancel')}</button><button type="submit" class="btn sm primary" aria-disabled={text.value.trim() === ''}>{t('notes.save')}</button></div>
        </form>
      ) : <div class="bub"><Markdown text={note.text} /></div>}
      {mayChange && !editing.value && (deleting.value ? (
        <div class="row"><b class="grow">{t('notes.sure')}</b><button type="button" class="btn sm danger" onClick={() => void run(() => desk.later.deleteNote(note))}>{t('log.delete')}</button><button type="button" class="btn sm" onClick={stop}>{t('notes.keep')}</button></div>
      ) : (
        <div class="row acts"><button type="button" class="link" ref={edit} onClick={() => { text.value = note.text; editing.value = true; }}>{t('notes.edit')}</button><button type="button" class="link" onClick={() => { deleting.value = true; }}>{t('log.delete')}</button></div>
      ))}
    </li>
  );
}
