// Clients on a bad line: every two seconds half of the connections are reset, over a network with latency and jitter. Whoever comes back
// every two seconds has no hole.
export default {
  name: 'flap',
  row: 'F8',
  says: 'clients lose their connection every two seconds',
  defaults: { minutes: 3, rate: 200, chats: 50, everyMs: 2_000 },
  brief: { minutes: 0.15, rate: 100, chats: 10, everyMs: 2_000 },
  stage: { proxies: ['clients'] },
  async strike(world) {
    const { minutes, everyMs } = world.options;
    world.toDaemon.set({ latency: 5, jitter: 30 });
    const end = performance.now() + minutes * 60_000;
    for (let next = performance.now() + everyMs; next < end; next += everyMs) {
      await world.until(() => performance.now() >= next, everyMs + 60_000);
      world.mark('half of the connections are reset');
      world.toDaemon.reset(() => Math.random() < 0.5);
    }
    world.toDaemon.calm();
    await world.everybodyBack();
    world.neverRestarted();
    world.must(world.connections > world.talkers.length, 'nobody lost a connection');
  },
};
