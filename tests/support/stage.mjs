// Where a story is played: its people, made once for all doors, and their connections through one door.
import { http, open } from './doors.mjs';
import { password } from './daemon.mjs';
import { resigned, seconds } from './tokens.mjs';

let stories = 0;

/// The records of one story in the database: tenants, staff, chat configs. Shared by its runs through each door.
export class Cast {
  constructor(daemon, name) {
    this.daemon = daemon;
    this.slug = `${name}-${process.pid.toString(36)}${(stories++).toString(36)}`.replace(/[^a-z0-9-]/g, '-');
    this.tenants = new Map();
    this.staff = new Map();
    this.configs = new Map();
  }

  /// A tenant by its name in the story; '' is the story's own. Comes with a chat config.
  tenant(alias = '') {
    return this.once(this.tenants, alias, async () => {
      const slug = alias === '' ? this.slug : `${this.slug}-${alias}`;
      const record = await this.daemon.addTenant(slug, `Tenant ${slug}`);
      await this.daemon.addChatConfig({ tenant: slug, id: `portal-${slug}`, name: 'Portal' });
      return { ...record, slug, config: `portal-${slug}` };
    });
  }

  person(name, { role, team, tenant }) {
    return this.once(this.staff, name, async () => {
      const { slug } = await this.tenant(tenant);
      const email = `${name}@${slug}.test`;
      const display = name[0].toUpperCase() + name.slice(1);
      const record = await this.daemon.addUser({ tenant: slug, email, name: display, role, team });
      return { ...record, email, tenant: slug };
    });
  }

  config(name, { tenant, ...options }) {
    return this.once(this.configs, name, async () => {
      const { slug } = await this.tenant(tenant);
      const id = `${name}-${slug}`;
      const record = await this.daemon.addChatConfig({ tenant: slug, id, ...options });
      return { ...record, ...options, id };
    });
  }

  once(map, key, make) {
    if (!map.has(key)) map.set(key, make());
    return map.get(key);
  }
}

/// One run of a story through one door.
export class Stage {
  constructor(daemon, cast, door) {
    Object.assign(this, { daemon, cast, door });
    this.variables = { door };
    this.actors = new Map();   // name → {name, role, token, refresh, client, …}
    this.started = new Map();  // session id → the actor who started it
  }

  async addStaff(name, { role, of, tenant, away }) {
    const record = await this.cast.person(name, { role, team: of, tenant });
    if (of) this.variables[of] = { id: record.team_id ?? record.teams?.[0]?.id ?? record.team_ids?.[0], name: of };
    const signedIn = await this.signIn(record);
    await this.add(name, { role, login: record, away }, signedIn);
  }

  async signIn(record) {
    const answer = await http(this.daemon.url, 'POST', '/api/auth/login', { body: { email: record.email, password, tenant: record.tenant } });
    if (answer.status !== 200) throw new Error(`${record.email} can't sign in: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async addVisitor(name, { of, tenant, away, options = {} }) {
    const home = await this.cast.tenant(tenant);
    const config = of ? (await this.cast.configs.get(of)).id : home.config;
    const body = { name: name[0].toUpperCase() + name.slice(1), ...options };
    const answer = await http(this.daemon.url, 'POST', `/api/widget/${config}/visitors`, { body });
    if (answer.status >= 300) throw new Error(`${name} can't become a visitor: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    await this.add(name, { role: 'visitor', config, away }, answer.body);
  }

  async addConfig(name, options) { this.variables[name] = await this.cast.config(name, options); }

  /// A second connection of the same person: a `tab` has the same token, a `device` signs in anew (staff) or renews (visitors).
  async addAnother(name, of, how, token) {
    const first = this.actor(of);
    const signedIn = how === 'device' && first.login ? await this.signIn(first.login) : { ...first.signedIn };
    if (token) signedIn.access_token = token;
    await this.add(name, { role: first.role, login: first.login, config: first.config }, signedIn);
  }

  async add(name, facts, signedIn) {
    const actor = { name, ...facts, signedIn, token: signedIn.access_token, client: null };
    this.actors.set(name, actor);
    this.describe(actor);
    if (!facts.away) await this.connect(actor);
  }

  /// What a story can say of a person: `$dana.id`, `$dana.token`, tokens that are about to end or have ended.
  describe(actor) {
    const { access_token: token, refresh_token, user } = actor.signedIn;
    this.variables[actor.name] = {
      ...user, email: actor.login?.email ?? user?.email, tenant: actor.login?.tenant, config: actor.config, token, refresh_token,
      get short_token() { return resigned(token, { iat: seconds(), exp: seconds(3) }); },
      get expired_token() { return resigned(token, { iat: seconds(-7200), exp: seconds(-3600) }); },
    };
  }

  async connect(actor) {
    const before = actor.client;
    actor.client = await open(this.door, { url: this.daemon.url, token: actor.token, name: actor.name });
    if (!before) return;
    actor.client.continueFrom(before);
    actor.client.pushes.unshift(...before.pushes.filter((push) => !push.taken));
    actor.client.violations.unshift(...before.violations);
    actor.client.earlier = [...(before.earlier ?? []), ...before.log];
  }

  actor(name) {
    const found = this.actors.get(name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  }

  client(name) {
    const { client } = this.actor(name);
    if (!client) throw new Error(`${name} is not connected`);
    return client;
  }

  /// All that was sent to anybody before now has arrived.
  async settle() {
    const connected = [...this.actors.values()].filter(({ client }) => client?.connected);
    for (let round = 0; round < 2; round++) await Promise.all(connected.map(({ client }) => client.barrier()));
  }

  violations() { return [...this.actors.values()].flatMap(({ client }) => client?.violations ?? []); }

  /// Ends what the story left open, so that the next door finds an empty queue.
  async clear() {
    for (const [id, actor] of this.started)
      await http(this.daemon.url, 'POST', `/api/live-chat/${id}/end`, { token: actor.token, body: {} }).catch(() => null);
    await Promise.all([...this.actors.values()].map(({ client }) => client?.close().catch(() => null)));
  }

  /// The last things that anybody sent or got, for a failed story.
  transcript(lines = 40) {
    const entries = [...this.actors.values()].flatMap(({ name, client }) =>
      [...(client?.earlier ?? []), ...(client?.log ?? [])].map((entry) => ({ name, ...entry })));
    entries.sort((a, b) => a.at - b.at);
    return entries.filter((entry) => entry.event !== 'hello' && !isBarrier(entry)).slice(-lines).map(asLine).join('\n');
  }
}

const isBarrier = ({ event, data, sent }) => event === 'chat:resume' && Object.keys((data ?? sent)?.channels ?? {}).length === 0;
const short = (value) => { const text = JSON.stringify(value) ?? ''; return text.length > 600 ? `${text.slice(0, 600)}…` : text; };

function asLine({ name, kind, event, data, answer, code, reason }) {
  switch (kind) {
    case 'sent': return `    ${name} > ${event} ${short(data)}`;
    case 'ack': return `    ${name} < ${answer.ok ? `ok ${short(answer.data)}` : `${answer.error?.code} ${short(answer.error)}`}   (${event})`;
    case 'push': return `    ${name} < ${event} ${short(data)}`;
    case 'close': return `    ${name} < closed ${code} ${reason}`;
    default: return `    ${name} ${kind}`;
  }
}
