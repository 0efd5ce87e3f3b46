// One tenant with its people and their connections, each with a model. Sequences are played in it one after the other.
import { password } from '../support/daemon.mjs';
import { http, open, PlainClient } from '../support/doors.mjs';
import { Model } from './model.mjs';
import { operations } from './operations.mjs';

const doors = ['plain', 'socketio', 'rest'];
const staff = { dana: 'technician', omar: 'technician', mona: 'manager', ada: 'admin' };
let worlds = 0;

/// A connection of a person: comes and goes, and goes on with its model where it left off.
class Device {
  constructor(world, name, person) {
    Object.assign(this, { world, name, user: person.user, staff: person.staff, token: person.token, said: [], client: null });
    this.model = new Model({ id: this.user, staff: this.staff });
  }

  async connect(door) {
    const onReceive = (entry) => this.heard(entry);
    this.client = await open(door, { url: this.world.daemon.url, token: this.token, name: this.name, onReceive });
    this.model.positions.clear();
    this.model.statuses.clear();
    Object.assign(this.model, { queue: null, list: null });
    this.knowsOwn = false;
  }

  heard({ kind, event, data, sent, answer }) {
    if (kind === 'push' || (kind === 'ack' && Object.keys(sent?.channels ?? { other: 1 }).length > 0)) this.world.note(`${this.name} < ${event} ${kind === 'push' ? JSON.stringify(data) : `(${JSON.stringify(sent)}) ${JSON.stringify(answer)}`}`);
    if (kind === 'push') {
      this.world.count(this.world.heard, event);
      if (event === 'chat:new_session') this.world.began(data.session);
      this.model.push(event, data);
    }
    if (kind !== 'ack' || !answer.ok) return;
    this.world.count(this.world.done, event);
    if (event === 'chat:start') this.world.began(answer.data.session);
    this.model.answered(event, sent, answer.data, answer.status === undefined);
  }

  /// What a page does when it opens or comes back: its chats, and the list of a technician.
  refresh() { return (this.refreshing = (this.refreshing ?? Promise.resolve()).catch(() => null).then(() => this.refreshNow())); }
  async refreshNow() {
    if (!this.knowsOwn) {
      for (const { session_id } of await everything(this.token, this.world.daemon.url, '/api/live-chat/mine?'))
        if (!this.model.channels.has(session_id)) this.model.wanted.add(session_id);
      this.knowsOwn = true;
    }
    for (const id of [...this.model.wanted]) {
      const answer = await this.ask('chat:join', { channel_id: id });
      if (!answer.ok) this.model.wanted.delete(id);
    }
    if (this.staff && !this.model.statuses.has(this.user)) await this.ask('agent:status', {});
    if (this.staff && !this.model.list) {
      this.model.asking = [];
      const sessions = await everything(this.token, this.world.daemon.url, '/api/live-chat/agent/sessions?');
      this.model.takeList(sessions);
    }
  }

  /// By the socket also where the door is REST: what a connection subscribes to it asks itself.
  ask(event, data) {
    return this.client instanceof PlainClient ? PlainClient.prototype.send.call(this.client, event, data) : this.client.send(event, data);
  }

  async resume() {
    const answer = await this.ask('chat:resume', { channels: this.model.heads() });
    if (!answer.ok) throw new Error(`${this.name}: chat:resume was answered ${JSON.stringify(answer.error)}`);
  }

  get connected() { return this.client?.connected ?? false; }
}

export class World {
  static async make(daemon) {
    const world = new World(daemon);
    await daemon.addTenant(world.slug);
    await daemon.addChatConfig({ tenant: world.slug, id: world.slug });
    world.staff = {};
    for (const [name, role] of Object.entries(staff)) {
      const email = `${name}@${world.slug}.test`;
      await daemon.addUser({ tenant: world.slug, email, name: name[0].toUpperCase() + name.slice(1), role });
      const signedIn = await http(daemon.url, 'POST', '/api/auth/login', { body: { email, password } });
      world.staff[name] = { name, role, staff: true, user: signedIn.body.user.id, token: signedIn.body.access_token };
    }
    world.technicians = Object.values(world.staff);
    const { token } = world.staff.ada;
    await http(daemon.url, 'POST', '/api/canned-responses', { token, body: { shortcode: 'hello', title: 'Hello', content: 'Hello {{customer_name}}, all {{mood}}?' } });
    const article = { title: 'VPN', slug: 'vpn', summary: 'Restart it', status: 'published', audience: 'client' };
    world.article = (await http(daemon.url, 'POST', '/api/kb/articles', { token, body: article })).body.id;
    return world;
  }

  constructor(daemon) {
    Object.assign(this, { daemon, slug: `oracle-${process.pid}-${++worlds}`, chats: [], clients: [], devices: [], counter: 0, done: {}, heard: {}, transcript: [], begun: performance.now() });
  }

  count(of, event) { of[event] = (of[event] ?? 0) + 1; }
  /// Also of a start whose answer was lost.
  began({ session_id, customer_id }) {
    if (!this.chats.includes(session_id) && this.clients.some(({ user }) => user === customer_id)) this.chats.push(session_id);
  }
  /// For whoever looks into what failed.
  note(line) { this.transcript.push(`${Math.round(performance.now() - this.begun)} ${line}`); }
  next() { return ++this.counter; }

  /// The people of a sequence: two new clients, one of them with a second device; the staff, one of them with a second one.
  async begin(random) {
    Object.assign(this, { chats: [], clients: [], devices: [], counter: 0, transcript: [], begun: performance.now() });
    for (const name of ['visa', 'paul']) {
      const visitor = await http(this.daemon.url, 'POST', `/api/widget/${this.slug}/visitors`, { body: { name } });
      this.clients.push({ name, staff: false, user: visitor.body.user.id, token: visitor.body.access_token });
    }
    const [visa, paul] = this.clients, { dana, omar, mona, ada } = this.staff;
    for (const [name, person] of [['visa', visa], ['visa2', visa], ['paul', paul], ['dana', dana], ['dana2', dana], ['omar', omar], ['mona', mona], ['ada', ada]]) {
      const device = new Device(this, name, person);
      await device.connect(random.of(doors));
      this.devices.push(device);
    }
    await Promise.all(this.devices.filter((device) => device.staff).map((device) => device.ask('agent:set_status', { status: 'online' })));
    await Promise.all(this.devices.map((device) => device.refresh()));
  }

  /// One step: an operation, or a connection that goes, comes back, or is replaced by a new one. Answers what was said, for the record.
  async play({ device: index, action, seed }, Random) {
    const random = new Random(seed);
    const gone = this.devices.filter(({ connected, coming }) => !connected && !coming);
    const inside = this.devices.filter(({ connected, model }) => connected && model.channels.size > 0);  // who can do more
    const of = action === 'return' ? gone : random.chance(0.6) && !['chat:start', 'chat:accept'].includes(action) ? inside : [];
    const device = random.of(of) ?? this.devices[index];
    if (action === 'drop') {
      if (!device.connected) return null;
      this.note(`${device.name} is cut`);
      device.client.drop();
      await device.client.expectClose();
      return `${device.name} is cut`;
    }
    if (action === 'return') {
      if (device.connected || device.coming) return null;
      const door = random.of(doors);
      this.note(`${device.name} comes back by ${door}`);
      await comeBack(device, door);
      return `${device.name} comes back by ${door}`;
    }
    if (action === 'refresh') {
      if (device.connected) await unlessCut(device, device.refresh());
      return null;
    }
    if (!device.connected) return null;
    const data = operations[action].make(random, this, device);
    if (!data) return null;
    this.note(`${device.name} (${device.client.door}) > ${action} ${JSON.stringify(data)}`);
    const answer = await device.client.send(action, data).catch((error) => ({ error: { code: device.connected ? error.message : 'the connection went' } }));
    if (answer.error && !expected.has(answer.error.code)) device.model.wrong.push(`${action} ${JSON.stringify(data)} was answered ${JSON.stringify(answer.error)}`);
    return `${device.name} (${device.client.door}) > ${action} ${JSON.stringify(data)} < ${answer.ok ? 'ok' : answer.error.code}`;
  }

  /// Until all have come back, hold what they were told of, and have heard what was sent.
  async settle() {
    for (const device of this.devices) {
      if (!device.connected) await comeBack(device, 'plain');
    }
    for (let round = 0; round < 2; round++) {
      await Promise.all(this.devices.map(({ client }) => client.barrier()));
      await Promise.all(this.devices.map((device) => device.refresh()));
    }
    await Promise.all(this.devices.map(({ client }) => client.barrier()));
  }

  async end() {
    const { token } = this.staff.mona;
    for (const id of this.chats) await http(this.daemon.url, 'POST', `/api/live-chat/${id}/end`, { token, body: {} });
    await Promise.all(this.devices.map(({ client }) => client.close()));
  }
}

async function comeBack(device, door) {
  device.coming = true;
  try {
    await device.connect(door);
    await unlessCut(device, device.resume().then(() => device.refresh()));
  } finally { device.coming = false; }
}

/// What is asked of a connection may end with it: another step may cut it meanwhile.
async function unlessCut(device, asked) {
  await asked.catch((error) => { if (device.connected) throw error; });
}

/// What a random operation may be told, beside ok.
const expected = new Set(['forbidden', 'not_found', 'invalid', 'invalid_state', 'session_closed', 'not_participant', 'not_eligible',
  'over_capacity', 'idempotency_conflict', 'resync_required', 'conflict', 'already_accepted', 'offered_to_another', 'the connection went']);

/// All pages of a list.
export async function everything(token, url, route) {
  const all = [];
  for (let cursor = ''; ;) {
    const answer = await http(url, 'GET', `${route}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { token });
    if (answer.status !== 200) throw new Error(`${route}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    all.push(...answer.body.data);
    cursor = answer.body.next_cursor;
    if (!cursor) return all;
  }
}
