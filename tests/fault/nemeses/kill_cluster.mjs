// The PostgreSQL that the daemon runs for itself dies. Nobody starts it again but the daemon.
export default {
  name: 'kill-cluster',
  row: 'F2',
  says: 'the PostgreSQL of the daemon itself dies, and the daemon starts it again',
  defaults: { kills: 20, rate: 200, chats: 20, seconds: 2 },
  brief: { kills: 2, rate: 100, chats: 10, seconds: 1 },
  async strike(world) {
    const { kills, seconds, slack } = world.options;
    for (let kill = 1; kill <= kills; kill++) {
      const signal = kill % 2 ? 'SIGKILL' : 'SIGQUIT';
      await world.work(seconds);
      const [pid] = world.daemon.postgresPids();
      world.mark(`its PostgreSQL: ${signal}`);
      process.kill(pid, signal);
      await world.until(() => world.daemon.postgresPids().some((now) => now !== pid), 60_000, () => 'the daemon did not start its PostgreSQL again');
      const again = await world.recovered();
      world.say(`kill ${kill} (${signal}): acknowledges again ${Math.round(again)} ms after the start of a new one`);
    }
    world.neverRestarted();
    world.must(Math.max(...world.recoveries) <= 10_000 * slack, `the first acknowledgement came only ${Math.round(Math.max(...world.recoveries))} ms after the start`);
    world.figures.kills = kills;
  },
};
