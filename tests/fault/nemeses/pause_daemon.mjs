// The daemon is stopped (SIGSTOP) and goes on: clients that waited too long have left, others find their connection as it was. It
// must not act on what it believed before.
export default {
  name: 'pause-daemon',
  row: 'F20',
  says: 'the daemon stands still and goes on',
  defaults: { pauses: 5, seconds: 60, rate: 200, chats: 20, answerWithinMs: 10_000 },
  brief: { pauses: 2, seconds: 3, rate: 100, chats: 10, answerWithinMs: 2_000 },
  async strike(world) {
    const { pauses, seconds } = world.options;
    for (let pause = 1; pause <= pauses; pause++) {
      await world.work(1);
      world.mark('SIGSTOP');
      const from = performance.now();
      world.daemon.child.kill('SIGSTOP');
      const length = seconds * (pause % 2 ? 1 : 0.2);  // longer and shorter than clients are patient
      await world.until(() => performance.now() - from >= length * 1000, length * 1000 + 1_000);
      world.daemon.child.kill('SIGCONT');
      world.mark('SIGCONT');
      const again = await world.recovered();
      await world.everybodyBack();
      world.say(`pause ${pause} of ${Math.round(length)} s: acknowledges again after ${Math.round(again)} ms`);
    }
    world.neverRestarted();
  },
};
