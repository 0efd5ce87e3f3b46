// The disk of the log is full from the first line on. The chat does not care.
export default {
  name: 'log-full',
  row: 'F13',
  says: 'the log cannot be written',
  defaults: { rate: 200, chats: 20, seconds: 60 },
  brief: { rate: 100, chats: 5, seconds: 3 },
  stage: { log: '/dev/full' },
  async strike(world) {
    for (let i = 0; i < 20; i++) world.daemon.child.kill('SIGHUP');  // each says something
    await world.work(world.options.seconds);
    world.neverRestarted();
  },
};
