// The network between the daemon and PostgreSQL swallows everything, in both directions or in one: requests arrive and their answers
// do not, or the other way round. Nobody is told that the other side is gone.
import { outage } from './outage.mjs';

export default {
  name: 'partition-db',
  row: 'F5',
  says: 'the network between daemon and PostgreSQL is cut, both ways or one',
  defaults: { rounds: 3, seconds: 60, rate: 200, chats: 20 },
  brief: { rounds: 2, seconds: 5, rate: 100, chats: 10 },
  stage: { postgres: true, proxies: ['database'] },
  async strike(world) {
    const { rounds, seconds, slack } = world.options;
    const cuts = { 'no answer comes back': { up: false }, 'nothing passes': {}, 'no request arrives': { down: false } };
    const names = Object.keys(cuts);
    for (let round = 0; round < rounds; round++) {
      const what = names[round % names.length];
      await outage(world, { what, begin: () => world.toDatabase.cut(cuts[what]), end: () => world.toDatabase.calm(), seconds });
      world.must(world.recoveries.at(-1) <= 15_000 * slack, `the first acknowledgement came only ${Math.round(world.recoveries.at(-1))} ms after the cut was healed`);
      await world.work(1);
    }
  },
};
