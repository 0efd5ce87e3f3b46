// PostgreSQL ends in every way, under a daemon that stays: the connections are lost in the middle of commits, what became of these is
// unknown, and the daemon runs the same keyed statements again.
export default {
  name: 'kill-postgres',
  row: 'F2',
  says: 'PostgreSQL is stopped at once, killed or restarted; the daemon stays',
  defaults: { kills: 50, rate: 500, chats: 30, seconds: 3 },
  brief: { kills: 6, rate: 150, chats: 15, seconds: 1 },
  stage: { postgres: true },
  async strike(world) {
    const { kills, seconds, slack } = world.options;
    const ways = { 'immediate stop': 'SIGQUIT', 'kill -9': 'SIGKILL', restart: 'SIGINT' };
    const names = Object.keys(ways);
    for (let kill = 1; kill <= kills; kill++) {
      const way = names[kill % names.length];
      await world.work(seconds);
      world.mark(`PostgreSQL: ${way}`);
      await world.postgres.stop(ways[way]);
      await world.postgres.start();
      const again = await world.recovered();
      world.say(`kill ${kill} (${way}): acknowledges again ${Math.round(again)} ms after PostgreSQL was ready`);
    }
    world.neverRestarted();
    const slowest = Math.max(...world.recoveries);
    world.must(slowest <= 5_000 * slack, `the first acknowledgement came only ${Math.round(slowest)} ms after PostgreSQL was ready`);
    world.must(world.connections === world.talkers.length, `${world.connections - world.talkers.length} connections of clients were lost`);
    Object.assign(world.figures, { kills, in_doubt_batches: await world.metric('chatd_in_doubt_commits_total') });
  },
};
