// SIGHUP with configurations that are wrong: nothing changes, the failure is counted, and a good one is taken afterwards.
import fs from 'node:fs';

export default {
  name: 'sighup',
  row: 'F18',
  says: 'the configuration is read again and is broken',
  defaults: { rounds: 20, rate: 200, chats: 20 },
  brief: { rounds: 1, rate: 100, chats: 5 },
  async strike(world) {
    const { daemon } = world;
    const good = fs.readFileSync(daemon.configFile, 'utf8');
    const broken = { 'no YAML': '{"server": [', 'an unknown key': '{"severs": {}}', 'a value out of range': '{"database": {"pool": 0}}' };
    const failures = async () => (await world.metric('chatd_config_reload_failures_total')) || 0;
    for (let round = 1; round <= world.options.rounds; round++) {
      for (const [what, text] of Object.entries(broken)) {
        const before = await failures();
        fs.writeFileSync(daemon.configFile, text);
        world.mark(`SIGHUP: ${what}`);
        daemon.child.kill('SIGHUP');
        await world.until(async () => (await failures()) > before, 10_000, () => `${what}: the failure is not counted`);
        await world.acks(20);
      }
      fs.writeFileSync(daemon.configFile, good);
      daemon.child.kill('SIGHUP');
      await world.until(() => daemon.logs.some((line) => line.includes('"reloaded"')), 10_000, () => 'the good one is not taken');
    }
    world.must(daemon.logs.some((line) => line.includes('not reloaded')), 'the log does not say what was wrong');
    world.must(world.connections === world.talkers.length, 'connections of clients were lost');
    world.neverRestarted();
  },
};
