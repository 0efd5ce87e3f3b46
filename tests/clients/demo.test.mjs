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
test('there are articles to find and to share, canned responses that are filled in, and devices', async () => {
  const { access_token: token } = await signIn('dana@demo.test');
  const get = async (path) => (await http(daemon.url, 'GET', path, { token })).body.data;
  const [article] = await get('/api/search/kb?q=vpn%20connect');
  assert.equal(article?.slug, 'vpn-does-not-connect');
  assert.ok((await get('/api/kb/articles')).length >= 6);
  assert.ok((await get('/api/devices')).some(({ organization_id, contact_id }) => organization_id && contact_id));
  assert.ok((await get('/api/tickets')).some(({ device_ids }) => device_ids.length > 0));
  const { body: visitor } = await http(daemon.url, 'POST', '/api/widget/demo/visitors', { body: { name: 'Newcomer Nell' } });
  const { body: { session } } = await http(daemon.url, 'POST', '/api/live-chat/start', { token: visitor.access_token, body: { subject: 'VPN' } });
  const act = (path, body) => http(daemon.url, 'POST', `/api/live-chat/${session.session_id}/${path}`, { token, body });
  assert.equal((await act('accept', {})).status, 200);
  const responses = await get('/api/canned-responses');
  assert.ok(responses.length >= 6 && responses.some(({ team_id }) => team_id));
  for (const { shortcode, title, content } of responses.filter(({ team_id, shortcode: code }) => !team_id || code === 'screenshot')) {
    const values = { ticket_number: '1', ticket_title: 'VPN' };
    const variables = Object.fromEntries(Object.entries(values).filter(([name]) => content.includes(`{{${name}}}`)));
    const { status, body } = await act('use-canned-response', { shortcode, variables });
    assert.equal(status, 201, `${title}: ${JSON.stringify(body)}`);
    assert.ok(!body.message.content.includes('{{'), body.message.content);
    if (shortcode === 'hello') assert.match(body.message.content, /^Hello Newcomer, this is Dana/);
  }
  const shared = await http(daemon.url, 'POST', `/api/channels/${session.session_id}/messages`, { token, body: { type: 'kb_article', kb_article_id: article.id } });
  assert.equal(shared.body.message?.kb_article?.title, 'The VPN does not connect', JSON.stringify(shared.body));
  assert.equal((await act('end', {})).status, 200);
});
test('it is open at any hour, and there is a chat config that is not', async () => {
  const { body: demo } = await http(daemon.url, 'GET', '/api/widget/demo');
  assert.deepEqual([demo.open, demo.office_hours?.week.sunday], [true, [{ from: '00:00', to: '24:00' }]]);
  const { body: weekdays } = await http(daemon.url, 'GET', '/api/widget/demo-weekdays');
  assert.deepEqual([weekdays.office_hours?.week.sunday, weekdays.open || weekdays.next_open_at !== null], [[], true]);
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
