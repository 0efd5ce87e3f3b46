// What it costs the daemon when a client comes back that has missed a thousand events of a chat.
import fs from 'node:fs';
import { open } from '../support/doors.mjs';
import { post } from './people.mjs';
import { median } from './start.mjs';

const missed = 1_000;

/// The median of some resumes, each of all that was missed. One at a time, on one connection: nothing else is done meanwhile.
export async function resume(daemon, door, rounds) {
  const { access_token: token } = await post(daemon, '/api/widget/bench/visitors', null, { name: 'Away' });
  const client = await open(door, { url: daemon.url, token, name: 'away' });
  const { data: { session } } = await client.send('chat:start', { subject: 'A long absence' });
  const id = session.session_id;
  for (let i = 0; i < missed; i += 100)
    await Promise.all(Array.from({ length: 100 }, () => client.send('chat:send_message', { channel_id: id, type: 'text', content: 'x'.repeat(100) })));
  const costs = [];
  for (let round = 0; round < rounds; round++) {
    client.pushes.length = client.log.length = 0;
    const before = cpuMs(daemon.pid);
    const answer = await client.resume({ [id]: 0 });
    if (answer.data?.channels[id].status !== 'resumed') throw new Error(`not resumed: ${JSON.stringify(answer)}`);
    await client.until(() => (client.pushes.length >= missed ? true : undefined), 10_000);
    costs.push(cpuMs(daemon.pid) - before);
  }
  await client.close();
  return { daemon_cpu_ms: Number(median(costs).toFixed(2)), worst_ms: Number(Math.max(...costs).toFixed(2)) };
}

/// Of all its threads, as the scheduler counts it.
function cpuMs(pid) {
  const tasks = fs.readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;
}
