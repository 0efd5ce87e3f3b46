// More connections than the daemon may have open files. Those that are there go on, the database's are not touched by it (a lost one comes
// back), nothing spins, and when the crowd has gone newcomers are served.
import { once } from 'node:events';
import net from 'node:net';

export default {
  name: 'starve-descriptors',
  row: 'F14',
  says: 'the daemon runs out of file descriptors',
  defaults: { rounds: 5, crowd: 400, rate: 200, chats: 20 },
  brief: { rounds: 1, crowd: 400, rate: 100, chats: 10 },
  stage: { postgres: true, nofile: 256 },
  async strike(world) {
    const { rounds, crowd, rate } = world.options;
    for (let round = 1; round <= rounds; round++) {
      const calm = await cost(world, rate);
      world.mark('a crowd');
      const sockets = await Promise.all([...Array(crowd)].map(async () => {
        const socket = net.connect({ host: '127.0.0.1', port: world.daemon.port });
        socket.on('error', () => null);
        await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => null);
        return socket;
      }));
      const crowded = await cost(world, rate);
      world.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatd'");
      await world.recovered();
      for (const socket of sockets) socket.destroy();
      await world.until(async () => (await world.probe('/healthz')) === 200, 20_000, () => 'newcomers are not served after the crowd has gone');
      world.must(crowded <= 5 * calm + 1, `${crowded.toFixed(2)} s of CPU for what took ${calm.toFixed(2)} s before: it spins`);
      world.say(`${crowd} strangers: ${crowded.toFixed(2)} s of CPU for ${rate} messages, ${calm.toFixed(2)} s without them`);
    }
    world.must(world.connections === world.talkers.length, `${world.connections - world.talkers.length} connections of chats were lost`);
    world.neverRestarted();
  },
};

async function cost(world, messages) {
  const before = world.cpu();
  await world.acks(messages);
  return world.cpu() - before;
}
