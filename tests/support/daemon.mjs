// The real daemon with its own real PostgreSQL, started for one suite and always ended with it.
// Owns: a temporary directory, the daemon's process, and (after a kill -9) the PostgreSQL that it left behind.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/// `$CHATD_BIN`, else the first preset that is built.
export function binary() {
  if (process.env.CHATD_BIN) return path.resolve(process.env.CHATD_BIN);
  const built = ['asan', 'dev', 'release'].map((preset) => path.join(root, 'build', preset, 'chatd'));
  const found = built.find((file) => fs.existsSync(file));
  if (!found) throw new Error(`no daemon: set CHATD_BIN or build one of ${built.join(', ')}`);
  return found;
}

export async function freePort() {
  const server = net.createServer();
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/// The password of everybody that a test makes.
export const password = 'correct horse battery staple';
/// The key that the daemon under test signs with, so that a test can make tokens of any shape.
export const signingKey = { kid: 'test', secret: 'an HS256 secret of the test suites, 48 bytes long' };

const living = new Set();
process.on('exit', () => { for (const daemon of living) daemon.endNow(); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export class Daemon {
  /// Starts and waits until it is ready. `config` is merged over what all suites use; `demo` fills the demo tenant.
  static async start(options = {}) {
    const daemon = new Daemon(options);
    daemon.port = options.port ?? await freePort();
    await daemon.launch();
    return daemon;
  }

  constructor({ config = {}, demo = false, args = [], env = {}, bin = binary(), readyWithinMs = 60_000, nofile, log } = {}) {
    Object.assign(this, { demo, args, env, bin, readyWithinMs, nofile, log });  // nofile: its limit of open files; log: a file
    this.home = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-'));
    fs.chmodSync(this.home, 0o711);  // as root the daemon gives PostgreSQL to an unprivileged user, who must pass here
    this.dataDir = path.join(this.home, 'd');
    this.configFile = path.join(this.home, 'chatd.yaml');
    this.passwordFile = path.join(this.home, 'password');
    this.secretFile = path.join(this.home, 'secret');
    fs.writeFileSync(this.passwordFile, password, { mode: 0o600 });
    fs.writeFileSync(this.secretFile, signingKey.secret, { mode: 0o600 });
    this.configure(config);
    this.logs = [];
    living.add(this);
  }

  /// Writes the configuration; the next start reads it. JSON is YAML.
  configure(config) {
    this.tls = Boolean(config.server?.tls);
    const base = {
      auth: { keys: [{ kid: signingKey.kid, secret_file: this.secretFile }] },
      limits: { profile: 'off' },
      log: { level: 'info', format: 'json' },
    };
    fs.writeFileSync(this.configFile, JSON.stringify(merge(base, config), null, 2));
  }

  get url() { return `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`; }
  get pid() { return this.child?.pid; }

  async launch() {
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data-dir', this.dataDir, '--config', this.configFile,
      ...(this.demo ? ['--demo'] : []), ...this.args];
    this.startedAt = Date.now();
    const [command, ...before] = this.nofile ? ['prlimit', `--nofile=${this.nofile}`, this.bin] : [this.bin];
    const log = this.log ? fs.openSync(this.log, 'w') : 'pipe';
    const child = spawn(command, [...before, ...args], { stdio: ['ignore', 'pipe', log], env: { ...process.env, ...this.env } });
    this.child = child;
    child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
    child.once('error', (error) => this.logs.push(`cannot start ${this.bin}: ${error.message}`));
    for (const stream of [child.stdout, child.stderr]) if (stream) this.capture(stream);
    if (this.log) fs.closeSync(log);
    await this.ready();
  }

  capture(stream) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      this.logs.push(...lines);
      if (this.logs.length > 20_000) this.logs.splice(0, 10_000);
    });
    stream.on('end', () => { if (rest) this.logs.push(rest); });
  }

  /// Until `/readyz` says 200; fails with the log if the daemon ends or takes too long.
  async ready() {
    const until = Date.now() + this.readyWithinMs;
    for (;;) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`the daemon ended at start (${this.child.exitCode ?? this.child.signalCode})\n${this.tail()}`);
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      await answer?.text().catch(() => null);
      if (answer?.status === 200) return;
      if (Date.now() > until) throw new Error(`the daemon is not ready after ${this.readyWithinMs} ms\n${this.tail()}`);
      await sleep(20);
    }
  }

  /// A crash: kill -9, nothing said.
  async kill() {
    this.child.kill('SIGKILL');
    await this.child.ended;
  }

  /// SIGTERM, as systemd does it; answers how it ended.
  async stop(withinMs = 30_000) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.ended;
    this.child.kill('SIGTERM');
    const late = sleep(withinMs, 'late', { ref: false });
    const ended = await Promise.race([this.child.ended, late]);
    if (ended !== 'late') return ended;
    await this.kill();
    throw new Error(`the daemon did not end within ${withinMs} ms of SIGTERM\n${this.tail()}`);
  }

  /// On the same directory and port.
  async restart({ hard = false } = {}) {
    await (hard ? this.kill() : this.stop());
    await this.launch();
  }

  /// The end of the suite: stops it, looks for what sanitizers said, removes the directory.
  async dispose() {
    let trouble;
    try {
      const { code, signal } = await this.stop();
      if (code !== 0) trouble = `the daemon ended with ${code ?? signal} on SIGTERM`;
    } catch (error) { trouble = error.message; }
    await sleep(50);
    const report = this.logs.findIndex((line) => /(Address|Thread|Leak|UndefinedBehavior)Sanitizer|runtime error:/.test(line));
    if (report >= 0) trouble = `a sanitizer spoke:\n${this.logs.slice(report, report + 60).join('\n')}`;
    this.endNow();
    if (trouble) throw new Error(`${trouble}\n${report >= 0 ? '' : this.tail()}`);
  }

  endNow() {
    living.delete(this);
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    for (const pid of this.postgresPids()) { try { process.kill(pid, 'SIGQUIT'); } catch { /* it has ended */ } }
    if (!process.env.CHATD_TEST_KEEP) fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /// The servers of the clusters below our own directory, by their pid files.
  postgresPids() {
    let files = [];
    try { files = fs.readdirSync(this.dataDir, { recursive: true }).filter((file) => path.basename(file) === 'postmaster.pid'); } catch { return []; }
    const pidIn = (file) => {
      try { return Number(fs.readFileSync(path.join(this.dataDir, file), 'utf8').split('\n')[0]); } catch { return 0; }  // it has just ended
    };
    return files.map(pidIn).filter(isOurPostgres);
  }

  tail(lines = 40) { return this.logs.slice(-lines).map((line) => `    | ${line}`).join('\n'); }

  /// A command of the daemon's binary against this daemon's database; its standard output, as JSON where it is JSON.
  async run(...args) {
    const child = spawn(this.bin, [...args, '--data-dir', this.dataDir, '--config', this.configFile], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '', err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    const code = await new Promise((done) => child.once('close', done));
    if (code !== 0) throw new Error(`chatd ${args.join(' ')}: exit ${code}\n${err}${out}`);
    try { return JSON.parse(out); } catch { return out; }
  }

  /// One statement in the daemon's own PostgreSQL, as an operator would type it; the rows as text.
  async sql(statement) {
    const [file] = fs.readdirSync(this.dataDir, { recursive: true }).filter((name) => path.basename(name) === 'postmaster.pid');
    const socket = fs.readFileSync(path.join(this.dataDir, file), 'utf8').split('\n')[4];
    const child = spawn('psql', ['-h', socket, '-U', 'chatd', '-d', 'postgres', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', statement], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '', err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    const code = await new Promise((done) => child.once('close', done));
    if (code !== 0) throw new Error(`${statement}: ${err}`);
    return out.trim();
  }

  addTenant(slug, name = slug) { return this.run('tenant', 'add', slug, '--name', name); }

  addUser({ tenant, email, name, role, team }) {
    const options = ['--tenant', tenant, '--email', email, '--name', name, '--role', role, '--password-file', this.passwordFile];
    return this.run('user', 'add', ...options, ...(team ? ['--team', team] : []));
  }

  addChatConfig({ tenant, id, name = id, team, identity, secret, origins = [] }) {
    const options = ['--tenant', tenant, '--id', id, '--name', name];
    if (team) options.push('--team', team);
    if (identity) options.push('--identity', identity);
    if (secret) {
      const file = path.join(this.home, `identity-${randomBytes(4).toString('hex')}`);
      fs.writeFileSync(file, secret, { mode: 0o600 });
      options.push('--secret-file', file);
    }
    for (const origin of origins) options.push('--origin', origin);
    return this.run('chat-config', 'add', ...options);
  }
}

function isOurPostgres(pid) {
  if (!Number.isInteger(pid) || pid < 2) return false;
  const comm = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return comm.startsWith('postgres');
}

function merge(base, over) {
  const out = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const both = isObject(value) && isObject(out[key]);
    out[key] = both ? merge(out[key], value) : value;
  }
  return out;
}
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
