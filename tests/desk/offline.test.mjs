// Who is not there is offered nothing (SPEC 6, 19.19, 19.21): a technician whose connection is gone for longer than the grace is offline,
// others get the offers, and whoever connects again is there at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, must } from './desk.mjs';

let desk, team, mia;
before(async () => {
  desk = await Desk.start({ presence: { dead_after: '10s', grace: '1s' } });
  mia = await desk.staff('mia', 'manager');
});
after(async () => { await desk?.end(); });

/// Two technicians of a new team who are offered its chats in turn.
async function pair(first, second) {
  const name = `Team of ${first}`;
  const people = [await desk.staff(first, 'technician', { team: name }), await desk.staff(second, 'technician', { team: name })];
  const { data } = await desk.rest('GET', `/api/teams?limit=200`);
  team = data.find((one) => one.name === name);
  await desk.rest('PATCH', `/api/teams/${team.id}`, { assignment: 'round_robin', settings: { offer_timeout: '60s' } });
  return people;
}
const begin = (name) => desk.chat(name, { team_id: team.id });
const of = ({ id }) => ({ session_id }) => session_id === id;
const goesOffline = (who) => mia.expect('agent:status', ({ user_id, status: is }) => user_id === who.id && is === 'offline');

test('who is gone longer than the grace is offline, others are offered what comes; back again they are offered the next', async () => {
  const [nick, nora] = await pair('nick', 'nora');
  nick.drop();
  await goesOffline(nick);
  for (const visitor of ['Vera', 'Vito']) {  // twice: it is not a matter of turns
    const chat = await begin(visitor);
    const { offer_id } = await nora.expect('chat:offer', of(chat));
    must(await nora.send('chat:accept', { channel_id: chat.id, offer_id }));
  }
  const back = await desk.again(nick);
  await mia.expect('agent:status', ({ user_id, status: is }) => user_id === nick.id && is === 'online');
  const next = await begin('Vic');
  const { offer_id } = await back.expect('chat:offer', of(next));
  must(await back.send('chat:accept', { channel_id: next.id, offer_id }));
});

test('what waits while nobody is there is offered to whoever comes first, at once', async () => {
  const [neil, nell] = await pair('neil', 'nell');
  neil.drop();
  nell.drop();
  await Promise.all([goesOffline(neil), goesOffline(nell)]);
  const chat = await begin('Waldo');
  const back = await desk.again(nell);
  const { offer_id } = await back.expect('chat:offer', of(chat));
  must(await back.send('chat:accept', { channel_id: chat.id, offer_id }));
});

test('a connection that has fallen silent is as good as none: its offer goes to the next', async () => {
  const [noel, nina] = await pair('noel', 'nina');
  must(await nina.send('agent:set_status', { status: 'away' }));
  const chat = await begin('Wim');
  await noel.expect('chat:offer', of(chat));
  noel.socket.pause();  // neither reads nor answers any more, and is not closed
  must(await nina.send('agent:set_status', { status: 'online' }));
  await nina.expect('chat:offer', of(chat), 30_000);
  await goesOffline(noel);
  noel.socket.resume();
});

test('a status that was chosen outlasts the connection', async () => {
  const [nils, nana] = await pair('nils', 'nana');
  must(await nils.send('agent:set_status', { status: 'busy' }));
  await mia.expect('agent:status', ({ user_id, status: is }) => user_id === nils.id && is === 'busy');
  nils.drop();
  nana.drop();
  await goesOffline(nana);  // so the grace of both is over
  const back = await desk.again(nils);
  assert.equal(must(await back.send('agent:status')).status, 'busy');
});
