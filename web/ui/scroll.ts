// Keeps a log where its reader is: at the end if they were there, on the same message when history is put
// before it. Browsers' own anchoring is off: it stops at the very top, which is just where history loads.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const END_PX = 40;

export interface LogScroll {
  ref: { current: HTMLDivElement | null };
  atEnd: boolean;
  toEnd(): void;
}

/** The log as it was laid out last, and the first row of it in sight. */
interface Held {
  height: number;
  view: number;
  lastKey: string;
  anchor: HTMLElement | null;
  anchorAt: number;
}

/** Its end: what is put before a row may take the name off its head. */
const bottomOf = (row: HTMLElement) => row.offsetTop + row.offsetHeight;

/** By where it is scrolled to now: the event that tells so may not have come yet. */
const wasAtEnd = (box: HTMLElement, held: Held) => held.height - held.view - box.scrollTop <= END_PX;

function hold(box: HTMLElement, held: Held) {
  // Not a day or the button for more: history is put between them and what is read.
  const rows = [...box.querySelectorAll<HTMLElement>(':scope > .log > :not(.div, .older)')];
  const top = (box.firstElementChild as HTMLElement | null)?.offsetTop ?? 0;
  held.anchor = rows.find((row) => bottomOf(row) - top > box.scrollTop) ?? null;
  held.anchorAt = held.anchor ? bottomOf(held.anchor) : 0;
  held.height = box.scrollHeight;
  held.view = box.clientHeight;
}

/** `lastKey` names the last row; `follow` is true if that is my own: then the end is shown wherever I was. */
export function useLogScroll(lastKey: string, follow: boolean): LogScroll {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<Held>({ height: 0, view: 0, lastKey: '', anchor: null, anchorAt: 0 });
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = () => {
    const box = ref.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    hold(box, held.current);
    setAtEnd(true);
  };

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const was = held.current;
    if (wasAtEnd(box, was) || (follow && was.lastKey !== lastKey)) toEnd();
    else if (was.anchor?.isConnected) box.scrollTop += bottomOf(was.anchor) - was.anchorAt;
    hold(box, was);
    was.lastKey = lastKey;
  });

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const onScroll = () => {
      hold(box, held.current);
      setAtEnd(wasAtEnd(box, held.current));
    };
    const observer = new ResizeObserver(() => {
      if (wasAtEnd(box, held.current)) box.scrollTop = box.scrollHeight;
      hold(box, held.current);
    });
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, []);

  return { ref, atEnd, toEnd };
}
