// What must hold for every connection of every test, watched while it runs: the durable events of a channel arrive in the
// order of their seq without holes or repeats (SPEC 3.2, 3.4), the three names of a chat agree, pushes are of known names.

const pushNames = new Set(['hello', 'error', 'chat:new_session', 'chat:session_assigned', 'chat:new_message', 'chat:message_updated',
  'chat:message_deleted', 'chat:reaction', 'chat:typing', 'chat:seen', 'chat:participant_joined', 'chat:participant_left', 'chat:offer',
  'chat:offer_withdrawn', 'chat:reply_reminder', 'chat:queue_position', 'chat:no_answer', 'chat:abandoned', 'chat:callback_requested', 'chat:transferred', 'chat:rated', 'chat:ended',
  'chat:completed', 'chat:channel_created', 'chat:channel_updated', 'chat:viewers', 'chat-stream', 'chat-queue-notification', 'queue-notification',
  'queue-updated', 'agent:status', 'presence:changed', 'time:entry_started', 'time:entry_stopped', 'ticket:linked', 'notification',
  'agent-command', 'approval:requested', 'approval:decided', 'auth:expiring', 'server:draining']);

/// Pushes that also tell of a backstage: its channel_id with the live chat's session_id.
const ofMessages = new Set(['chat:new_message', 'chat:message_updated', 'chat:message_deleted', 'chat:reaction', 'chat:typing', 'chat:seen', 'chat:viewers', 'chat:rated']);

/// What is wrong with a push by itself; usually nothing.
export function shapeOf(event, data) {
  const wrong = [];
  if (!pushNames.has(event)) wrong.push('no push of that name is documented');
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return [...wrong, `its data is no object: ${JSON.stringify(data)}`];
  if (event.startsWith('chat:') && data.session_id !== undefined) {
    const { session_id, channel_id, chatId } = data;
    if (session_id !== channel_id && !ofMessages.has(event)) wrong.push(`session_id ${session_id} but channel_id ${channel_id}`);
    if (chatId !== undefined && chatId !== session_id) wrong.push(`session_id ${session_id} but chatId ${chatId}`);
  }
  if ((data.seq ?? null) !== null && !(Number.isInteger(data.seq) && data.seq > 0)) wrong.push(`seq ${JSON.stringify(data.seq)}`);
  if (event === 'error' && typeof data.code !== 'string') wrong.push('an error without a code');
  return wrong;
}

/// Follows the seqs of one connection. A channel is followed from the first durable event (or join, start, accept, resume) on.
export class SeqWatch {
  constructor(report) {
    this.report = report;
    this.heads = new Map();      // channel id → the last seq held
    this.started = new Set();    // channels that this client began: 0 is held of them until something comes
    this.actsElsewhere = false;  // by HTTP: an answer may overtake what is pushed here, and one's own messages are pushed
    this.answered = new Map();   // channel id → the head that such an answer told
    this.pushed = new Map();     // channel id → the last seq that was pushed
  }

  sent(event, data) {
    if (event !== 'chat:resume' || !data.channels) return;
    for (const [id, last] of Object.entries(data.channels)) if (Number.isInteger(last) && last >= 0) this.heads.set(Number(id), last);
  }

  push(event, data) {
    if (event === 'hello') [this.user, this.staff] = [data.user?.id, data.user?.kind === 'technician'];
    if (event === 'chat:new_session' || !Number.isInteger(data?.seq)) return;  // new_session tells of a room, it is not in it
    const channel = Number(data.channel_id);
    const overtaken = data.seq <= (this.answered.get(channel) ?? 0) && data.seq > (this.pushed.get(channel) ?? 0);
    if (!overtaken) this.step(channel, data.seq, event);
    this.pushed.set(channel, Math.max(data.seq, this.pushed.get(channel) ?? 0));
    if (event === 'chat:participant_left' && data.user.id === this.user) this.heads.delete(Number(data.channel_id));  // perhaps by another device
    // Taken up again and nobody's: no technician goes on hearing it.
    if (this.staff && ['reopened', 'message_left'].includes(data.message?.system?.code) && data.session.status !== 'active') this.heads.delete(channel);
  }

  /// What a returning client asks with: the last seq of each channel.
  held() { return Object.fromEntries([...[...this.started].map((id) => [id, 0]), ...this.heads]); }

  step(channel, seq, what) {
    const head = this.heads.get(channel);
    if (head !== undefined && seq <= head) this.report(`${what}: seq ${seq} of channel ${channel} again, ${head} is held already`);
    if (head !== undefined && seq > head + 1) this.report(`${what}: seq ${seq} of channel ${channel} after ${head}: a hole`);
    this.heads.set(channel, Math.max(seq, head ?? 0));
  }

  ack(event, sent, data) {
    const channel = Number(sent.channel_id ?? sent.session_id ?? sent.chatId ?? data.session?.channel_id);
    if (event === 'chat:join' && Number.isInteger(data.head_seq)) {
      if (this.actsElsewhere) this.answered.set(channel, data.head_seq);
      return void this.heads.set(channel, Math.max(data.head_seq, this.heads.get(channel) ?? 0));
    }
    if (event === 'chat:resume') return void this.resumed(data.channels ?? {});
    if (event === 'chat:start') this.started.add(channel);
    if (event === 'chat:leave') return void this.heads.delete(channel);
    if (event !== 'chat:send_message' && !(event === 'chat:start' && sent.message)) return;
    const seq = data.seq ?? data.message?.seq;
    if (!Number.isInteger(seq)) return void this.report(`${event}: acknowledged without seq`);
    const head = this.heads.get(channel);
    if (head !== undefined && seq <= head) return;  // the same key again, or pushed to this connection already
    if (!this.actsElsewhere) this.step(channel, seq, 'ack');
  }

  resumed(channels) {
    for (const [id, { status, head_seq }] of Object.entries(channels)) {
      if (status === 'resync_required' && Number.isInteger(head_seq)) this.heads.set(Number(id), head_seq);
      if (status === 'gone') this.heads.delete(Number(id));
    }
  }
}
