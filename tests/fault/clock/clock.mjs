// The wall clock of a process under test: it is stepped and runs at any rate, while what the process measures time with (CLOCK_MONOTONIC)
// stays as it is. Owns a directory with the library (wall_clock.c says what it does) and the file that the library looks at.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), 'wall_clock.c');
const setting_bytes = 24;

export class Clock {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-clock-'));
    fs.chmodSync(this.folder, 0o755);  // PostgreSQL runs as somebody else
    const library = path.join(this.folder, 'wall_clock.so');
    const { status, stderr, error } = spawnSync('clang-19', ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-o', library, source], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`wall_clock.c: ${error?.message ?? stderr}`);
    const file = path.join(this.folder, 'now');
    fs.writeFileSync(file, Buffer.alloc(8 + 2 * setting_bytes), { mode: 0o644 });
    this.file = fs.openSync(file, 'r+');
    this.last = 0;
    this.rate = 1;
    [this.realMs, this.shownMs] = [Date.now(), Date.now()];
    this.write();
    /// What the process needs in its environment.
    this.env = { LD_PRELOAD: library, CHATD_TEST_CLOCK: file };
  }

  /// What it shows, in ms since 1970.
  now() { return this.shownMs + (Date.now() - this.realMs) * this.rate; }
  /// From the true time, in ms.
  get offset() { return this.now() - Date.now(); }

  /// It shows another time, `offset` ms from the true one, and runs on as fast as it should.
  set(offset) { this.change(Date.now() + offset, 1); }
  /// It runs on `rate` times as fast.
  run(rate) { this.change(this.now(), rate); }

  change(shownMs, rate) {
    Object.assign(this, { shownMs, realMs: Date.now(), rate });
    this.write();
  }

  write() {
    const setting = Buffer.alloc(setting_bytes), last = Buffer.alloc(8);
    setting.writeBigInt64LE(BigInt(this.realMs) * 1_000_000n, 0);
    setting.writeBigInt64LE(BigInt(Math.round(this.shownMs)) * 1_000_000n, 8);
    setting.writeDoubleLE(this.rate, 16);
    last.writeBigUInt64LE(BigInt(++this.last));
    fs.writeSync(this.file, setting, 0, setting_bytes, 8 + (this.last % 2) * setting_bytes);
    fs.writeSync(this.file, last, 0, 8, 0);
  }

  close() {
    fs.closeSync(this.file);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
