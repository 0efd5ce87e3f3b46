// A PostgreSQL of the benchmark's own, durable as in production, for what must be measured with the database already up.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/// `{url, pid, end()}`. As root it runs as the user postgres, since PostgreSQL refuses root.
export async function startPostgres() {
  const versions = fs.readdirSync('/usr/lib/postgresql').sort((a, b) => Number(a) - Number(b));
  const bin = path.join('/usr/lib/postgresql', versions.at(-1), 'bin');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-bench-pg-'));
  const identity = process.getuid() === 0 ? postgresUser() : {};
  if (identity.uid) fs.chownSync(home, identity.uid, identity.gid);
  const run = (program, ...args) => {
    const ended = spawnSync(path.join(bin, program), args, { ...identity, encoding: 'utf8', cwd: home });
    if (ended.status !== 0) throw new Error(`${program}: ${ended.stderr}${ended.stdout}`);
  };
  const cluster = path.join(home, 'd');
  run('initdb', '-D', cluster, '-U', 'postgres', '-A', 'trust', '--no-instructions', '-E', 'UTF8', '--locale=C.UTF-8');
  const server = spawn(path.join(bin, 'postgres'), ['-D', cluster, '-k', home, '-c', 'listen_addresses=', '-c', 'max_wal_size=2GB'], { ...identity, cwd: home, stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  for (let tries = 0; spawnSync(path.join(bin, 'pg_isready'), ['-q', '-h', home]).status !== 0; tries++) {
    if (tries > 300) throw new Error('PostgreSQL does not start');
    await new Promise((done) => setTimeout(done, 50));
  }
  run('createdb', '-h', home, '-U', 'postgres', 'chatd');
  return {
    url: `postgresql:///chatd?host=${encodeURIComponent(home)}&user=postgres`,
    pid: server.pid,
    async end() { server.kill('SIGINT'); await ended; fs.rmSync(home, { recursive: true, force: true }); },
  };
}

function postgresUser() {
  const id = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
