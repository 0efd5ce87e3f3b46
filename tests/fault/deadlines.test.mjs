// PostgreSQL's clock is set by a day while people wait for each other. No day has passed: nobody is left, closed, asked or reminded for it,
// no chat that is handed over comes back, and what is short goes on being noticed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, http } from '../support/doors.mjs';
import { Clock } from './clock/clock.mjs';
import { until } from './load.mjs';
import { Postgres, query } from './postgres.mjs';

const day_ms = 86_400_000, looked_within_ms = 60_000;
let clock, postgres, daemon, quick, slow, brief, hasty, dana, people = [];
before(async () => {
  clock = new Clock();
  postgres = await Postgres.start({ env: clock.env });
  const queue = { no_answer_after: '1h', first_reply_after: '1h', abandon_after: '1h' };
  daemon = await Daemon.start({ config: { database: { url: postgres.url }, queue, chat: { auto_close: '1h' } } });
  await daemon.addTenant('desk');
  await daemon.addChatConfig({ tenant: 'desk', id: 'desk' });
  dana = await signedIn('dana', 'technician');
  const { token } = await signedIn('ada', 'admin');
  const omar = await signedIn('omar', 'technician');
  const as = async (method, path, body) => {
    const answer = await http(daemon.url, method, path, { token, body });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  };
  const { data } = await as('GET', '/api/users?limit=50');
  const other = data.find(({ name }) => name === 'omar');
  await as('PATCH', `/api/users/${other.id}`, { max_concurrent_chats: 0 });  // he is there, and is offered nothing
  quick = await as('POST', '/api/teams', { name: 'Quick', settings: { first_reply_after: '1s' } });
  slow = await as('POST', '/api/teams', { name: 'Slow', settings: { transfer_timeout: '1h' }, member_ids: [other.id] });
  brief = await as('POST', '/api/teams', { name: 'Brief', settings: { transfer_timeout: '1s' }, member_ids: [other.id] });
  hasty = await as('POST', '/api/teams', { name: 'Hasty', settings: { no_answer_after: '4s' } });
  await omar.barrier();
});
after(async () => {
  for (const one of people) await one.close();
  await daemon?.dispose();
  await postgres?.dispose();
  clock?.close();
});

const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };
async function connected(name, token) {
  const client = await new PlainClient({ url: daemon.url, token, name }).connect();
  people.push(client);
  return client;
}
async function signedIn(name, role) {
  const email = `${name}@desk.test`;
  await daemon.addUser({ tenant: 'desk', email, name, role });
  const { body } = await http(daemon.url, 'POST', '/api/auth/login', { body: { email, password } });
  return connected(name, body.access_token);
}
async function begin(name, about = {}) {
  const { body } = await http(daemon.url, 'POST', '/api/widget/desk/visitors', { body: { name } });
  const client = await connected(name, body.access_token);
  return { client, id: must(await client.send('chat:start', { subject: `Of ${name}`, ...about })).session.session_id };
}
const accept = async ({ id }) => must(await dana.send('chat:accept', { channel_id: id }));
const whatIsSaid = ['chat:no_answer', 'chat:abandoned', 'chat:ended', 'chat:reply_reminder', 'chat:participant_left'];
const heard = ({ client, id }) => [client, dana].flatMap(({ pushes }) => pushes.filter(({ event, data }) => data.session_id === id && whatIsSaid.includes(event)).map(({ event }) => event));
const status = async ({ id }) => must(await dana.send('chat:session', { channel_id: id })).session.status;

/// The daemon has judged every deadline by the clock as it is: none is due, none is further off than the longest look ahead.
const judged = () => until(() => query(postgres.url, "SELECT count(*) FROM deadlines WHERE due_at NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '11 min'") === '0',
  looked_within_ms, () => 'deadlines are not judged by the clock as it is');

test('chats that wait, are idle or unanswered are what they were when the clock is set; short times are noticed on either side', async () => {
  const waiting = await begin('Wanda'), silent = await begin('Silas'), talking = await begin('Tara');
  await accept(silent);
  await accept(talking);
  must(await dana.send('chat:join', { channel_id: talking.id }));
  must(await dana.send('chat:send_message', { channel_id: talking.id, type: 'text', content: 'Yes?' }));
  const handed = await begin('Hanna'), back = await begin('Bruno');
  await accept(handed);
  await accept(back);
  must(await dana.send('chat:transfer', { channel_id: handed.id, team_id: slow.id }));
  await judged();
  for (const [what, offset] of [['a day ahead', day_ms], ['right again', 0], ['a day back', -day_ms], ['right at last', 0]]) {
    clock.set(offset);
    await judged();
    const late = await begin(`Late, ${what}`, { team_id: quick.id });
    await accept(late);
    await dana.expect('chat:reply_reminder', ({ session_id }) => session_id === late.id);  // so whoever else was due has been judged as well
    await late.client.expect('chat:participant_left', ({ session_id }) => session_id === late.id);
    must(await dana.send('chat:accept', { channel_id: late.id }));
    must(await late.client.send('chat:end', { channel_id: late.id }));
    must(await dana.send('chat:transfer', { channel_id: back.id, team_id: brief.id }));
    await back.client.expect('chat:transferred', ({ session_id, transfer }) => session_id === back.id && transfer.state === 'returned');  // so the other has been judged as well
    assert.deepEqual(must(await dana.send('chat:transfers', { channel_id: handed.id })).data.map(({ state }) => state), ['pending'], what);
    for (const client of [dana, waiting.client, silent.client, talking.client]) await client.barrier();
    for (const [chat, is] of [[waiting, 'pending'], [silent, 'active'], [talking, 'active']]) {
      assert.deepEqual(heard(chat), [], what);
      assert.equal(await status(chat), is, what);
    }
  }
});

test('who waits when the clock is set back is asked after the time that has really passed', async () => {
  const { client, id } = await begin('Hannah', { team_id: hasty.id });
  clock.set(-day_ms);
  await judged();
  await client.expect('chat:no_answer', ({ session_id }) => session_id === id);
  clock.set(0);
});
