// The disk of PostgreSQL is full: first it refuses to grow tables (53100), then it cannot write its log, panics and cannot come back. When
// there is room again, and PostgreSQL's own supervisor starts it, all goes on. The small disk is a tmpfs, so it takes root.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outage } from './outage.mjs';

const size_mib = 192;

function smallDisk() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size_mib}m`, 'tmpfs', directory], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no small disk: ${stderr}`);
  const remove = () => { spawnSync('umount', ['-l', directory]); fs.rmSync(directory, { recursive: true, force: true }); };
  process.once('exit', remove);
  return { postgres: { directory, settings: { max_wal_size: '48MB', min_wal_size: '32MB', shared_buffers: '16MB' } }, remove };
}

export default {
  name: 'disk-full',
  row: 'F4',
  says: "PostgreSQL's disk is full until somebody makes room",
  needsRoot: true,
  defaults: { rounds: 3, seconds: 30, rate: 200, chats: 20 },
  brief: { rounds: 1, seconds: 3, rate: 100, chats: 5 },
  stage: smallDisk,
  async strike(world) {
    const { rounds, seconds, slack } = world.options;
    const ballast = path.join(world.postgres.directory, 'ballast');
    for (let round = 1; round <= rounds; round++) {
      await outage(world, { what: 'the disk is full', begin: () => fill(world, ballast), end: () => free(world, ballast), seconds });
      world.must(world.recoveries.at(-1) <= 5_000 * slack, `the first acknowledgement came only ${Math.round(world.recoveries.at(-1))} ms after PostgreSQL was ready`);
      await world.work(1);
    }
    world.figures.panics = world.postgres.panics;
  },
};

/// Until PostgreSQL has panicked: a new segment of its log does not fit any more.
async function fill(world, ballast) {
  const file = fs.openSync(ballast, 'w');
  try { for (const block = Buffer.alloc(1 << 16); ;) fs.writeSync(file, block); } catch (error) { if (error.code !== 'ENOSPC') throw error; }
  fs.closeSync(file);
  await world.until(() => {
    try { world.query('SELECT pg_switch_wal()'); } catch { /* it is down, or does not want to */ }
    return !world.postgres.running;
  }, 30_000, () => 'PostgreSQL goes on with a full disk');
  world.postgres.panics = (world.postgres.panics ?? 0) + 1;
}

async function free(world, ballast) {
  fs.rmSync(ballast);
  await world.postgres.start();
}
