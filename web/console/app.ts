// What every screen of the console shares: the strings, the clock, the announcer, the sounds, and who is signed in.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openStore, openVault, refreshAt, request, Tokens, type TokenPair } from '../sdk';
import { Announcer } from '../ui/announcer';
import { directionOf, pickLanguage, translator } from '../ui/i18n';
import { Desk } from './desk';
import { Sounds } from './sound';
import { tables } from './strings';

export const language = pickLanguage(navigator.languages, Object.keys(tables) as (keyof typeof tables)[]);
export const t = translator(tables[language], language);
document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);

export const announcer = new Announcer();
export const sounds = new Sounds();

const store = openStore();
export const tokens = new Tokens(store, 'chatd:console:tokens', refreshAt(''), openVault());
export const desk = signal<Desk | undefined>(undefined);
/** Why the sign-in form is shown again. */
export const signInNote = signal('');

export async function signIn(email: string, password: string): Promise<void> {
  const pair = await request<TokenPair>('/api/auth/login', { method: 'POST', body: { email, password } });
  await tokens.keep(pair);
  open();
}

/** Opens the desk of the person whose tokens this browser holds, if any. */
export function open(): void {
  const { user } = tokens;
  if (!user) return;
  const opened = new Desk(user, tokens);
  opened.client.onState(() => {
    if (opened.client.state.kind === 'signed_out') close(t('signin.expired'));
  });
  signInNote.value = '';
  desk.value = opened;
  opened.start();
}

export async function signOut(): Promise<void> {
  const body = { refresh_token: tokens.refreshToken };
  await desk.value?.rest.call('/api/auth/logout', { method: 'POST', body }).catch(() => undefined);
  close('');
}

function close(note: string): void {
  desk.value?.close();
  tokens.forget();
  signInNote.value = note;
  desk.value = undefined;
}

// Another tab signed out, or in as somebody else.
addEventListener('storage', (event) => {
  if (event.key !== 'chatd:console:tokens') return;
  if (tokens.user?.id === desk.value?.me) return;
  desk.value?.close();
  desk.value = undefined;
  open();
});

/** The time of day in seconds' steps, for what counts. Ticks only while somebody looks at it. */
export const clock = signal(Date.now());
let watchers = 0;
let ticking: ReturnType<typeof setInterval> | undefined;

export function useClock(): number {
  useEffect(() => {
    watchers += 1;
    clock.value = Date.now();
    ticking ??= setInterval(() => { clock.value = Date.now(); }, 1000);
    return () => {
      watchers -= 1;
      if (watchers > 0) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  }, []);
  return clock.value;
}

export function nameOf(person: { id: number; name: string } | null | undefined): string {
  const name = person?.name.trim() ?? '';
  return name === '' ? `Visitor ${person?.id ?? ''}`.trim() : name;
}
