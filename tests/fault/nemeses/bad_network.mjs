// The network of the clients in all its ways: a drip, one direction cut for a while, half-closed streams, and connections that die without
// a word. The daemon must notice the dead ones by itself; live ones must be as good as new.
export default {
  name: 'bad-network',
  row: 'F8',
  says: 'the network between clients and daemon drips, cuts, half-closes and swallows',
  defaults: { rounds: 5, rate: 200, chats: 20, answerWithinMs: 4_000 },
  brief: { rounds: 1, rate: 100, chats: 10, answerWithinMs: 2_000 },
  stage: { proxies: ['clients'], config: { presence: { dead_after: '10s' } } },
  async strike(world) {
    const { rounds, answerWithinMs } = world.options;
    const network = world.toDaemon;
    const some = () => Math.random() < 0.5;
    const ways = {
      'a drip of 20 kB/s with jitter': async () => { network.set({ drip: 20_000, jitter: 50 }); await world.acks(world.options.rate); },
      'no answers for a while': async () => {
        network.cut({ up: false });
        const end = performance.now() + answerWithinMs / 2;
        await world.until(() => performance.now() > end, answerWithinMs);
      },
      'half of the streams end on one side': () => network.halfClose(some),
      'half of the connections die without a word': () => network.swallow(some),
      'half of the connections are reset': () => network.reset(some),
    };
    for (let round = 1; round <= rounds; round++) {
      for (const [what, strike] of Object.entries(ways)) {
        world.mark(what);
        await strike();
        network.calm();
        await world.recovered();
        await world.until(() => world.quiet(), 60_000, () => `after "${what}" not everybody was acknowledged: ${world.troubles()}`);
        world.say(`${what}: held`);
      }
    }
    await world.everybodyBack();
    world.neverRestarted();
    await world.until(async () => (await world.metric('chatd_ws_connections')) <= world.talkers.length, 20_000, () => 'the daemon keeps connections that are dead');
  },
};
