// What `scripts/run` gives a newcomer: the demo tenant, its people, its chat config, its pages; the same after a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Daemon } from '../support/daemon.mjs';
import { http, open } from '../support/doors.mjs';

let daemon;
before(async () => { daemon = await Daemon.start({ demo: true, config: { limits: { profile: 'normal' } } }); });
after(async () => { await daemon?.dispose(); });

async function signIn(email) {
  const answer = await http(daemon.url, 'POST', '/api/auth/login', { body: { email, password: 'chatd-demo' } });
  assert.equal(answer.status, 200, `${email}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function chat() {
  const visitor = await http(daemon.url, 'POST', '/api/widget/demo/visitors', { body: { name: 'Newcomer' } });
  assert.equal(visitor.status, 201, JSON.stringify(visitor.body));
  const visa = await open('socketio', { url: daemon.url, token: visitor.body.access_token, name: 'visa' });
  const dana = await open('socketio', { url: daemon.url, token: (await signIn('dana@demo.test')).access_token, name: 'dana' });
  const started = await visa.send('chat:start', { subject: 'First try' });
  assert.ok(started.ok, JSON.stringify(started.error));
  const id = started.data.session.session_id;
  await dana.expect('chat:new_session', ({ session_id }) => session_id === id);
  assert.ok((await dana.send('chat:accept', { session_id: id })).ok);
  assert.ok((await dana.send('chat:send_message', { session_id: id, type: 'text', content: 'Welcome' })).ok);
  await visa.expect('chat:new_message', ({ message }) => message.content === 'Welcome');
  assert.ok((await visa.send('chat:end', { session_id: id })).ok);
  await visa.close();
  await dana.close();
}

test('the people of the demo sign in, with their roles', async () => {
  for (const [email, permission] of [['dana@demo.test', 'chat.accept'], ['omar@demo.test', 'chat.accept'], ['mia@demo.test', 'chat.monitor'], ['ada@demo.test', 'users.manage']]) {
    const { user } = await signIn(email);
    assert.ok(user.permissions.includes(permission), `${email}: ${user.permissions}`);
  }
});
test('there are tickets of its clients', async () => {
  const { access_token } = await signIn('dana@demo.test');
  const { body } = await http(daemon.url, 'GET', '/api/tickets', { token: access_token });
  assert.equal(body.data.length, 5);
  assert.ok(body.data.every(({ number, organization_id, contact_id, board_id }) => number && organization_id && contact_id && board_id), JSON.stringify(body.data));
});
test('a visitor is served', chat);
test('the widget is told what it is', async () => {
  const { status, body } = await http(daemon.url, 'GET', '/api/widget/demo');
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(body.name ?? body.title ?? body.appearance, JSON.stringify(body));
});
test('probes and documents', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/asyncapi.json']) assert.equal((await http(daemon.url, 'GET', path)).status, 200, path);
  const { body } = await http(daemon.url, 'GET', '/api/openapi.json');
  assert.match(body.openapi, /^3\.1/);
  assert.ok(body.paths['/api/live-chat/start'].post);
});
test('a second start with --demo doubles nothing', async () => {
  await daemon.restart();
  await chat();
  const { user } = await signIn('ada@demo.test');
  assert.equal(user.email, 'ada@demo.test');
});
