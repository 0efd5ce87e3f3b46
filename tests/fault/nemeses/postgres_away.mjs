// PostgreSQL goes and does not come back for a long time. The daemon stays, its clients stay connected, whoever writes is told
// `unavailable` soon, probes tell the truth, and when PostgreSQL is back all goes on by itself.
import { outage } from './outage.mjs';

export default {
  name: 'postgres-away',
  row: 'F3',
  says: 'PostgreSQL is away for minutes and comes back',
  defaults: { minutes: 10, rate: 200, chats: 20 },
  brief: { minutes: 0.12, rate: 100, chats: 10 },
  stage: { postgres: true },
  async strike(world) {
    const { minutes, slack } = world.options;
    await outage(world, { what: 'PostgreSQL goes', begin: () => world.postgres.stop('SIGINT'), end: () => world.postgres.start(), seconds: minutes * 60 });
    world.must(world.recoveries.at(-1) <= 5_000 * slack, `the first acknowledgement came only ${Math.round(world.recoveries.at(-1))} ms after PostgreSQL was ready`);
    await world.work(2);
  },
};
