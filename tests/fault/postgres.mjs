// A PostgreSQL of the nemesis' own, on TCP, that can be stopped, killed, paused and started again, on a file system of any size.
// As root it runs as `postgres`, as PostgreSQL demands. Owns its directory and every process below the postmaster.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/daemon.mjs';

const living = new Set();
process.on('exit', () => { for (const server of living) server.removeNow(); });

export class Postgres {
  /// `directory`: an empty one to live in (else a new one under /tmp); `settings`: over the defaults; `env`: over our own environment.
  static async start({ directory, settings = {}, env = {} } = {}) {
    const server = new Postgres(directory, settings, env);
    server.port = await freePort();
    server.make();
    await server.start();
    return server;
  }

  constructor(directory, settings, env) {
    this.env = env;
    this.ownDirectory = directory === undefined;
    this.directory = directory ?? fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-pg-'));
    this.dataDir = path.join(this.directory, 'data');
    this.settings = { fsync: 'on', shared_buffers: '64MB', max_connections: 50, ...settings };
    this.identity = process.getuid() === 0 ? ids('postgres') : {};
    this.log = [];
    living.add(this);
  }

  get url() { return this.urlAt(this.port); }
  urlAt(port) { return `postgresql://chatd@127.0.0.1:${port}/postgres`; }
  get pid() { return this.child?.pid; }
  get running() { return Boolean(this.child) && this.child.exitCode === null && this.child.signalCode === null; }

  make() {
    if (this.identity.uid) fs.chownSync(this.directory, this.identity.uid, this.identity.gid);
    this.run('initdb', '-D', this.dataDir, '-U', 'chatd', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions');
  }

  run(command, ...args) {
    const { status, stdout, stderr, error } = spawnSync(path.join(binaries(), command), args, { ...this.identity, cwd: this.directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr}${stdout}`);
    return stdout;
  }

  /// Until it takes connections; launched again where it ends, since a killed postmaster leaves shared memory and orphans for a while.
  async start({ withinMs = 60_000 } = {}) {
    const end = performance.now() + withinMs;
    for (;;) {
      if (!this.running) this.launch();
      if (await this.answers()) return;
      if (performance.now() > end) throw new Error(`PostgreSQL does not come up:\n${this.log.slice(-20).join('\n')}`);
      await sleep(20);
    }
  }

  launch() {
    const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', logging_collector: 'off', lc_messages: 'C', ...this.settings };
    const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const child = spawn(path.join(binaries(), 'postgres'), ['-D', this.dataDir, '-p', String(this.port), ...args],
      { ...this.identity, cwd: this.directory, env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
    child.once('error', (error) => this.log.push(error.message));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => this.note(text));
    this.child = child;
  }
  note(text) {
    this.log.push(...text.split('\n').filter(Boolean));
    if (this.log.length > 2_000) this.log.splice(0, 1_000);
  }

  /// Does it take connections? Asked as a client would, since a postmaster also listens while it recovers.
  answers() {
    return new Promise((done) => {
      const socket = net.connect({ host: '127.0.0.1', port: this.port });
      const end = (answer) => { socket.destroy(); done(answer); };
      socket.setTimeout(1_000, () => end(false));
      socket.on('error', () => end(false));
      socket.on('close', () => end(false));
      socket.on('connect', () => socket.write(startup));
      // R: authentication; E: an error, such as `the database system is starting up`.
      socket.once('data', (bytes) => end(bytes[0] === 0x52));
    });
  }

  /// SIGTERM: smart, SIGINT: fast, SIGQUIT: immediate (no checkpoint, recovery at the next start), SIGKILL: the postmaster alone dies and
  /// its children notice.
  async stop(signal = 'SIGINT') {
    if (!this.running) return;
    this.child.kill(signal);
    await this.child.ended;
  }

  async dispose() {
    await this.stop('SIGQUIT');
    this.removeNow();
  }
  removeNow() {
    living.delete(this);
    if (this.running) this.child.kill('SIGQUIT');
    if (this.ownDirectory && !process.env.CHATD_TEST_KEEP) fs.rmSync(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/// A query of the nemesis itself, by psql.
export function query(url, sql) {
  const { status, stdout, stderr } = spawnSync('psql', [url, '-XAtqc', sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`psql: ${stderr}`);
  return stdout.trim();
}

/// The first packet of protocol 3.0, as user and to database `chatd`/`postgres`.
const startup = (() => {
  const words = Buffer.from('user\0chatd\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + words.length, 0);
  head.writeInt32BE(196608, 4);
  return Buffer.concat([head, words]);
})();

function ids(user) {
  const [, , uid, gid] = fs.readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith(`${user}:`)).split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/// The newest under /usr/lib/postgresql.
function binaries() {
  const versions = fs.readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  return path.join('/usr/lib/postgresql', versions[0], 'bin');
}
