// The console's keyboard. By `event.code`, so that ⌥ on a Mac, which types characters, works as Alt does elsewhere.
// No shortcut is the only way to anything: each is a button or an entry of the palette too.

import { useEffect } from 'preact/hooks';
import type { Desk } from './desk';

export type Ask = 'transfer' | 'invite' | 'leave';

const asks = new Set<(what: Ask) => void>();
const notes = new Set<(on: boolean) => void>();

/** What the open chat is asked for, by a key or by the palette. */
export const ask = (what: Ask): void => asks.forEach((hear) => hear(what));
export const writeNote = (on: boolean): void => notes.forEach((hear) => hear(on));

export function onAsk(hear: (what: Ask) => void): () => void {
  asks.add(hear);
  return () => asks.delete(hear);
}

export function onNote(hear: (on: boolean) => void): () => void {
  notes.add(hear);
  return () => notes.delete(hear);
}

export function useKeys(desk: Desk, open: { palette(): void; context(): void }): void {
  useEffect(() => {
    const alt: Record<string, () => void> = {
      KeyA: () => desk.acceptFirst(),
      KeyJ: () => desk.move(1),
      KeyK: () => desk.move(-1),
      KeyU: () => desk.nextUnread(),
      KeyL: () => { writeNote(false); focusComposer(); },
      KeyP: () => writeNote(true),
      KeyG: () => ask('transfer'),
      KeyE: () => desk.currentId.value !== null && desk.end(desk.currentId.value),
      KeyC: () => open.context(),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const action = actionOf(event, alt);
      if (!action) return;
      event.preventDefault();
      action();
    };
    const actionOf = (event: KeyboardEvent, map: typeof alt): (() => void) | undefined => {
      const command = event.ctrlKey || event.metaKey;
      if (event.code === 'F6') return () => nextRegion(event.shiftKey ? -1 : 1);
      if (command && !event.altKey && !event.shiftKey && event.code === 'KeyK') return open.palette;
      if (event.altKey && event.shiftKey && !command && event.code === 'KeyA') return () => desk.passFirst();
      if (!event.altKey || event.shiftKey || event.metaKey) return undefined;
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      const chat = digit ? desk.chats.value[Number(digit) - 1] : undefined;
      if (chat) return () => desk.select(chat.id);
      return event.ctrlKey ? undefined : map[event.code];
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [desk]);
}

export function focusComposer(): void {
  document.querySelector<HTMLElement>('.composer textarea')?.focus();
}

/** Puts the focus into a region: on what one most likely wants there. */
export function focusRegion(name: string): void {
  const region = document.querySelector<HTMLElement>(`.${name}[data-region]`);
  if (region) enter(region);
}

function nextRegion(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown);
  if (regions.length === 0) return;
  const at = regions.findIndex((one) => one.contains(document.activeElement));
  enter(regions[(at + step + regions.length) % regions.length]!);
}

function enter(region: HTMLElement): void {
  const stops = [...region.querySelectorAll<HTMLElement>('.composer textarea, [data-row][tabindex="0"], a[href], button, select')].filter(isShown);
  const wanted = stops.find((one) => one.matches('textarea')) ?? stops.find((one) => one.matches('[data-row]')) ?? stops[0];
  (wanted ?? region).focus();
}

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Arrow keys among the rows of a list, which is one stop for Tab. */
export function roving(event: KeyboardEvent, list: HTMLElement): boolean {
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return false;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))];
  if (!row) return false;
  event.preventDefault();
  for (const one of rows) one.tabIndex = one === row ? 0 : -1;
  row.focus();
  return true;
}

/** After a list was drawn: exactly one of its rows can be reached by Tab. */
export function keepOneStop(list: HTMLElement | null): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const stop = rows.find((one) => one === document.activeElement) ?? rows.find((one) => one.tabIndex === 0 && one.dataset['current']) ?? rows[0];
  for (const one of rows) one.tabIndex = one === stop ? 0 : -1;
}
