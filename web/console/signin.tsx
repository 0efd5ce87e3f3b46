import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ChatError } from '../sdk';
import { Icon, logo } from '../ui/icons';
import { signIn, signInNote, t } from './app';
import type { Key } from './strings';

export function SignIn() {
  const form = useRef<HTMLFormElement>(null);
  const problem = useSignal<Key | ''>('');
  const busy = useSignal(false);
  useEffect(() => {
    document.title = `${t('signin.title')} · ${t('app.title')}`;
    form.current?.querySelector('input')?.focus();
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    const fields = new FormData(form.current!);
    busy.value = true;
    problem.value = '';
    try {
      await signIn(String(fields.get('email')).trim(), String(fields.get('password')));
    } catch (thrown) {
      problem.value = problemOf(ChatError.from(thrown));
      form.current?.querySelector<HTMLElement>(problem.value === 'signin.wrong' ? '[name=password]' : 'button')?.focus();
    } finally {
      busy.value = false;
    }
  };

  const bad = problem.value !== '' ? 'signin-problem' : undefined;
  return (
    <main class="signin">
      <form ref={form} onSubmit={(event) => void submit(event)} aria-labelledby="signin-title">
        <span class="logo"><Icon of={logo} size="l" /></span>
        <h1 id="signin-title">{t('signin.title')}</h1>
        <p class="meta">{t('signin.note')}</p>
        {signInNote.value && <p class="notice">{signInNote}</p>}
        <label class="field"><span>{t('signin.email')}</span>
          <input name="email" type="email" autocomplete="username" required dir="auto" aria-describedby={bad} /></label>
        <label class="field"><span>{t('signin.password')}</span>
          <input name="password" type="password" autocomplete="current-password" required aria-describedby={bad} /></label>
        <p id="signin-problem" class="bad" role="alert">{problem.value !== '' && t(problem.value)}</p>
        <button type="submit" class="btn primary" aria-disabled={busy.value}>{t(busy.value ? 'signin.busy' : 'signin.button')}</button>
      </form>
    </main>
  );
}

function problemOf(error: ChatError): Key {
  if (error.code === 'rate_limited') return 'signin.slow_down';
  if (error.code === 'forbidden') return 'signin.no_access';
  return error.retryable || (error.status ?? 500) >= 500 ? 'signin.unreachable' : 'signin.wrong';
}
