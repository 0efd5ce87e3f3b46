// A file of a gibibyte, up and down: what it adds to the daemon's memory, and how fast it goes. The bytes are made on the way.
import fs from 'node:fs';
import http from 'node:http';
import { Readable } from 'node:stream';
import { Daemon, password } from '../support/daemon.mjs';
import { http as ask } from '../support/doors.mjs';

const boundary = 'bench';
const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="large.log"\r\nContent-Type: text/plain\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;

/// Its resident memory, and what of it is its own and not a file's or shared, in KiB.
function memory(pid) {
  const text = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)[1]);
  return { rss: of('VmRSS'), anonymous: of('RssAnon') };
}

/// The most that it grew while `work` ran.
async function grown(pid, work) {
  const before = memory(pid);
  const most = { ...before };
  const timer = setInterval(() => { const now = memory(pid); for (const name of Object.keys(most)) most[name] = Math.max(most[name], now[name]); }, 5);
  const began = performance.now();
  await work();
  clearInterval(timer);
  return { rss_kib: most.rss - before.rss, anonymous_kib: most.anonymous - before.anonymous, seconds: (performance.now() - began) / 1000 };
}

async function* lines(bytes) {
  const block = Buffer.from('2026-01-01T00:00:00Z a line of a long log, sixty-four bytes of it\n'.repeat(1000).slice(0, 65_536));
  yield head;
  for (let left = bytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
  yield tail;
}

function upload({ port }, token, bytes) {
  return new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': head.length + bytes + tail.length };
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/api/chat-upload/upload', headers }, (answer) => {
      let text = '';
      answer.on('data', (piece) => { text += piece; });
      answer.on('end', () => answer.statusCode === 201 ? done(JSON.parse(text).attachment) : failed(new Error(`HTTP ${answer.statusCode} ${text}`)));
    });
    request.on('error', failed);
    Readable.from(lines(bytes)).pipe(request);
  });
}

function download({ port }, url, bytes) {
  return new Promise((done, failed) => {
    http.get({ host: '127.0.0.1', port, path: url }, (answer) => {
      let got = 0;
      answer.on('data', (piece) => { got += piece.length; });
      answer.on('end', () => got === bytes ? done() : failed(new Error(`${got} bytes came`)));
    }).on('error', failed);
  });
}

export async function large(bin, mib) {
  const daemon = await Daemon.start({ bin, config: { files: { upload_bytes: '2GiB' } } });
  try {
    await daemon.addTenant('bench');
    await daemon.addUser({ tenant: 'bench', email: 'dana@bench.test', name: 'Dana', role: 'technician' });
    const { body: { access_token: token } } = await ask(daemon.url, 'POST', '/api/auth/login', { body: { email: 'dana@bench.test', password } });
    const bytes = mib * 1024 * 1024;
    await upload(daemon, token, 1024 * 1024);  // threads and their stacks
    let file;
    const up = await grown(daemon.pid, async () => { file = await upload(daemon, token, bytes); });
    const down = await grown(daemon.pid, () => download(daemon, file.url, bytes));
    const round = (number) => Math.round(number * 10) / 10;
    return { mib, up_kib: up.rss_kib, up_anonymous_kib: up.anonymous_kib, up_mib_s: round(mib / up.seconds), down_kib: down.rss_kib, down_mib_s: round(mib / down.seconds) };
  } finally { await daemon.dispose(); }
}
