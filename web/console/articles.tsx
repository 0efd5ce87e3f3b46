// An article of the knowledge base, looked for and shared: with the client, or with colleagues as a note.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ChatError, newClientId, type Article, type FoundArticle, type Page } from '../sdk';
import { plain } from '../ui/markdown';
import { announcer, nameOf, t } from './app';
import type { Desk, Mode, OpenChat } from './desk';
import { Dialog } from './dialog';

type Shown = Pick<Article, 'id' | 'title' | 'summary' | 'status' | 'audience'> | Pick<FoundArticle, 'id' | 'title' | 'summary' | 'status' | 'audience'>;

const WAIT_MS = 250;

export function ArticleDialog({ desk, chat, mode, query, close }: { desk: Desk; chat: OpenChat; mode: Mode; query: string; close: () => void }) {
  const text = useSignal(query);
  const words = useSignal('');
  const found = useSignal<Shown[] | undefined>(undefined);
  const chosen = useSignal(0);
  const problem = useSignal('');
  const failed = useSignal(false);
  const busy = useSignal(false);
  const key = useRef({ of: '', key: '' });
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const name = nameOf(chat.session?.customer);

  const load = async () => {
    const at = ++asked.current;
    const q = text.value.trim();
    failed.value = false;
    try {
      const { data } = q === '' ? await desk.rest.call<Page<Article>>('/api/kb/articles?sort=changed&limit=20')
        : await desk.client.call('search:kb', { q, sort: 'relevance', limit: 20 });
      if (at === asked.current) found.value = data;
    } catch {
      if (at === asked.current) failed.value = true;
    }
  };
  useEffect(() => {
    void load();
    return () => clearTimeout(timer.current);
  }, []);
  const onInput = (event: Event) => {
    text.value = (event.currentTarget as HTMLInputElement).value;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void load(), WAIT_MS);
  };

  /** Why a client may not be shown it. */
  const hidden = (one: Shown) => (mode === 'note' ? '' : one.audience === 'internal' ? t('article.internal') : one.status === 'draft' ? t('article.draft') : '');
  const submit = async () => {
    if (busy.value) return;
    problem.value = chosen.value === 0 ? t('article.choose') : '';
    if (problem.value !== '') return announcer.say(problem.value, true);
    const content = words.value.trim();
    const of = `${chosen.value} ${content}`;
    if (key.current.of !== of) key.current = { of, key: newClientId() };
    busy.value = true;
    try {
      await desk.share(chat, mode, chosen.value, content, key.current.key);
      close();
    } catch (thrown) {
      const error = ChatError.from(thrown);
      problem.value = error.retryable ? t('refused.unreachable') : t('refused.other', { reason: error.fields[0]?.message ?? error.message });
      announcer.say(problem.value, true);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={t('article.title')} close={close} submit={() => void submit()}>
      <label class="field"><span>{t('hand.find')}</span><input type="search" dir="auto" autocomplete="off" value={text.value} onInput={onInput} /></label>
      <div class="choices" role="radiogroup" aria-label={t('article.which')} aria-busy={!found.value && !failed.value}>
        {failed.value && <p class="empty" role="alert">{t('later.error')} <button type="button" class="btn sm" onClick={() => void load()}>{t('queue.retry')}</button></p>}
        {!failed.value && found.value?.map((one) => (
          <label class="choice article" key={one.id}>
            <input type="radio" name="article" checked={one.id === chosen.value} disabled={hidden(one) !== ''} onChange={() => { chosen.value = one.id; problem.value = ''; }} />
            <span class="grow"><span class="ell any block">{one.title}</span>{one.summary && <span class="meta ell any block">{plain(one.summary)}</span>}</span>
            {hidden(one) !== '' && <span class="chip">{hidden(one)}</span>}
          </label>
        ))}
        {!failed.value && found.value?.length === 0 && <p class="empty meta">{text.value.trim() ? t('palette.none', { text: text.value }) : t('article.none')}</p>}
      </div>
      <label class="field"><span>{t('article.words')} <span class="opt">({t('article.optional')})</span></span>
        <textarea rows={2} dir="auto" maxLength={8_000} value={words.value} onInput={(event) => { words.value = event.currentTarget.value; }} /></label>
      {problem.value !== '' && <p class="problem" role="alert">{problem}</p>}
      <div class="row end">
        <button type="button" class="btn" onClick={close}>{t('ask.cancel')}</button>
        <button type="submit" class={`btn ${mode === 'note' ? 'notebtn' : 'primary'}`} aria-disabled={busy.value || !desk.isOnline}>{mode === 'note' ? t('article.note') : t('article.share', { name })}</button>
      </div>
    </Dialog>
  );
}
