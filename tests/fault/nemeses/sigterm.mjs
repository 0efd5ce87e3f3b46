// SIGTERM under load, as at every update: the daemon says so, finishes what runs, and ends by itself.
import { spread } from '../campaign.mjs';

export default {
  name: 'sigterm',
  row: 'F17',
  says: 'the daemon is told to end under load, and started again',
  defaults: { stops: 10, rate: 300, chats: 30, seconds: 3 },
  brief: { stops: 1, rate: 100, chats: 10, seconds: 1 },
  stage: { config: { server: { drain_time: '2s' } } },
  async strike(world) {
    const { stops, seconds } = world.options;
    const times = [];
    for (let stop = 1; stop <= stops; stop++) {
      await world.work(seconds);
      world.mark('SIGTERM');
      const from = performance.now();
      const { code, signal } = await world.daemon.stop(30_000);
      times.push(performance.now() - from);
      world.must(code === 0, `it ended with ${code ?? signal}`);
      await world.daemon.launch();
      await world.recovered();
      await world.everybodyBack();
    }
    Object.assign(world.figures, { stops, ended_ms: spread(times) });
  },
};
