// How it was: one to five, with words; can be skipped, and said better later.

import { useSignal } from '@preact/signals';
import { Icon, star } from '../ui/icons';
import type { WidgetState } from './state';

const SCORES = [1, 2, 3, 4, 5] as const;

export function Rating({ state }: { state: WidgetState }) {
  const { t } = state;
  const changing = useSignal(false);
  const rated = state.rated.value;
  if (rated === 'skipped') return null;
  if (rated && !changing.value) {
    return (
      <div class="row rated" role="status"><span class="grow">{t('rate.thanks', { score: rated.score })}</span>
        <button type="button" class="btn sm" onClick={() => { changing.value = true; }}>{t('rate.change')}</button></div>
    );
  }
  return <Form state={state} score={rated?.score ?? 0} comment={rated?.comment ?? ''} done={() => { changing.value = false; }} />;
}

function Form({ state, score, comment, done }: { state: WidgetState; score: number; comment: string; done: () => void }) {
  const { t } = state;
  const chosen = useSignal(score);
  const words = useSignal(comment);
  const problem = useSignal('');
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    problem.value = chosen.value === 0 ? t('rate.choose') : '';
    if (problem.value !== '') return;
    busy.value = true;
    problem.value = await state.rate(chosen.value, words.value);
    busy.value = false;
    if (problem.value === '') done();
  };
  return (
    <form class="rating" onSubmit={(event) => void submit(event)} noValidate>
      <fieldset>
        <legend>{t('rate.title')}</legend>
        <div class="stars">
          {SCORES.map((one) => (
            <label key={one} class={one <= chosen.value ? 'on' : ''} title={t(`rate.${one}`)}>
              <input type="radio" class="sr" name="score" checked={one === chosen.value} aria-label={t('rate.score', { score: one, word: t(`rate.${one}`) })} onChange={() => { chosen.value = one; problem.value = ''; }} />
              <Icon of={star} size="l" />
            </label>
          ))}
          <span class="meta">{chosen.value > 0 ? t(`rate.${chosen.value as 1}`) : ''}</span>
        </div>
      </fieldset>
      {chosen.value > 0 && (
        <label class="field"><span>{t('rate.comment')} <span class="opt">({t('form.optional')})</span></span>
          <textarea rows={2} dir="auto" maxLength={2000} value={words.value} onInput={(event) => { words.value = event.currentTarget.value; }} /></label>
      )}
      {problem.value !== '' && <p class="bad" role="alert">{problem}</p>}
      <div class="row">
        <button type="button" class="btn" onClick={() => (state.rated.value ? done() : state.skipRating())}>{t('rate.skip')}</button>
        <button type="submit" class="btn primary grow" aria-disabled={busy.value || chosen.value === 0}>{t('rate.send')}</button>
      </div>
    </form>
  );
}
