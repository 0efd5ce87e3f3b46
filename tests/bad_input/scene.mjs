// The scene of the bad-input suites: two tenants, an open chat, a closed one, somebody else's; and what must not change.
import assert from 'node:assert/strict';
import { Daemon } from '../support/daemon.mjs';
import { http, open } from '../support/doors.mjs';
import { password } from '../support/daemon.mjs';

export class Scene {
  static async start(options) {
    const scene = new Scene();
    scene.daemon = await Daemon.start(options);
    await scene.tenant('one');
    await scene.tenant('other');
    scene.dana = await scene.staff('dana', 'one', 'technician');
    scene.omar = await scene.staff('omar', 'one', 'technician');
    scene.ada = await scene.staff('ada', 'one', 'admin');
    scene.stranger = await scene.staff('stranger', 'other', 'technician');
    scene.visa = await scene.visitor('one');
    scene.paul = await scene.visitor('one');
    scene.alien = await scene.visitor('other');
    scene.open = await scene.chat(scene.visa, scene.dana);
    scene.closed = await scene.chat(scene.paul, scene.dana);
    await scene.post(scene.paul, `/api/live-chat/${scene.closed}/end`, {});
    scene.foreign = await scene.chat(scene.alien, scene.stranger);
    return scene;
  }

  get url() { return this.daemon.url; }

  async tenant(slug) {
    await this.daemon.addTenant(slug);
    await this.daemon.addChatConfig({ tenant: slug, id: slug });
  }

  async staff(name, tenant, role) {
    const email = `${name}@${tenant}.test`;
    await this.daemon.addUser({ tenant, email, name, role });
    return this.signedIn(await this.post(null, '/api/auth/login', { email, password }));
  }

  async visitor(config) { return this.signedIn(await this.post(null, `/api/widget/${config}/visitors`, { name: 'Visitor' })); }

  signedIn({ access_token: token, user }) { return { token, id: user.id }; }

  async post(who, path, body) {
    const answer = await http(this.url, 'POST', path, { token: who?.token, body });
    assert.ok(answer.status < 300, `${path}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async chat(visitor, technician) {
    const { session } = await this.post(visitor, '/api/live-chat/start', { subject: 'Scene', message: 'first' });
    await this.post(technician, `/api/live-chat/${session.session_id}/accept`, {});
    return session.session_id;
  }

  /// What the API shows of everything; equal before and after input that was refused.
  async stored() {
    const get = async (who, path) => {
      const answer = await http(this.url, 'GET', path, { token: who.token });
      assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    return {
      sessions: await get(this.ada, '/api/live-chat/admin/all-sessions?limit=200'),
      open: await get(this.dana, `/api/live-chat/${this.open}/messages?limit=200`),
      closed: await get(this.dana, `/api/live-chat/${this.closed}/messages?limit=200`),
      foreign: await get(this.stranger, `/api/live-chat/${this.foreign}/messages?limit=200`),
    };
  }

  connect(door, who, name = 'client') { return open(door, { url: this.url, token: who.token, name }); }

  /// The connection is as good as before: a normal message works.
  async works(client) {
    const answer = await client.send('chat:send_message', { channel_id: this.open, type: 'text', content: 'and on' });
    assert.ok(answer.ok, `a normal message was answered ${JSON.stringify(answer.error)}`);
  }

  async end() { await this.daemon?.dispose(); }
}

/// An error object as every socket answer and `error` push has it.
export function assertError(error, codes, field) {
  const expected = [codes].flat();
  assert.ok(expected.includes(error?.code), `expected ${expected.join(' or ')}, got ${JSON.stringify(error)}`);
  assert.equal(typeof error.message, 'string');
  assert.notEqual(error.message, '');
  if (field !== undefined) {
    const fields = (error.details?.errors ?? []).map((one) => one.field);
    assert.ok(fields.includes(field), `expected the field ${field} to be named, got ${JSON.stringify(error)}`);
  }
}
