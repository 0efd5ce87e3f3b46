// How each operation is used at random. An entry is a function of (random, world, device) that answers the data to send, or null when there
// is nothing to do it to; `weight` how often it is drawn. The test fails for an operation of /api/asyncapi.json that is neither here nor
// excused: a new feature adds its line.
import { randomUUID } from 'node:crypto';

export const operations = {
  'chat:start': {
    weight: 3,
    make: (random, world, device) => {
      const subject = `Chat ${world.next()}`;
      const rest = { priority: random.of(['low', 'medium', 'high', 'urgent']), metadata: { page: random.of(['/a', '/b']) } };
      if (device.staff) return random.chance(0.2) ? { subject, ...rest, customer_id: random.of(world.clients).user } : null;
      return { subject, ...rest, ...(random.chance(0.3) ? { message: `first of ${subject}`, client_id: randomUUID() } : {}) };
    },
  },
  'chat:accept': { weight: 4, make: ofChat },
  'chat:assign': { weight: 1, make: (random, world, device) => withChat(random, world, device, { agent_id: random.of(world.technicians).user }) },
  'chat:join': { weight: 2, make: ofChat },
  'chat:leave': { weight: 0.6, make: ofChat },
  'chat:end': { weight: 0.3, make: ofChat },
  'chat:send_message': {
    weight: 14,
    make: (random, world, device) => {
      const again = random.chance(0.1) && random.of(device.said);  // a key that was used: the same, or with another body
      if (again) return random.chance(0.7) ? again : { ...again, content: 'another body' };
      const chat = aChat(random, world, device);
      const answered = random.chance(0.2) && random.of([...(device.model.channels.get(chat)?.messages.keys() ?? [])]);
      const long = random.chance(0.05) ? ` ${'é'.repeat(300)}` : '';
      const article = device.staff && random.chance(0.05) ? { type: 'kb_article', kb_article_id: world.article } : { type: 'text' };
      const data = chat && { channel_id: chat, ...article, content: `line ${world.next()}${long}`, client_id: randomUUID(), mentions: random.chance(0.1) ? someone(random, world, device) : [], ...(device.staff && random.chance(0.2) ? { visibility: 'internal' } : {}), ...(answered ? { reply_to: answered } : {}) };
      if (data) device.said.push(data);
      return data;
    },
  },
  'chat:add_note': { weight: 2, make: (random, world, device) => withChat(random, world, device, { content: `note ${world.next()}`, client_id: randomUUID(), mentions: someone(random, world, device) }) },
  'chat:use_canned_response': { weight: 1, make: (random, world, device) => withChat(random, world, device, { shortcode: 'hello', variables: random.chance(0.5) ? { mood: 'well' } : {}, client_id: randomUUID() }) },
  'chat:invite': { weight: 1, make: (random, world, device) => withChat(random, world, device, { user_id: random.of(world.technicians).user }) },
  'chat:transfer': { weight: 1.5, make: (random, world, device) => (device.staff ? withChat(random, world, device, { agent_id: random.of(world.technicians).user, immediate: random.chance(0.3), queue: random.chance(0.2), ...(random.chance(0.5) ? { note: `for you ${world.next()}` } : {}) }) : null) },
  'chat:transfers': { weight: 0.5, make: ofChat },
  'chat:focus': { weight: 1, make: (random, world) => ({ channel_id: random.chance(0.7) ? random.of(world.chats) ?? null : null }) },
  'chat:edit_message': { weight: 3, make: (random, world, device) => ofMessage(random, world, device, { content: `put right ${world.next()}` }) },
  'chat:delete_message': { weight: 2, make: ofMessage },
  'chat:react': { weight: 2, make: (random, world, device) => ofMessage(random, world, device, { emoji: random.of(['👍', '🎉']), remove: random.chance(0.3) }) },
  'chat:seen': { weight: 4, make: ofMessage },
  'chat:typing': { weight: 1, make: (random, world, device) => withChat(random, world, device, { is_typing: random.chance(0.5) }) },
  'chat:convert_to_ticket': { weight: 0.3, make: (random, world, device) => withChat(random, world, device, random.chance(0.5) ? { title: `Ticket ${world.next()}` } : {}) },
  'chat:command': {
    weight: 2,
    make: (random, world, device) => {
      if (!device.staff) return null;
      const whom = random.of(world.technicians).name;
      const [command, args] = random.of([['note', `noted ${world.next()}`], ['contact'], ['search kb', 'vpn'], ['canned', 'hello mood="very well"'], ['invite', whom],
        ['transfer', random.chance(0.5) ? whom : `"${whom}" for you ${world.next()}`], ['status', random.of(['online', 'away'])], ['ticket', `Ticket ${world.next()}`], ['end']]);
      return command === 'end' && random.chance(0.7) ? null : withChat(random, world, device, { command, ...(args ? { args } : {}), client_id: randomUUID() });
    },
  },
  'commands:list': { weight: 0.3, make: () => ({}) },
  'chat:messages': { weight: 1, make: (random, world, device) => withChat(random, world, device, { limit: 1 + random.below(5) }) },
  'chat:keep_waiting': { weight: 0.5, make: ofChat },
  'chat:request_callback': { weight: 0.5, make: (random, world, device) => withChat(random, world, device, { phone: `+49 30 ${1000 + world.next()}` }) },
  'chat:abandon': {
    weight: 1.5,
    make: (random, world, device) => {
      const waiting = [...device.model.channels].filter(([, { session }]) => session.status === 'pending').map(([id]) => id);
      const chat = device.staff ? undefined : random.of(waiting);
      return chat ? { channel_id: chat } : null;
    },
  },
  'chat:add_session_note': { weight: 0.5, make: (random, world, device) => withChat(random, world, device, { text: `about it ${world.next()}` }) },
  'chat:session_notes': { weight: 0.5, make: ofChat },
  'chat:session': { weight: 1, make: ofChat },
  'chat:agent_sessions': { weight: 1, make: (random) => ({ sort: random.of(['newest', 'oldest', 'priority']), limit: 1 + random.below(5) }) },
  'chat:my_sessions': { weight: 1, make: () => ({}) },
  'chat:all_sessions': { weight: 1, make: (random) => ({ status: [random.of(['pending', 'active', 'closed'])], limit: 1 + random.below(5) }) },
  'chat:customer_context': { weight: 0.5, make: ofChat },
  'agent:workload': { weight: 0.5, make: (random, world) => ({ agent_id: random.of(world.technicians).user }) },
  'queue:stats': { weight: 1, make: () => ({}) },
  'chat-message': { weight: 1, make: (random, world, device) => { const chat = aChat(random, world, device); return chat && { chatId: chat, message: `said ${world.next()}`, client_id: randomUUID() }; } },
  'agent:activity_ping': { weight: 0.5, make: () => ({}) },
  'search:messages': { weight: 1, make: (random) => ({ q: random.of(['line', 'note', 'put', `line ${random.below(50)}`]), match: random.of(['prefix', 'word', 'substring']), sort: random.of(['newest', 'relevance']), limit: 1 + random.below(5) }) },
  'search:notes': { weight: 0.3, make: () => ({ q: 'note' }) },
  'search:kb': { weight: 0.3, make: () => ({ q: 'a' }) },
  'search:sessions': { weight: 0.5, make: (random) => ({ q: random.of(['chat', `chat ${random.below(20)}`]) }) },
  'agent:set_status': { weight: 1, make: (random) => ({ status: random.of(['online', 'online', 'away', 'busy', 'do_not_respond', 'offline']) }) },
  'agent:status': { weight: 1, make: () => ({}) },
};

/// Not drawn, and why.
export const excused = {
  'chat:rate': 'needs a chat of one\'s own that is over, which random sequences hardly come by; the story rate has it',
  'chat:complete': 'needs a chat that was abandoned, which random sequences hardly come by; the stories complete and callback have it',
  'chat:resume': 'every return of a connection does it',
  'chat:edit_session_note': 'notes of a session are asked for, never pushed; the story session_notes has it',
  'chat:delete_session_note': 'the same',
  'chat:message_edits': 'tells what no client holds; the story edit has it',
  'chat:decline': 'needs an offer, and offers a team that makes them; the stories offer… have it',
  'chat:snooze': 'a technician wants to be told less than there is; the story snooze has it',
  'chat:link_ticket': 'needs a ticket of another chat, and tells what a conversion tells; the story link_ticket has it',
  'files:link': 'tells what no client holds; tests/files has it, with messages of files',
  'auth:refresh': 'changes no record; the story refresh has it',
};

/// Mostly one that the device is in.
function aChat(random, world, device) {
  const held = world.chats.filter((id) => device.model.channels.has(id));
  return random.of(held.length > 0 && random.chance(0.85) ? held : world.chats);
}
function withChat(random, world, device, rest) {
  const chat = aChat(random, world, device);
  return chat && { channel_id: chat, ...rest };
}
function someone(random, world, device) { return random.chance(0.3) ? [random.of(device.staff ? world.technicians : world.clients).user] : []; }
/// One that the device holds, now and then one of the newest.
function ofMessage(random, world, device, rest) {
  const chat = aChat(random, world, device);
  const { messages, backstage } = device.model.channels.get(chat) ?? {};
  const room = random.chance(0.3) && device.model.backstages.has(backstage) ? backstage : chat;
  const held = [...(room === chat ? messages ?? [] : device.model.backstages.get(room).messages).values()].filter(({ type }) => type !== 'system_event' || random.chance(0.2));
  const message = random.of(random.chance(0.5) ? held.slice(-2) : held);
  return message && { channel_id: room, message_id: message.id, ...rest };
}
function ofChat(random, world, device) { return withChat(random, world, device, {}); }

/// Numbers of a seed: the same seed, the same sequence.
export class Random {
  constructor(seed) { this.state = seed >>> 0; }
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(n) { return Math.floor(this.next() * n); }
  chance(p) { return this.next() < p; }
  of(list) { return list.length === 0 ? undefined : list[this.below(list.length)]; }
  weighted(entries) {
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    return entries.find(([, weight]) => (left -= weight) < 0)[0];
  }
}
