// Handing a chat over, bringing a colleague in, and leaving: who shall come is chosen from a list that one can type into.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ChatError, newClientId, type AgentStatus, type Id, type Page, type Requests, type Team, type Technician } from '../sdk';
import { Avatar, StatusGlyph } from '../ui/avatar';
import { Icon, users } from '../ui/icons';
import { announcer, nameOf, t, useClock } from './app';
import type { Desk, OpenChat } from './desk';
import { Dialog } from './dialog';
import { tables, type Key } from './strings';
import { elapsed } from '../ui/time';

interface Choice {
  key: string;
  name: string;
  note: string;
  status?: AgentStatus;
  id: Id;
}

/** One key for one thing asked, however often it is asked. */
function useKey(): (of: object) => string {
  const known = useRef({ of: '', key: '' });
  return (of) => {
    const text = JSON.stringify(of);
    if (known.current.of !== text) known.current = { of: text, key: newClientId() };
    return known.current.key;
  };
}

export function TransferDialog({ desk, chat, close }: { desk: Desk; chat: OpenChat; close: () => void }) {
  const draft = `transfer.${chat.id}`;
  const chosen = useSignal<Choice | undefined>(undefined);
  const note = useSignal(desk.kept(draft));
  const immediate = useSignal(false);
  const mayQueue = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  const keyOf = useKey();

  const submit = async (queue = false) => {
    if (busy.value) return;
    const to = chosen.value;
    if (!to) {
      problem.value = t('hand.choose');
      announcer.say(problem.value, true);
      return;
    }
    busy.value = true;
    problem.value = '';
    const words = note.value.trim();
    const wanted = {
      channel_id: chat.id, ...(to.key.startsWith('team') ? { team_id: to.id } : { agent_id: to.id }),
      ...(words !== '' ? { note: words } : {}), ...(queue ? { queue } : { immediate: immediate.value }),
    };
    try {
      await desk.transfer({ ...wanted, client_id: keyOf(wanted) });
      desk.kept(draft, '');
      close();
    } catch (thrown) {
      const error = ChatError.from(thrown);
      problem.value = refusal(error, to.name);
      const waits = error.code === 'over_capacity' || error.details['reason'] === 'offline';
      mayQueue.value = waits && !to.key.startsWith('team') ? to.key : '';
      announcer.say(problem.value, true);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Dialog title={t('hand.title', { name: nameOf(chat.session?.customer) })} close={close} submit={() => void submit()}>
      <Choose desk={desk} chat={chat} teams chosen={chosen.value} choose={(one) => { chosen.value = one; problem.value = ''; mayQueue.value = ''; }} />
      <label class="field"><span>{t('hand.note')} <span class="opt">({t('hand.note_seen')})</span></span>
        <textarea class="any" rows={3} dir="auto" maxLength={8_000} value={note.value} onInput={(event) => { note.value = event.currentTarget.value; desk.kept(draft, note.value); }} /></label>
      <label class="check"><input type="checkbox" checked={immediate.value} onChange={(event) => { immediate.value = event.currentTarget.checked; }} />
        <span>{t('hand.immediate')}<span class="meta">{t(immediate.value ? 'hand.immediate_note' : 'hand.stay_note')}</span></span></label>
      <Problem text={problem.value} />
      <div class="row end">
        <button type="button" class="btn" onClick={close}>{t('ask.cancel')}</button>
        {mayQueue.value !== '' && mayQueue.value === chosen.value?.key && (
          <button type="button" class="btn" aria-disabled={busy.value} onClick={() => void submit(true)}>{t('hand.queue', { name: chosen.value.name })}</button>
        )}
        <button type="submit" class="btn primary" aria-disabled={busy.value || !desk.isOnline}>{t(immediate.value ? 'hand.now' : 'hand.over')}</button>
      </div>
    </Dialog>
  );
}

export function InviteDialog({ desk, chat, close }: { desk: Desk; chat: OpenChat; close: () => void }) {
  const chosen = useSignal<Choice | undefined>(undefined);
  const problem = useSignal('');
  const busy = useSignal(false);
  const keyOf = useKey();
  const submit = async () => {
    if (busy.value) return;
    const who = chosen.value;
    problem.value = who ? '' : t('invite.choose');
    if (!who) return announcer.say(problem.value, true);
    busy.value = true;
    const wanted: Requests['chat:invite'] = { channel_id: chat.id, user_id: who.id };
    try {
      await desk.invite({ ...wanted, client_id: keyOf(wanted) });
      close();
    } catch (thrown) {
      problem.value = refusal(ChatError.from(thrown), who.name);
      announcer.say(problem.value, true);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={t('invite.title')} close={close} submit={() => void submit()}>
      <Choose desk={desk} chat={chat} chosen={chosen.value} choose={(one) => { chosen.value = one; problem.value = ''; }} />
      <p class="meta">{t('invite.note')}</p>
      <Problem text={problem.value} />
      <div class="row end">
        <button type="button" class="btn" onClick={close}>{t('ask.cancel')}</button>
        <button type="submit" class="btn primary" aria-disabled={busy.value || !desk.isOnline}>{t('invite.button')}</button>
      </div>
    </Dialog>
  );
}

export function LeaveDialog({ desk, chat, close }: { desk: Desk; chat: OpenChat; close: () => void }) {
  const problem = useSignal('');
  const busy = useSignal(false);
  const alone = !chat.conversation?.participants.some((one) => one.kind === 'technician' && one.id !== desk.me);
  const name = nameOf(chat.session?.customer);
  const submit = async () => {
    if (busy.value) return;
    busy.value = true;
    try {
      await desk.leaveChat(chat.id);
      close();
    } catch (thrown) {
      problem.value = refusal(ChatError.from(thrown), name);
      announcer.say(problem.value, true);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={t('leave.title')} close={close} submit={() => void submit()}>
      <p>{t(alone ? 'leave.alone' : 'leave.others', { name })}</p>
      <Problem text={problem.value} />
      <div class="row end">
        <button type="button" class="btn" onClick={close}>{t('leave.stay')}</button>
        <button type="submit" class="btn primary" aria-disabled={busy.value || !desk.isOnline}>{t('leave.button')}</button>
      </div>
    </Dialog>
  );
}

/** What becomes of a chat that is being handed over, above its log. */
export function HandingOver({ desk, chat, again }: { desk: Desk; chat: OpenChat; again: () => void }) {
  useClock();
  const { transfer, session } = chat;
  if (transfer?.state !== 'pending' || transfer.from.id !== desk.me || chat.left || !session?.queued) return null;
  const to = transfer.to?.name ?? transfer.team_name ?? '';
  return (
    <div class="hand" role="group" aria-label={t('hand.pending_label')}>
      <div class="grow"><b>{t('hand.pending', { name: to })}</b> <span class="num">{elapsed(transfer.created_at, desk.now())}</span>
        <span class="meta">{t('hand.pending_note')}</span></div>
      <button type="button" class="btn sm" onClick={again}>{t('hand.other')}</button>
    </div>
  );
}

function Problem({ text }: { text: string }) {
  return text === '' ? null : <p class="problem" role="alert">{text}</p>;
}

interface ChooseProps {
  desk: Desk;
  chat: OpenChat;
  teams?: boolean;
  chosen: Choice | undefined;
  choose: (one: Choice) => void;
}

function Choose({ desk, chat, teams = false, chosen, choose }: ChooseProps) {
  const all = useSignal<Choice[] | undefined>(undefined);
  const failed = useSignal(false);
  const text = useSignal('');
  const load = async () => {
    failed.value = false;
    try {
      const [people, groups] = await Promise.all([
        desk.rest.call<Page<Technician>>('/api/users?kind=technician&status=active&sort=name&limit=200'),
        teams ? desk.rest.call<Page<Team>>('/api/teams?sort=name&limit=200') : undefined,
      ]);
      const inside = new Set([desk.me, ...(teams ? [] : chat.conversation?.participants.map((one) => one.id) ?? [])]);
      all.value = [
        ...(groups?.data ?? []).map((one): Choice => ({ key: `team${one.id}`, id: one.id, name: one.name, note: t('hand.team', { count: one.member_ids.length }) })),
        ...people.data.filter((one) => !inside.has(one.id)).map((one): Choice => ({ key: `user${one.id}`, id: one.id, name: one.name, note: statusName(one.agent_status), status: one.agent_status as AgentStatus })),
      ];
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => void load(), []);
  const words = text.value.trim().toLocaleLowerCase();
  const found = all.value?.filter((one) => one.name.toLocaleLowerCase().includes(words) || one.key === chosen?.key);
  return (
    <>
      <label class="field"><span>{t('hand.find')}</span><input dir="auto" autocomplete="off" spellcheck={false} value={text.value} onInput={(event) => { text.value = event.currentTarget.value; }} /></label>
      <div class="choices" role="radiogroup" aria-label={t(teams ? 'hand.who' : 'invite.who')} aria-busy={!all.value && !failed.value}>
        {failed.value && <p class="empty" role="alert">{t('hand.error')} <button type="button" class="btn sm" onClick={() => void load()}>{t('queue.retry')}</button></p>}
        {!all.value && !failed.value && [60, 45, 70].map((width) => <span key={width} class="skeleton" style={{ width: `${width}%` }} />)}
        {found?.map((one) => (
          <label class="choice" key={one.key}>
            <input type="radio" name="whom" checked={one.key === chosen?.key} onChange={() => choose(one)} />
            {one.status ? <Avatar id={one.id} name={one.name} size="s" /> : <Icon of={users} />}
            <span class="grow ell any">{one.name}</span>
            {one.status && <StatusGlyph of={one.status} />}<span class="meta">{one.note}</span>
          </label>
        ))}
        {found?.length === 0 && <p class="empty meta">{t(all.value?.length === 0 ? 'hand.nobody' : 'palette.none', { text: text.value })}</p>}
      </div>
    </>
  );
}

function statusName(status: string): string {
  const key = `status.${status}`;
  return key in tables.en ? t(key as Key) : status;
}

/** Why not, in words; what is not known here in the server's. */
function refusal(error: ChatError, name: string): string {
  const key = error.code === 'over_capacity' ? 'refused.full' : `refused.${String(error.details['reason'] ?? error.code)}`;
  if (key in tables.en) return t(key as Key, { name });
  return error.retryable ? t('refused.unreachable') : t('refused.other', { reason: error.message });
}
