// Light, dark, or what the system says; kept in this browser.

import { effect, signal } from '@preact/signals';
import { openStore } from '../sdk';

export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: Theme[] = ['auto', 'light', 'dark'];

const KEY = 'chatd:console:theme';
const store = openStore();
const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(system.matches);
const kept = store.get(KEY);

export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

export function setTheme(wanted: Theme): void {
  store.set(KEY, wanted);
  theme.value = wanted;
}

system.addEventListener('change', (event) => { systemDark.value = event.matches; });
effect(() => {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && systemDark.value);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
});
