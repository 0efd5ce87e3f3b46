// Two tenants of a real daemon, each with an administrator; short words for the requests of the suite.
import assert from 'node:assert/strict';
import { Daemon, password } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { problemToError } from '../support/routes.mjs';
import { kinds } from './kinds.mjs';

export class World {
  static async start() {
    const world = new World();
    world.daemon = await Daemon.start();
    world.count = 0;
    world.ones = new Map();
    for (const tenant of ['here', 'there']) await world.daemon.addTenant(tenant);
    world.ada = await world.staff('ada', 'here', 'admin');
    world.dana = await world.staff('dana', 'here', 'technician');
    world.eve = await world.staff('eve', 'there', 'admin');
    await world.daemon.addChatConfig({ tenant: 'here', id: 'here' });
    const visitor = await http(world.url, 'POST', '/api/widget/here/visitors', { body: { name: 'Visa' } });
    world.visa = { token: visitor.body.access_token, id: visitor.body.user.id };
    return world;
  }

  get url() { return this.daemon.url; }
  next() { return ++this.count; }

  async staff(name, tenant, role) {
    const email = `${name}@${tenant}.test`;
    const record = await this.daemon.addUser({ tenant, email, name, role });
    const { body } = await http(this.url, 'POST', '/api/auth/login', { body: { email, password } });
    return { token: body.access_token, id: record.id, email };
  }

  ask(method, path, { as = this.ada, body, headers } = {}) { return http(this.url, method, `/api/${path}`, { token: as?.token, body, headers }); }

  /// Asks, and expects that status; answers the body.
  async ok(status, method, path, options) {
    const answer = await this.ask(method, path, options);
    assert.equal(answer.status, status, `${method} ${path}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /// Asks, and expects a problem with one of these codes, which names the field; answers the error.
  async refused(codes, method, path, options, field) {
    const error = problemToError(await this.ask(method, path, options));
    assert.ok([codes].flat().includes(error.code), `${method} ${path} ${JSON.stringify(options?.body)}: expected ${codes}, got ${JSON.stringify(error)}`);
    if (field) assert.ok((error.details.errors ?? []).some((one) => one.field.split(/[.[]/)[0] === field), `expected ${field} to be named: ${JSON.stringify(error)}`);
    return error;
  }

  make(path, body) { return this.ok(201, 'POST', path, { body }); }

  /// One record of that kind, to refer to.
  async one(path) {
    if (!this.ones.has(path)) this.ones.set(path, this.make(path, await kinds.find((kind) => kind.path === path).make(this)));
    return this.ones.get(path);
  }

  /// The id of a built-in role.
  async role(name, options) {
    const { data } = await this.ok(200, 'GET', `roles?q=${name}`, options);
    return data.find((role) => role.name === name).id;
  }

  async all(path, query = '', options = {}) {
    const out = [];
    for (let cursor = null; ;) {
      const page = await this.ok(200, 'GET', `${path}?limit=50${query}${cursor ? `&cursor=${cursor}` : ''}`, options);
      out.push(...page.data);
      cursor = page.next_cursor;
      if (!cursor) return out;
    }
  }

  async end() { await this.daemon?.dispose(); }
}
