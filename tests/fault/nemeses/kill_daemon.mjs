// kill -9 of the daemon, again and again. Its PostgreSQL is its own, and outlives it by a moment.
import { spread } from '../campaign.mjs';

export default {
  name: 'kill-daemon',
  row: 'F1',
  says: 'the daemon dies by kill -9 and is started again',
  defaults: { kills: 50, rate: 500, chats: 30, seconds: 3 },
  brief: { kills: 3, rate: 150, chats: 15, seconds: 1.5 },
  async strike(world) {
    const { kills, seconds, slack } = world.options;
    const ready = [];
    for (let kill = 1; kill <= kills; kill++) {
      await world.work(seconds);
      world.mark('kill -9');
      const killed = performance.now();
      await world.daemon.kill();
      await world.daemon.launch();
      ready.push(performance.now() - killed);
      const again = await world.recovered();
      await world.everybodyBack();
      world.say(`kill ${kill}: ready after ${Math.round(ready.at(-1))} ms, acknowledges again ${Math.round(again)} ms later`);
    }
    const slowest = Math.max(...ready);
    world.must(slowest <= 3_000 * slack, `ready only after ${Math.round(slowest)} ms`);
    Object.assign(world.figures, { kills, ready_ms: spread(ready) });
  },
};
