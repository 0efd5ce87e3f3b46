// The wall clocks of the daemon and of PostgreSQL go wrong, together and apart: a day ahead, a day back, twenty times as fast, and right again.
// What measures time does not notice: nobody is cut or taken for absent, no wait is negative, nobody is told to try again, but for what PostgreSQL
// cancels itself (an alarm that is left of an earlier statement finds that the present one has run for a day): one statement of each
// connection at most. What compares with the time of day does notice, and as the clock says: tokens are good until `exp` and a minute.
import { randomUUID } from 'node:crypto';
import { http, open } from '../../support/doors.mjs';
import { resigned } from '../../support/tokens.mjs';

const day_ms = 86_400_000, leeway_s = 60, margin_s = 5, sign_in_again = 4401;

/// Everybody's tokens were good ten days ago and are for forty days: no move of a clock ends them.
const lasting = (token) => {
  const now = Math.floor(Date.now() / 1000);
  return resigned(token, { iat: now - 10 * 86_400, nbf: now - 10 * 86_400, exp: now + 40 * 86_400 });
};

/// What is done to the clocks that a move names. A step is from the true time.
const moves = [
  { what: 'a day ahead', do: (clock) => clock.set(day_ms) },
  { what: 'right again (a step back)', do: (clock) => clock.set(0) },
  { what: 'a day back', do: (clock) => clock.set(-day_ms) },
  { what: 'twenty times as fast', do: (clock) => clock.run(20) },
  { what: 'right again (a step)', do: (clock) => clock.set(0) },
  { what: 'a second back', do: (clock) => clock.set(-1_000) },
  { what: 'right again', do: (clock) => clock.set(0) },
];
const whose = ['both clocks', "the daemon's clock", "PostgreSQL's clock"];

export default {
  name: 'clock',
  row: 'F10',
  says: 'the wall clocks of the daemon and of PostgreSQL go wrong',
  defaults: { rounds: 6, seconds: 12, rate: 200, chats: 20 },
  brief: { rounds: 3, seconds: 0.3, rate: 100, chats: 5 },
  load: () => ({ lasting }),
  stage: { postgres: true, clocks: true, config: { presence: { dead_after: '30s' } } },

  async strike(world) {
    const { rounds, seconds, slack } = world.options;
    const people = { visitor: await world.load.visitor('patience', 'plain'), technician: await world.load.technician('witness', 'socketio') };
    const { connections } = world;
    const cancelled_max = Number(world.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chatd'"));
    let kills = 0, timeouts = 0;
    for (let round = 0; round < rounds; round++) {
      const named = whose[round % whose.length];
      const clocks = world.clocks.filter((_, i) => named === whose[0] || named === whose[i + 1]);
      for (const move of moves) {
        const chat = await begin(people.visitor, `Before ${move.what}, round ${round}`);
        const from = world.recorder.entries.length;
        world.mark(`${named}: ${move.what}`);
        for (const clock of clocks) move.do(clock);
        await world.recovered(5_000);
        await world.work(seconds);
        await judgeTokens(world, people.technician);
        await serve(world, people, chat);
        const told = world.recorder.entries.slice(from).filter(({ type }) => type === 'info');
        timeouts += told.length;
        world.must(told.length <= (named === whose[1] ? 0 : cancelled_max), `${named} ${move.what}: ${told.length} were told that nothing can be done now, such as ${told[0]?.why}`);
      }
      world.must(world.connections === connections, `${world.connections - connections} connections of clients were lost`);
      world.neverRestarted();
      world.say(`round ${round + 1}, ${named}: ${moves.length} moves, the first acknowledgement at most ${Math.round(Math.max(...world.recoveries))} ms later`);
    }
    await endsWithItsToken(world, people.visitor);
    // Started anew with a clock that is a day back, the daemon goes on with what it stored at the right time.
    for (const offset of [-day_ms, 0]) {
      world.clocks[0].set(offset);
      world.mark(`kill -9, the daemon's clock at ${offset} ms`);
      await world.daemon.kill();
      await world.daemon.launch();
      kills++;
      await world.recovered();
      await world.everybodyBack();
    }
    const slowest = Math.max(...world.recoveries);
    world.must(slowest <= 5_000 * slack, `the first acknowledgement came only ${Math.round(slowest)} ms after a move`);
    Object.assign(world.figures, { moves: rounds * moves.length, kills, timeouts });
  },
};

async function begin(visitor, subject) {
  const { data: { session } } = await visitor.ask('chat:start', { subject, client_id: randomUUID() }, subject);
  return session.session_id;
}

/// A chat that has waited over the move is taken and ended, and nothing that is told of it is less than no time.
async function serve(world, { visitor, technician }, chat) {
  const { data: { waits } } = await technician.ask('queue:stats', {});
  const place = waits.find(({ session_id }) => session_id === chat);
  world.must(place?.wait >= 0, `the chat that waits has waited for ${place?.wait} s`);
  const taken = await technician.ask('chat:accept', { channel_id: chat });
  world.must(taken.ok && taken.data.session.wait_time >= 0, `to accept it was answered ${JSON.stringify(taken.error ?? taken.data.session.wait_time)}`);
  if (taken.ok) await world.load.enter(chat, visitor, technician);
  const ended = await visitor.ask('chat:end', { channel_id: chat });
  world.must(ended.ok, `to end it was answered ${JSON.stringify(ended.error)}`);
  const { data: { status } } = await technician.ask('agent:status', {});
  world.must(status === 'online', `a technician who was there all the time is ${status}`);
}

/// As the daemon's clock says: good until `exp` and a minute, from `nbf` less a minute; what it makes itself is good.
async function judgeTokens(world, { token }) {
  const fresh = await http(world.daemon.url, 'POST', '/api/widget/load/visitors', { body: { name: 'Fresh' } });
  const renewed = await http(world.daemon.url, 'POST', '/api/auth/refresh', { body: { refresh_token: fresh.body.refresh_token } });
  const now = world.clocks[0].now() / 1000;
  const claims = (nbf, exp) => resigned(token, { iat: Math.floor(now + nbf), nbf: Math.floor(now + nbf), exp: Math.floor(now + exp) });
  const ahead = 300 * world.clocks[0].rate;  // whatever the clock runs meanwhile
  for (const [what, presented, status, code] of [
    ['one that ends soon', claims(-100, ahead), 200],
    ['one that has just ended', claims(-100, -1), world.clocks[0].rate > 1 ? null : 200],
    ['one that has ended', claims(-200, -leeway_s - margin_s), 401, 'token_expired'],
    ['one of tomorrow', claims(leeway_s + margin_s + ahead, 86_400 + ahead), 401, 'unauthenticated'],
    ['its own, of now', fresh.body.access_token, 200],
    ['its own, renewed', renewed.body.access_token, 200],
  ]) {
    if (status === null) continue;
    const answer = await http(world.daemon.url, 'GET', '/api/me', { token: presented });
    world.must(answer.status === status && (!code || answer.body.code === code), `${what}: HTTP ${answer.status} ${answer.body?.code ?? ''} at ${Math.round(world.clocks[0].offset / 1000)} s`);
  }
}

/// A connection lives as long as its token, by the daemon's clock.
async function endsWithItsToken(world, { token }) {
  const [clock] = world.clocks;
  const client = await open('plain', { url: world.daemon.url, token: resigned(token, { exp: Math.floor(clock.now() / 1000) + 3_600 }), name: 'brief' });
  clock.set(day_ms);
  world.mark('a token ends by a step of the clock');
  const code = await client.expectClose(5_000 * world.options.slack).catch((error) => error.message);
  world.must(code === sign_in_again, `whose token had ended by the daemon's clock: ${code}`);
}
