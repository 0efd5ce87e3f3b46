// What is particular to users, roles, teams, skills and chat configs; and what their changes do at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { http } from '../support/doors.mjs';
import { World } from './world.mjs';

let world;
before(async () => { world = await World.start(); });
after(async () => { await world?.end(); });

const login = (email, password) => http(world.url, 'POST', '/api/auth/login', { body: { email, password } });

test('a user who is made can sign in, with the rights of the roles', async () => {
  const password = 'correct horse battery';
  const user = await world.make('users', { kind: 'technician', name: 'Nils', email: 'nils@here.test', password, role_ids: [await world.role('technician')] });
  const signed = await login('nils@here.test', password);
  assert.equal(signed.status, 200, JSON.stringify(signed.body));
  assert.deepEqual(signed.body.user.permissions.sort(), ['chat.accept', 'chat.complete', 'chat.transfer', 'tickets.write']);

  await world.ok(200, 'PATCH', `users/${user.id}`, { body: { password: 'another horse battery' } });
  assert.equal((await login('nils@here.test', password)).status, 401);
  assert.equal((await login('nils@here.test', 'another horse battery')).status, 200);

  await world.ok(200, 'PATCH', `users/${user.id}`, { body: { status: 'disabled' } });
  assert.notEqual((await login('nils@here.test', 'another horse battery')).status, 200);
  const error = await world.refused('conflict', 'DELETE', `users/${user.id}`);
  assert.ok(error.details.used_by.user_sessions >= 1, 'who has signed in is disabled, not deleted');
});

test('no answer and no line of the audit log holds a secret', async () => {
  const user = await world.make('users', { kind: 'technician', name: 'Sec', email: 'sec@here.test', password: 'a password to hide' });
  const config = await world.make('chat-configs', { name: 'Hidden', identity: { mode: 'verified_only', secret: 'a secret to hide' } });
  for (const text of [await world.ok(200, 'GET', `users/${user.id}`), await world.all('users'), config, await world.all('chat-configs')].map((one) => JSON.stringify(one)))
    assert.doesNotMatch(text, /to hide|argon2|"password|"secret/);
  assert.match(config.id, /^[A-Za-z0-9_-]{22}$/, 'a random id where none is chosen');
});

test('a kind stays, and system users are nobody\'s', async () => {
  const user = await world.make('users', { kind: 'client', name: 'Cleo' });
  await world.refused('unknown_field', 'PATCH', `users/${user.id}`, { body: { kind: 'technician' } }, 'kind');
  await world.refused('invalid', 'PATCH', `users/${user.id}`, { body: { role_ids: [await world.role('admin')] } }, 'kind');
  await world.refused(['invalid', 'conflict'], 'POST', 'users', { body: { kind: 'system', name: 'Root' } });
  assert.ok((await world.all('users')).every((one) => one.kind !== 'system'));
});

test('somebody can always manage users', async () => {
  const admin = await world.role('admin');
  await world.refused('conflict', 'PATCH', `users/${world.ada.id}`, { body: { status: 'disabled' } });
  await world.refused('conflict', 'PATCH', `users/${world.ada.id}`, { body: { role_ids: [] } });
  await world.refused('conflict', 'PATCH', `roles/${admin}`, { body: { permissions: ['chat.accept'] } });
  await world.refused('conflict', 'DELETE', `roles/${admin}`);
  await world.refused('invalid', 'PATCH', `roles/${admin}`, { body: { name: 'boss' } }, 'name');
  const second = await world.make('users', { kind: 'technician', name: 'Bea', email: 'bea@here.test', password: 'bea bea bea bea', role_ids: [admin] });
  const bea = { token: (await login('bea@here.test', 'bea bea bea bea')).body.access_token };
  const answers = await Promise.all([
    world.ask('PATCH', `users/${second.id}`, { body: { role_ids: [] } }),
    world.ask('PATCH', `users/${world.ada.id}`, { as: bea, body: { role_ids: [] } }),
  ]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409], 'two who demote each other at once');
  if (answers[1].status === 200) {
    await world.ok(200, 'PATCH', `users/${world.ada.id}`, { as: bea, body: { role_ids: [admin] } });
    await new Promise((done) => setTimeout(done, 0));
  } else {
    await world.ok(200, 'PATCH', `users/${second.id}`, { body: { role_ids: [] } });
  }
});

test('nobody gives what they have not', async () => {
  const keeper = await world.make('roles', { name: 'Keeper of users', permissions: ['users.manage'] });
  await world.make('users', { kind: 'technician', name: 'Kim', email: 'kim@here.test', password: 'kim kim kim kim', role_ids: [keeper.id] });
  const kim = { token: (await login('kim@here.test', 'kim kim kim kim')).body.access_token };
  const admin = await world.role('admin');
  await world.refused('forbidden', 'POST', 'users', { as: kim, body: { kind: 'technician', name: 'Puppet', role_ids: [admin] } });
  await world.refused('forbidden', 'PATCH', `roles/${keeper.id}`, { as: kim, body: { permissions: ['users.manage', 'config.manage'] } });
  await world.refused('forbidden', 'POST', 'roles', { as: kim, body: { name: 'Puppets', permissions: ['data.erase'] } });
  const helper = await world.ok(201, 'POST', 'users', { as: kim, body: { kind: 'technician', name: 'Helper', role_ids: [keeper.id] } });
  // Nor do they become somebody who has more, or put them away.
  const boss = await world.make('users', { kind: 'technician', name: 'Boss', email: 'boss@here.test', external_id: 'boss', role_ids: [admin] });
  for (const change of [{ password: 'as kim likes it' }, { email: 'kim+boss@here.test' }, { external_id: 'kim' }, { status: 'disabled' }, { role_ids: [] },
    { role_ids: [], password: 'as kim likes it' }, { organization_ids: [(await world.one('organizations')).id] }])
    await world.refused('forbidden', 'PATCH', `users/${boss.id}`, { as: kim, body: change });
  await world.refused('forbidden', 'DELETE', `users/${boss.id}`, { as: kim });
  const [synced] = (await world.ok(200, 'PUT', 'sync/users', { as: kim, body: { data: [{ external_id: 'boss', email: 'kim+boss@here.test' }] } })).data;
  assert.equal(synced.error?.code, 'forbidden');
  await world.ok(200, 'PATCH', `users/${boss.id}`, { as: kim, body: { name: 'The boss', email: 'boss@here.test', status: 'active' } });
  await world.ok(200, 'PATCH', `users/${helper.id}`, { as: kim, body: { email: 'helper@here.test', password: 'of the helper', role_ids: [] } });
});

test('an access scope is nobody\'s own to widen', async () => {
  const [near, far] = [await world.make('boards', { name: 'Near' }), await world.make('boards', { name: 'Far' })];
  const admin = await world.role('admin');
  const limited = await world.make('users', { kind: 'technician', name: 'Lim', email: 'lim@here.test', password: 'lim lim lim lim', role_ids: [admin], board_ids: [near.id] });
  const free = await world.make('users', { kind: 'technician', name: 'Free', email: 'free@here.test', role_ids: [admin] });
  const as = { token: (await login('lim@here.test', 'lim lim lim lim')).body.access_token };
  for (const board_ids of [[], [near.id, far.id], [far.id]]) {
    await world.refused('forbidden', 'PATCH', `users/${limited.id}`, { as, body: { board_ids } });
    await world.refused('forbidden', 'POST', 'users', { as, body: { kind: 'technician', name: 'Puppet', password: 'puppet puppet', board_ids } });
  }
  await world.refused('forbidden', 'PATCH', `users/${free.id}`, { as, body: { password: 'as lim likes it' } });
  await world.ok(200, 'PATCH', `users/${limited.id}`, { as, body: { name: 'Limited', password: 'lim lim lim lim lim', board_ids: [near.id] } });
  const again = { token: (await login('lim@here.test', 'lim lim lim lim lim')).body.access_token };
  const colleague = await world.ok(201, 'POST', 'users', { as: again, body: { kind: 'technician', name: 'Colleague', board_ids: [near.id] } });
  await world.ok(200, 'PATCH', `users/${colleague.id}`, { as: again, body: { password: 'of the colleague' } });
});

test('a role that is changed acts at once', async () => {
  const role = await world.make('roles', { name: 'Reader', permissions: [] });
  await world.make('users', { kind: 'technician', name: 'Rae', email: 'rae@here.test', password: 'rae rae rae rae', role_ids: [role.id] });
  const rae = { token: (await login('rae@here.test', 'rae rae rae rae')).body.access_token };
  await world.refused('forbidden', 'POST', 'boards', { as: rae, body: { name: 'Of Rae' } });
  await world.ok(200, 'PATCH', `roles/${role.id}`, { body: { permissions: ['config.manage'] } });
  const until = Date.now() + 5_000;
  let answer;
  do answer = await world.ask('POST', 'boards', { as: rae, body: { name: `Of Rae ${world.next()}` } }); while (answer.status !== 201 && Date.now() < until);
  assert.equal(answer.status, 201);
});

test('an access scope hides what is outside it', async () => {
  const [inside, outside] = [await world.make('organizations', { name: 'Inside' }), await world.make('organizations', { name: 'Outside' })];
  const [mine, other] = [await world.make('contacts', { name: 'Ina', organization_id: inside.id }), await world.make('contacts', { name: 'Otto', organization_id: outside.id })];
  await world.make('users', { kind: 'technician', name: 'Sue', email: 'sue@here.test', password: 'sue sue sue sue', role_ids: [await world.role('admin')], organization_ids: [inside.id] });
  const clients = [];
  for (const [name, contact] of [['Ina', mine], ['Otto', other], ['Nobody', null]]) {
    clients.push(await world.make('users', { kind: 'client', name }));
    if (contact) await world.ok(200, 'PATCH', `contacts/${contact.id}`, { body: { user_id: clients.at(-1).id } });
  }
  const as = { token: (await login('sue@here.test', 'sue sue sue sue')).body.access_token };
  assert.deepEqual((await world.all('organizations', '', { as })).map((one) => one.id), [inside.id]);
  assert.deepEqual((await world.all('contacts', '', { as })).map((one) => one.id), [mine.id]);
  await world.ok(200, 'GET', `contacts/${mine.id}`, { as });
  assert.deepEqual((await world.all('users', '&kind=client', { as })).map((one) => one.id), [clients[0].id]);
  assert.ok((await world.all('users', '&kind=technician', { as })).some((one) => one.id === world.dana.id));
  for (const path of [`contacts/${other.id}`, `organizations/${outside.id}`, `users/${clients[1].id}`, `users/${clients[2].id}`]) {
    await world.refused('not_found', 'GET', path, { as });
    await world.refused('not_found', 'PATCH', path, { as, body: { name: 'Taken' } });
    await world.refused('not_found', 'DELETE', path, { as });
  }
  await world.refused('forbidden', 'POST', 'contacts', { as, body: { name: 'Olga', organization_id: outside.id } });
  await world.refused('forbidden', 'PATCH', `contacts/${mine.id}`, { as, body: { organization_id: outside.id } });
  assert.equal((await world.ok(200, 'GET', `contacts/${mine.id}`)).organization_id, inside.id);
});

test('a skill is made by giving it, renamed with those who have it, and not deleted under them', async () => {
  const user = await world.make('users', { kind: 'technician', name: 'Skye', skills: [{ name: 'sap', level: 4 }] });
  const [skill] = await world.all('skills', '&name=sap');
  await world.refused('conflict', 'DELETE', `skills/${skill.id}`);
  await world.ok(200, 'PATCH', `skills/${skill.id}`, { body: { name: 'SAP' } });
  assert.deepEqual((await world.ok(200, 'GET', `users/${user.id}`)).skills, [{ name: 'SAP', level: 4 }]);
  await world.ok(200, 'PATCH', `users/${user.id}`, { body: { skills: [] } });
  await world.ok(204, 'DELETE', `skills/${skill.id}`);
});

test('a team has technicians, and never itself behind it', async () => {
  const client = await world.make('users', { kind: 'client', name: 'Cora' });
  const team = await world.make('teams', { name: 'Second line', member_ids: [world.dana.id] });
  await world.refused('invalid', 'PATCH', `teams/${team.id}`, { body: { member_ids: [client.id] } }, 'member_ids');
  await world.refused('invalid', 'PATCH', `teams/${team.id}`, { body: { overflow_team_id: team.id } }, 'overflow_team_id');
  assert.deepEqual((await world.ok(200, 'GET', `users/${world.dana.id}`)).team_ids, [team.id]);
});

test('a chat config acts at once: open, closed, gone', async () => {
  const config = await world.make('chat-configs', { id: 'fresh', name: 'Fresh' });
  const visit = () => http(world.url, 'POST', '/api/widget/fresh/visitors', { body: { name: 'V' } });
  assert.equal((await visit()).status < 300, true);
  await world.ok(200, 'PATCH', 'chat-configs/fresh', { body: { status: 'inactive' } });
  assert.equal((await visit()).status, 404);
  await world.ok(200, 'PATCH', 'chat-configs/fresh', { body: { status: 'active', identity: { mode: 'verified_only', secret: 'of the host page' } } });
  assert.equal((await visit()).status >= 400, true);
  await world.ok(200, 'PATCH', 'chat-configs/fresh', { body: { identity: { mode: 'anonymous' } } });
  assert.equal((await visit()).status < 300, true);
  await world.refused('invalid', 'PATCH', 'chat-configs/fresh', { body: { identity: { mode: 'verified_only', secret: null } } }, 'identity');
  await world.refused('conflict', 'POST', 'chat-configs', { as: world.eve, body: { id: 'fresh', name: 'Theirs' } }, 'id');
  await world.refused('not_found', 'GET', 'chat-configs/fresh', { as: world.eve });
  await world.ok(204, 'DELETE', `chat-configs/${config.id}`);
  assert.equal((await visit()).status, 404);
});
