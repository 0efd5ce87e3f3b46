// A desk of its own for a test file: a daemon with the settings given, one tenant `desk` with a chat config, an administrator, and
// whoever the test asks for. Everybody who is connected through it is closed with it.
import assert from 'node:assert/strict';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, http } from '../support/doors.mjs';

/// What an answer of a socket carries; fails where it is an error.
export const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };

export class Desk {
  static async start(config = {}) {
    const desk = new Desk();
    desk.daemon = await Daemon.start({ config });
    desk.people = [];
    await desk.daemon.addTenant('desk');
    await desk.daemon.addChatConfig({ tenant: 'desk', id: 'desk' });
    desk.ada = await desk.staff('ada', 'admin');
    return desk;
  }

  async staff(name, role = 'technician', { team } = {}) {
    const email = `${name}@desk.test`;
    const record = await this.daemon.addUser({ tenant: 'desk', email, name, role, team });
    const { body } = await http(this.daemon.url, 'POST', '/api/auth/login', { body: { email, password } });
    return this.connected(name, body.access_token, record.id);
  }

  async visitor(name, body = {}) {
    const answer = await http(this.daemon.url, 'POST', '/api/widget/desk/visitors', { body: { name, ...body } });
    return this.connected(name, answer.body.access_token, answer.body.user.id);
  }

  async connected(name, token, id) {
    const client = Object.assign(await new PlainClient({ url: this.daemon.url, token, name }).connect(), { id });
    this.people.push(client);
    return client;
  }

  /// Another connection of the same person.
  again({ name, token, id }) { return this.connected(name, token, id); }

  /// By REST, as the administrator unless somebody is named; the body of the answer.
  async rest(method, path, body, who = this.ada) {
    const answer = await who.http(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /// A chat of a new visitor: its id, and the visitor as `client`.
  async chat(name, about = {}) {
    const client = await this.visitor(name);
    return { client, id: must(await client.send('chat:start', { subject: `Of ${name}`, ...about })).session.session_id };
  }

  async end() {
    for (const one of this.people) await one.close();
    await this.daemon?.dispose();
  }
}
