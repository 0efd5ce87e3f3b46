// The widget's app: draws the state into the panel that the loader has made room for.

import { useSignal, useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import components from '../style/components.css?inline';
import tokens from '../style/tokens.css?inline';
import { Announcer } from '../ui/announcer';
import { cross, Icon } from '../ui/icons';
import { inShort } from '../ui/log';
import { Chat } from './chat';
import { Home } from './home';
import type { Host, WidgetApp } from './host';
import { WidgetState } from './state';
import css from './widget.css?inline';

const SHEET = matchMedia('(max-width: 479px)');

function start(host: Host): WidgetApp {
  const sheets = [tokens, components, css].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  // The loader's own rules come last: they place the host.
  host.shadow.adoptedStyleSheets = [...sheets, ...host.shadow.adoptedStyleSheets];
  const state = new WidgetState(host);
  let byKeyboard = false;
  render(<Panel state={state} byKeyboard={() => byKeyboard} />, host.mount);
  return {
    setOpen(open, keyboard) {
      byKeyboard = keyboard;
      state.isOpen.value = open;
      if (open && state.screen.peek() === 'home') void state.askHours();
    },
    identify: (identity) => state.identify(identity),
    reset: () => state.reset(),
  };
}

function Panel({ state, byKeyboard }: { state: WidgetState; byKeyboard: () => boolean }) {
  const { t, host } = state;
  const panel = useRef<HTMLDivElement>(null);
  const announcer = useRef(new Announcer()).current;
  const open = state.isOpen.value;
  const screen = state.screen.value;

  const close = () => {
    state.isOpen.value = false;
    host.closed();
  };

  useSignalEffect(() => host.setUnread(state.unread.value.length));
  useAnnouncements(state, announcer);
  useEffect(() => {
    if (!open || !panel.current) return;
    const wanted = byKeyboard() || matchMedia('(pointer: coarse)').matches ? 'h1' : 'textarea, input';
    (panel.current.querySelector<HTMLElement>(wanted) ?? panel.current.querySelector<HTMLElement>('h1'))?.focus();
  }, [open, screen === 'home']);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.isComposing) close();
    if (event.key === 'Tab' && SHEET.matches) keepInside(event, panel.current!);
  };

  return (
    <div dir={state.direction} lang={state.language}>
      <announcer.Nodes />
      {!open && <Peek state={state} />}
      <div class="w" role="dialog" aria-modal={SHEET.matches ? 'true' : undefined} aria-label={t('dialog', { name: state.title })}
        hidden={!open} ref={panel} onKeyDown={onKeyDown}>
        {screen === 'home' ? <Home state={state} close={close} announcer={announcer} /> : <Chat state={state} close={close} />}
      </div>
    </div>
  );
}

/** The newest unread message beside the closed launcher, once. */
function Peek({ state }: { state: WidgetState }) {
  const dismissed = useSignal(0);
  const message = state.unread.value.at(-1);
  if (!message || message.id <= dismissed.value) return null;
  return (
    <div class="peek">
      <span class="any"><b>{message.sender.name}:</b> {inShort(message)}</span>
      <button type="button" class="wb" aria-label={state.t('peek.close')} onClick={() => { dismissed.value = message.id; }}><Icon of={cross} size="s" /></button>
    </div>
  );
}

/** Speaks what comes in while the chat is shown: whole messages of others, once; not the history. */
function useAnnouncements(state: WidgetState, announcer: Announcer): void {
  const last = useRef<number | undefined>(undefined);
  const chat = useRef<number | null>(null);
  const position = useRef(0);
  const lostTimer = useRef<ReturnType<typeof setTimeout>>();
  const lost = useRef(false);
  const { t } = state;

  useSignalEffect(() => {
    const conversation = state.conversation.value;
    if (!conversation?.loaded) return;
    const head = conversation.messages.at(-1)?.id ?? 0;
    if (chat.current === conversation.channelId && last.current !== undefined) {
      for (const message of conversation.messages) {
        if (message.id <= last.current || message.sender.id === state.me.peek()) continue;
        announcer.say(message.type === 'system_event' ? state.systemText(message) : `${message.sender.name}: ${inShort(message)}`);
      }
    }
    chat.current = conversation.channelId;
    last.current = head;
    const place = conversation.position?.position ?? 0;
    if (place > 0 && place !== position.current) announcer.say(t('wait.announce', { position: place }));
    position.current = place;
  });

  const asked = useRef(false);
  useSignalEffect(() => {
    if (state.isAsked.value && !asked.current) announcer.say(t('ask.announce'));
    asked.current = state.isAsked.value;
  });

  useSignalEffect(() => {
    const { kind } = state.connection.value;
    if (kind === 'online') {
      clearTimeout(lostTimer.current);
      if (lost.current) announcer.say(t('lost.back'));
      lost.current = false;
      lostTimer.current = undefined;
    } else if (kind === 'waiting') {
      lostTimer.current ??= setTimeout(() => {
        lost.current = true;
        announcer.say(t('lost.announce'));
      }, 5_000);
    }
  });
}

function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('button, input, textarea, a[href], [tabindex="0"]')].filter((one) => one.offsetParent && !(one as HTMLButtonElement).disabled);
  const [first, last] = [stops[0], stops.at(-1)];
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  if (event.shiftKey && active === first) last?.focus();
  else if (!event.shiftKey && active === last) first?.focus();
  else return;
  event.preventDefault();
}

(window as unknown as { chatd: { app?: typeof start } }).chatd.app = start;
