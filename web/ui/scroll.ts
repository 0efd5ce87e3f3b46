// Keeps a log where its reader is: at the end if they were there, on the same message when history is put
// before it. Browsers' own anchoring is off: it stops at the very top, which is just where history loads.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const END_PX = 40;

export interface LogScroll {
  ref: { current: HTMLDivElement | null };
  atEnd: boolean;
  toEnd(): void;
}

/**
 * `firstKey` and `lastKey` name the rows at both ends: when only the first changes, rows were put before.
 * `follow` is true if the last row is my own: then the end is shown wherever I was.
 */
export function useLogScroll(firstKey: string, lastKey: string, follow: boolean): LogScroll {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef({ height: 0, firstKey: '', lastKey: '', end: true });
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = () => {
    const box = ref.current;
    if (!box) return;
    held.current.end = true;
    box.scrollTop = box.scrollHeight;
    setAtEnd(true);
  };

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const was = held.current;
    const grewAbove = was.firstKey !== '' && was.firstKey !== firstKey && was.lastKey === lastKey;
    if (grewAbove && !was.end) box.scrollTop += box.scrollHeight - was.height;
    else if (was.end || (follow && was.lastKey !== lastKey)) toEnd();
    Object.assign(held.current, { height: box.scrollHeight, firstKey, lastKey });
  });

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const onScroll = () => {
      held.current.end = box.scrollHeight - box.scrollTop - box.clientHeight <= END_PX;
      setAtEnd(held.current.end);
    };
    const observer = new ResizeObserver(() => {
      if (held.current.end) box.scrollTop = box.scrollHeight;
      held.current.height = box.scrollHeight;
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
