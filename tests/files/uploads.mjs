// Uploads as clients make them: fetch with a form, and a socket that says what it likes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { http } from '../support/doors.mjs';
import { problemToError, statusOf } from '../support/routes.mjs';

export const path = '/api/chat-upload/upload';

/// The answer of an upload: {status, headers, body}.
export async function upload(url, who, { name = 'note.txt', bytes = 'hello\n', type = 'text/plain', fields = {}, query = '', key } = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, String(value));
  form.append('file', new Blob([bytes], { type }), name);
  const headers = { ...(who ? { authorization: `Bearer ${who.token}` } : {}), ...(key ? { 'idempotency-key': key } : {}) };
  return http(url, 'POST', path + query, { form, headers });
}

/// The attachment of an upload that must be taken.
export async function uploaded(url, who, options) {
  const answer = await upload(url, who, options);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.attachment;
}

/// The files under a folder, as paths inside it. A file may go while they are listed.
export function filesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true }).filter((name) => fs.statSync(join(folder, name), { throwIfNoEntry: false })?.isFile()).sort();
}

/// It was refused with that code.
export function refused(answer, code) {
  const error = problemToError(answer);
  assert.equal(error.code, code, JSON.stringify(answer.body));
  assert.equal(answer.status, statusOf[code]);
  return error;
}

export const boundary = 'b0undary';
export const head = (name = 'note.txt', field = 'file') => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n`;
export const tail = `\r\n--${boundary}--\r\n`;

/// A request of which one says every byte. `read()` waits for the answer: {status, headers, body, closed}.
export class Raw {
  constructor(url) {
    const { port, hostname } = new URL(url);
    this.socket = net.connect(Number(port), hostname);
    this.received = Buffer.alloc(0);
    this.ended = new Promise((done) => {
      this.socket.on('data', (bytes) => { this.received = Buffer.concat([this.received, bytes]); this.wake?.(); });
      for (const event of ['end', 'close', 'error']) this.socket.on(event, () => { this.over = true; this.wake?.(); done(); });
    });
  }

  write(bytes) { return new Promise((done) => this.socket.write(bytes, () => done())); }

  start(who, more = '') {
    return this.write(`POST ${path} HTTP/1.1\r\nHost: chatd\r\n${who ? `Authorization: Bearer ${who.token}\r\n` : ''}Content-Type: multipart/form-data; boundary=${boundary}\r\n${more}\r\n`);
  }

  async until(found, withinMs = 15_000) {
    const late = Date.now() + withinMs;
    for (;;) {
      const result = found(this.received.toString('latin1'));
      if (result !== undefined) return result;
      if (this.over || Date.now() > late) throw new Error(`the connection said ${JSON.stringify(this.received.toString('latin1').slice(0, 400))}${this.over ? ' and ended' : ''}`);
      await new Promise((done) => { this.wake = done; setTimeout(done, 100); });
    }
  }

  answer() {
    return this.until((text) => {
      const start = text.replace(/^(HTTP\/1.1 100 Continue\r\n\r\n)+/, '');
      const end = start.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const [first, ...lines] = start.slice(0, end).split('\r\n');
      const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      const body = start.slice(end + 4);
      if (body.length < Number(headers.get('content-length') ?? 0)) return undefined;
      return { status: Number(first.split(' ')[1]), headers, body: body === '' ? null : JSON.parse(body) };
    });
  }

  end() { this.socket.destroy(); }
}
