// What must hold while PostgreSQL cannot be reached, whyever: used by several nemeses.

const memory_growth_max_mib = 64;

/// `begin` takes it away, `end` gives it back after `seconds`. Afterwards the last of `world.recoveries` is how long the first
/// acknowledgement took.
export async function outage(world, { what, begin, end, seconds }) {
  const { slack } = world.options;
  const connections = world.connections;
  const memory = world.memory();
  world.mark(what);
  await begin();
  const from = performance.now();
  await world.until(async () => (await world.probe('/readyz')) === 503, 10_000, () => '/readyz never said 503');
  let most = memory, alive = true, ready = false;
  await world.until(async () => {
    alive &&= (await world.probe('/healthz')) === 200;
    ready ||= (await world.probe('/readyz')) === 200;
    most = Math.max(most, world.memory());
    return performance.now() - from >= seconds * 1000;
  }, seconds * 1000 + 10_000);
  const to = performance.now();
  world.mark(`${what}: over`);
  await end();
  const again = await world.recovered();
  await world.until(async () => (await world.probe('/readyz')) === 200, 10_000, () => '/readyz never said 200 again');

  const told = world.recorder.of('info').filter(({ at }) => at > from && at < to);
  const waits = told.map(({ ms }) => ms).sort((a, b) => a - b);
  const slowest = waits.at(-1) ?? 0;
  const other = told.find(({ why }) => why !== 'unavailable' && why !== 'timeout');
  world.must(alive, '/healthz did not stay at 200');
  world.must(!ready, '/readyz said 200 meanwhile');
  world.must(told.length > 0, 'nobody was told anything');
  world.must(!other, `somebody was told ${other?.why}`);
  world.must(slowest <= 2_000 * slack, `somebody waited ${Math.round(slowest)} ms to be told that it is unavailable`);
  world.must(world.connections === connections, `${world.connections - connections} connections of clients were lost`);
  world.must(most - memory <= memory_growth_max_mib * slack, `the daemon grew by ${Math.round(most - memory)} MiB`);
  world.neverRestarted();
  world.say(`${what}, for ${Math.round((to - from) / 1000)} s: ${told.length} told so, the slowest after ${Math.round(slowest)} ms; acknowledges again after ${Math.round(again)} ms; grew by ${Math.round(most - memory)} MiB`);
  world.figures.told_unavailable = (world.figures.told_unavailable ?? 0) + told.length;
  world.figures.told_within_ms = Math.max(world.figures.told_within_ms ?? 0, Math.round(slowest));
  world.figures.told_p99_ms = Math.max(world.figures.told_p99_ms ?? 0, Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0));
  world.figures.grew_mib = Math.max(world.figures.grew_mib ?? 0, Math.round(most - memory));
}
