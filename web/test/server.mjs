// A small stand-in for the daemon: enough of the protocol, in memory, to test the SDK against a server
// that misbehaves on demand, and to work on the apps without a daemon: `node test/server.mjs [port]`.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist');
const technicians = [
  { id: 1, name: 'Dana Kowalski', email: 'dana@demo.test' },
  { id: 2, name: 'Omar Haddad', email: 'omar@demo.test' },
];
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

export class FakeServer {
  users = new Map(technicians.map((one) => [one.id, { ...one, kind: 'technician' }]));
  tokens = new Map();
  refreshTokens = new Map();
  chats = new Map();
  nextId = 100;
  /** Switches for misbehaviour: what the next request does instead of what it should. */
  faults = { dropAck: 0, dropPush: 0, refuse: null };
  received = [];

  static async start(port = 0) {
    const fake = new FakeServer();
    fake.http = http.createServer((request, response) => fake.serve(request, response));
    fake.io = new Server(fake.http, { cors: { origin: '*' } });
    fake.io.use((socket, next) => fake.signIn(socket, next));
    fake.io.on('connection', (socket) => fake.connected(socket));
    await new Promise((done) => fake.http.listen(port, '127.0.0.1', done));
    fake.url = `http://127.0.0.1:${fake.http.address().port}`;
    return fake;
  }

  stop() {
    return new Promise((done) => this.io.close(done));
  }

  /** Cuts every connection as a network does. */
  cut() {
    for (const socket of this.io.sockets.sockets.values()) socket.conn.close();
  }

  issue(user, seconds = 900) {
    const id = `t${this.nextId++}`;
    this.tokens.set(`a.${id}`, { user, until: Date.now() + seconds * 1000 });
    this.refreshTokens.set(`r.${id}`, user);
    return { access_token: `a.${id}`, refresh_token: `r.${id}`, expires_in: seconds, user };
  }

  visitor(fields = {}) {
    const user = { id: this.nextId++, name: fields.name || 'Visitor', email: fields.email ?? null, kind: 'client' };
    this.users.set(user.id, user);
    return this.issue(user);
  }

  userOf(token) {
    const known = this.tokens.get(token);
    if (!known) throw fail('unauthenticated');
    if (known.until < Date.now()) throw fail('token_expired');
    return known.user;
  }

  // Chats

  open(user, fields) {
    const found = [...this.chats.values()].find((chat) => chat.customer.id === user.id && isOpen(chat));
    const chat = found ?? this.create(user, fields);
    if (fields.message) this.post(chat, user, fields.message, fields);
    if (!found) this.toTechnicians('chat:new_session', { ...keys(chat), session: this.session(chat) });
    return chat;
  }

  create(user, { subject, priority, metadata, source }) {
    const id = this.nextId++;
    const chat = {
      id, status: 'pending', subject: subject ?? '', priority: priority ?? 'medium', metadata: metadata ?? {}, source: source ?? 'widget',
      customer: user, agent: null, created_at: now(), assigned_at: null, ended_at: null,
      events: [], members: [user], cursors: {},
    };
    this.chats.set(id, chat);
    return chat;
  }

  session(chat) {
    const waiting = [...this.chats.values()].filter((one) => one.status === 'pending');
    return {
      session_id: chat.id, channel_id: chat.id, status: chat.status, handled_by: chat.agent ? 'agent' : 'none', subject: chat.subject,
      priority: chat.priority, required_skills: [], metadata: chat.metadata, source: chat.source,
      customer_id: chat.customer.id, customer: chat.customer, agent_id: chat.agent?.id ?? null,
      agent: chat.agent && { id: chat.agent.id, name: chat.agent.name },
      created_at: chat.created_at, assigned_at: chat.assigned_at, ended_at: chat.ended_at,
      position: chat.status === 'pending' ? waiting.indexOf(chat) + 1 : null,
      last_message: lastOf(chat),
    };
  }

  durable(chat, name, data, except) {
    const seq = chat.events.length + 1;
    const payload = { ...keys(chat), seq, ...data };
    if (payload.message) payload.message.seq = seq;
    chat.events.push({ name, payload });
    this.toRoom(chat, name, payload, except);
    return payload;
  }

  toRoom(chat, name, payload, except) {
    for (const socket of this.io.sockets.adapter.rooms.get(`c${chat.id}`) ?? []) {
      if (socket === except?.id) continue;
      if (this.faults.dropPush > 0) this.faults.dropPush--;
      else this.io.sockets.sockets.get(socket)?.emit(name, payload);
    }
  }

  toTechnicians(name, payload) {
    this.io.to('technicians').emit(name, payload);
  }

  post(chat, user, content, { client_id = null } = {}, except) {
    const stored = client_id && messagesOf(chat).find((one) => one.client_id === client_id);
    if (stored) return stored;
    const sender = { id: user.id, name: user.name, kind: user.kind, avatar_url: null };
    const message = { id: this.nextId++, ...keys(chat), sender, type: 'text', content, client_id, system: null, created_at: now(), edited_at: null, deleted_at: null };
    return this.durable(chat, 'chat:new_message', { message }, except).message;
  }

  /** A change of the chat: one event, with the system message that it is. Technicians outside are told without it. */
  change(chat, name, user, code, text, data) {
    const sender = { id: user.id, name: user.name, kind: 'system', avatar_url: null };
    const system = { code, params: { user: { id: user.id, name: user.name } } };
    const message = { id: this.nextId++, ...keys(chat), sender, type: 'system_event', content: text, client_id: null, system, created_at: now() };
    const session = this.session(chat);
    this.durable(chat, name, { message, session, ...data });
    for (const socket of this.io.sockets.adapter.rooms.get('technicians') ?? []) {
      if (!this.io.sockets.adapter.rooms.get(`c${chat.id}`)?.has(socket)) this.io.sockets.sockets.get(socket).emit(name, { ...keys(chat), seq: null, message: null, session, ...data });
    }
  }

  end(chat, user) {
    if (!isOpen(chat)) throw fail('session_closed');
    chat.status = chat.status === 'pending' ? 'abandoned' : 'closed';
    chat.ended_at = now();
    const reason = user.kind === 'client' ? 'client' : 'agent';
    this.change(chat, 'chat:ended', user, 'ended', `${user.name} ended the chat`, { ended_by: { id: user.id, name: user.name }, reason });
  }

  // Socket.IO

  signIn(socket, next) {
    try {
      socket.data.user = this.userOf(socket.handshake.auth.token);
      next();
    } catch (error) {
      next(Object.assign(new Error(error.code), { data: { code: error.code, message: error.code } }));
    }
  }

  connected(socket) {
    const { user } = socket.data;
    if (user.kind === 'technician') socket.join('technicians');
    socket.emit('hello', { connection_id: socket.id, user, protocol: 1, server_time: now() });
    socket.onAny((name, payload, ack) => {
      this.received.push({ name, payload });
      let answer;
      let after = [];
      try {
        if (this.faults.refuse) {
          const code = this.faults.refuse;
          this.faults.refuse = null;
          throw fail(code);
        }
        const handled = this.handle(socket, user, name, payload ?? {}) ?? {};
        after = handled.after ?? [];
        delete handled.after;
        answer = { ok: true, ...handled };
      } catch (error) {
        if (!error.code) throw error;
        answer = { ok: false, error: { code: error.code, message: error.message, details: error.details ?? null, retryable: error.code === 'unavailable' } };
      }
      if (this.faults.dropAck > 0) {
        this.faults.dropAck--;
        socket.conn.close();
        return;
      }
      ack?.(answer);
      for (const event of after) socket.emit(event.name, event.payload);
    });
  }

  handle(socket, user, name, data) {
    if (name === 'chat:start') {
      const chat = this.open(user, data);
      socket.join(`c${chat.id}`);
      return { session: this.session(chat) };
    }
    if (name === 'chat:resume') return this.resume(socket, data);
    if (name === 'auth:refresh') return {};
    if (name === 'agent:set_status') user.status = data.status;
    if (name === 'agent:set_status' || name === 'agent:status') return { status: user.status ?? 'online' };
    const chat = this.chats.get(Number(data.channel_id));
    if (!chat) throw fail('not_found');
    if (name === 'chat:join') return this.join(socket, chat, data);
    if (name === 'chat:accept') return this.accept(socket, chat, user);
    if (name === 'chat:send_message') {
      if (!isOpen(chat)) throw fail('session_closed');
      return { message: this.post(chat, user, data.content, data, socket) };
    }
    if (name === 'chat:typing') return void this.toRoom(chat, name, { ...keys(chat), user: { id: user.id, name: user.name }, is_typing: data.is_typing }, socket);
    if (name === 'chat:seen') {
      chat.cursors[user.id] = Math.max(chat.cursors[user.id] ?? 0, data.message_id);
      return void this.toRoom(chat, name, { ...keys(chat), user_id: user.id, message_id: data.message_id });
    }
    if (name === 'chat:end') return void this.end(chat, user);
    throw fail('unknown_event');
  }

  join(socket, chat, { last_seq }) {
    socket.join(`c${chat.id}`);
    const messages = messagesOf(chat).filter((one) => !last_seq || one.seq > last_seq).slice(-50);
    const participants = chat.members.map((one) => ({ id: one.id, name: one.name, last_read_message_id: chat.cursors[one.id] ?? null }));
    return { session: this.session(chat), participants, messages, head_seq: chat.events.length };
  }

  accept(socket, chat, user) {
    if (chat.agent) throw fail('already_accepted', { agent: { id: chat.agent.id, name: chat.agent.name } });
    if (chat.status !== 'pending') throw fail('session_closed');
    Object.assign(chat, { status: 'active', agent: user, assigned_at: now() });
    chat.members.push(user);
    socket.join(`c${chat.id}`);
    const agent = { id: user.id, name: user.name };
    this.change(chat, 'chat:session_assigned', user, 'accepted', `${user.name} has joined`, { agent });
    return { session: this.session(chat) };
  }

  resume(socket, { channels }) {
    const answer = {};
    const after = [];
    for (const [id, last] of Object.entries(channels)) {
      const chat = this.chats.get(Number(id));
      if (!chat) {
        answer[id] = { status: 'gone', head_seq: null, cursors: [], snapshot: null };
        continue;
      }
      socket.join(`c${id}`);
      answer[id] = { status: 'resumed', head_seq: chat.events.length, cursors: cursorsOf(chat), snapshot: null };
      after.push(...chat.events.slice(last));
    }
    return { channels: answer, after };
  }

  // REST and files

  async serve(request, response) {
    const url = new URL(request.url, 'http://fake');
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    const json = (status, body) => response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    if (!url.pathname.startsWith('/api/')) return this.file(url.pathname, response);
    try {
      let text = '';
      for await (const chunk of request) text += chunk;
      const bearer = request.headers.authorization?.slice('Bearer '.length);
      json(200, this.route(`${request.method} ${url.pathname}`, url.searchParams, text ? JSON.parse(text) : {}, bearer));
    } catch (error) {
      const status = { unauthenticated: 401, token_expired: 401, not_found: 404 }[error.code] ?? 400;
      json(status, { status, code: error.code ?? 'internal', detail: error.message });
    }
  }

  route(route, query, body, bearer) {
    if (route === 'POST /api/auth/login') {
      const user = technicians.find((one) => one.email === body.email);
      if (!user || body.password !== 'chatd-demo') throw fail('unauthenticated');
      return this.issue(this.users.get(user.id));
    }
    if (route === 'POST /api/auth/refresh') {
      const user = this.refreshTokens.get(body.refresh_token);
      if (!user) throw fail('unauthenticated');
      this.refreshTokens.delete(body.refresh_token);
      return this.issue(user);
    }
    if (/^GET \/api\/widget\/\w+$/.test(route)) {
      return { id: 'demo', name: 'Northwind IT', open: true, next_open_at: null, appearance: { brand_color: '#0B6477' }, prechat_form: null };
    }
    if (/^POST \/api\/widget\/\w+\/visitors$/.test(route)) return this.visitor(body);
    const user = this.userOf(bearer);
    const sessions = [...this.chats.values()];
    if (route === 'GET /api/me') return user;
    if (route === 'POST /api/auth/logout') return {};
    if (route === 'GET /api/live-chat/agent/sessions') {
      return { data: sessions.filter((one) => one.status === query.get('status')).map((one) => this.session(one)), next_cursor: null };
    }
    if (route === 'GET /api/live-chat/mine') {
      return { data: sessions.filter((one) => one.status === 'active' && one.agent?.id === user.id).map((one) => this.session(one)), next_cursor: null };
    }
    const history = route.match(/^GET \/api\/live-chat\/(\d+)\/messages$/);
    if (history) {
      const before = Number(query.get('before') ?? Infinity);
      const messages = messagesOf(this.chats.get(Number(history[1]))).filter((one) => one.seq < before);
      return { data: messages.slice(-Number(query.get('limit') ?? 50)), next_cursor: null };
    }
    throw fail('not_found');
  }

  file(name, response) {
    const wanted = name === '/' ? 'index.html' : path.extname(name) ? name : `${name}.html`;
    const file = path.join(dist, path.normalize(wanted));
    if (!file.startsWith(dist) || !fs.existsSync(file)) return response.writeHead(404).end('not found');
    const policy = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'";
    response.writeHead(200, { 'content-type': `${types[path.extname(file).slice(1)] ?? 'text/plain'}; charset=utf-8`, 'content-security-policy': policy });
    response.end(fs.readFileSync(file));
  }
}

const now = () => new Date().toISOString();
const isOpen = (chat) => chat.status === 'pending' || chat.status === 'active';
const keys = (chat) => ({ channel_id: chat.id, session_id: chat.id, chatId: chat.id });
const messagesOf = (chat) => chat.events.filter((one) => one.payload.message).map((one) => one.payload.message);
const lastOf = (chat) => {
  const last = messagesOf(chat).findLast((one) => one.type === 'text');
  return last ? { seq: last.seq, sender_id: last.sender.id, content: last.content, created_at: last.created_at } : null;
};
const cursorsOf = (chat) => Object.entries(chat.cursors).map(([user, message_id]) => ({ user_id: Number(user), message_id }));
const fail = (code, details) => Object.assign(new Error(code), { code, details });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fake = await FakeServer.start(Number(process.argv[2] ?? 4100));
  console.log(fake.url);
}
