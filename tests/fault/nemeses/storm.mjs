// Everybody comes back at once: the daemon dies under many clients, who sign in and resume together.
import { spread } from '../campaign.mjs';

export default {
  name: 'storm',
  row: 'F9',
  says: 'the daemon dies under many clients, who all come back at once',
  defaults: { kills: 5, clients: 1_000, rate: 100, technicians: 20, desk: 2 },
  brief: { kills: 1, clients: 100, rate: 60, technicians: 5 },
  load: ({ clients, technicians }) => ({ chats: clients - technicians }),
  stage: { config: { limits: { profile: 'off', connections_per_address: 20_000, strangers_per_address: 20_000 } } },
  async strike(world) {
    const { kills, clients, slack } = world.options;
    const back = [];
    const cpu_s = [];
    for (let kill = 1; kill <= kills; kill++) {
      await world.work(2);
      world.mark('kill -9');
      await world.daemon.kill();
      await world.daemon.launch();
      const ready = performance.now();
      await world.everybodyBack();
      back.push(performance.now() - ready);
      cpu_s.push(world.cpu());
      world.say(`kill ${kill}: ${clients} clients have resumed ${Math.round(back.at(-1))} ms after the daemon was ready, for ${cpu_s.at(-1).toFixed(2)} s of its CPU`);
      await world.recovered();
    }
    const slowest = Math.max(...back);
    world.must(slowest <= 5_000 * slack, `${clients} clients had resumed only after ${Math.round(slowest)} ms`);
    Object.assign(world.figures, { kills, clients, everybody_back_ms: spread(back), cpu_ms_each: Math.round(Math.max(...cpu_s) * 1e5 / clients) / 100 });
  },
};
