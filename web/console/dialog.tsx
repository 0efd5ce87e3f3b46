// A modal question with what it needs to be answered. Closing it gives the focus back; what was typed is its caller's to keep.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { cross, Icon } from '../ui/icons';
import { t } from './app';

interface Props {
  title: string;
  close: () => void;
  submit: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, close, submit, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => opener?.isConnected && opener.focus();
  }, []);
  return (
    <dialog class="ask" ref={dialog} aria-label={title} onClose={close}>
      <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <div class="ah"><h2 class="grow">{title}</h2>
          <button type="button" class="btn ghost icon" aria-label={t('ask.close')} onClick={() => dialog.current?.close()}><Icon of={cross} /></button></div>
        {children}
      </form>
    </dialog>
  );
}
