// RFC 6455 from raw sockets: every case of rfc6455_cases.mjs in one segment, byte by byte, and through TLS. The client trusts nothing: each frame of the
// server is judged too (final, unmasked, no reserved bit, shortest length, UTF-8), and after the close the connection must end.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { start } from "./server.mjs";
import { raw, answer } from "./wire.mjs";
import { frame, groups, handshakes, opcode } from "./rfc6455_cases.mjs";

const upgrade = "GET /ws HTTP/1.1\r\nHost: chat.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer good\r\n\r\n";
const accept = createHash("sha1").update("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");

/** The bytes of a connection, awaited. */
class Bytes {
  #held = Buffer.alloc(0);
  #wake = () => {};
  #ended = false;
  constructor(peer) {
    peer.on("data", (bytes) => { this.#held = Buffer.concat([this.#held, bytes]); this.#wake(); });
    peer.on("error", () => {});
    peer.on("close", () => { this.#ended = true; this.#wake(); });
  }
  async #more() {
    assert.ok(!this.#ended, `the connection ended; left: ${this.#held.toString("hex").slice(0, 200)}`);
    await new Promise((resolve) => (this.#wake = resolve));
  }
  async take(size) {
    while (this.#held.length < size) await this.#more();
    const bytes = this.#held.subarray(0, size);
    this.#held = this.#held.subarray(size);
    return bytes;
  }
  async until(mark) {
    while (!this.#held.includes(mark)) await this.#more();
    return this.take(this.#held.indexOf(mark) + mark.length);
  }
  async end() {
    while (!this.#ended) await new Promise((resolve) => (this.#wake = resolve));
    return this.#held;
  }
}

/** The server's next frame, judged. */
async function received(bytes) {
  const [first, second] = await bytes.take(2);
  assert.equal(first & 0x80, 0x80, "the server does not fragment");
  assert.equal(first & 0x70, 0, "no reserved bit");
  assert.equal(second & 0x80, 0, "the server does not mask");
  let size = second;
  if (second === 126) { size = (await bytes.take(2)).readUInt16BE(); assert.ok(size > 125, "the shortest length"); }
  if (second === 127) { size = Number((await bytes.take(8)).readBigUInt64BE()); assert.ok(size > 65535, "the shortest length"); }
  const payload = await bytes.take(size);
  if ((first & 15) >= 8) assert.ok(size <= 125, "a short control frame");
  return { op: first & 15, payload };
}

function judge({ op, payload }, wanted) {
  if ("pong" in wanted) return void assert.deepEqual({ op, payload }, { op: opcode.pong, payload: wanted.pong });
  if ("close" in wanted) {
    assert.equal(op, opcode.close, `a close, not ${payload}`);
    assert.equal(payload.length ? payload.readUInt16BE() : undefined, wanted.close);
    return void new TextDecoder("utf-8", { fatal: true }).decode(payload.subarray(2));
  }
  assert.equal(op, opcode.text);
  const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  if ("echo" in wanted) assert.deepEqual(said, { ack: 1, ok: true, data: { t: wanted.echo } });
  else assert.equal(said.data?.code ?? said.error?.code, wanted.error);
}

async function play(one, connect, cut) {
  const peer = connect();
  peer.setNoDelay(true);
  const bytes = new Bytes(peer);
  peer.write(upgrade);
  await bytes.until("\r\n\r\n");
  assert.equal((await received(bytes)).op, opcode.text);  // hello
  let last;
  for (let step = one; step; step = step.then) {
    for (const piece of cut(Buffer.concat(step.send))) peer.write(piece);
    for (const wanted of step.expect) judge(await received(bytes), (last = wanted));
  }
  if (!("close" in last)) {
    peer.write(frame(opcode.close, Buffer.from([3, 232])));
    judge(await received(bytes), { close: 1000 });
  } else {
    peer.write(frame(opcode.close, ""));  // an answer, or what nobody reads any more
  }
  assert.equal((await bytes.end()).length, 0, "nothing comes after the close");
}

const inOne = (bytes) => [bytes];
/** The first bytes one by one, where the headers are; the rest of long ones in halves. */
const byOctet = (bytes) => [...Array.from(bytes.subarray(0, 300), (_, i) => bytes.subarray(i, i + 1)), bytes.subarray(300, 30_000), bytes.subarray(30_000)].filter((piece) => piece.length);

describe("RFC 6455", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "chatd-rfc6455-"));
  const [certificate, key] = ["cert.pem", "key.pem"].map((name) => path.join(folder, name));
  let bare, secure;
  before(async () => {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
    [bare, secure] = await Promise.all([start("wire_server", {}), start("wire_server", { certificate, key })]);
  });
  after(async () => {
    await Promise.all([bare.stop(), secure.stop()]);
    rmSync(folder, { recursive: true });
  });
  const plainly = () => net.connect(bare.port, "127.0.0.1");
  const secretly = () => tls.connect({ port: secure.port, host: "127.0.0.1", rejectUnauthorized: false });

  for (const [group, cases] of Object.entries(groups))
    describe(group, () => {
      for (const one of cases)
        test(one.name, async () => {
          await play(one, plainly, inOne);
          await play(one, plainly, byOctet);
          await play(one, secretly, inOne);
        });
    });

  describe("the opening handshake", () => {
    for (const { name, request, status, headers = {} } of handshakes)
      test(name, async () => {
        const connection = raw(bare.port);
        connection.write(request);
        const got = await answer(connection, { head: status === 101 });
        assert.equal(got.status, status);
        if (status === 101) assert.equal(got.headers["sec-websocket-accept"], accept);
        for (const [header, value] of Object.entries(headers)) assert.equal(got.headers[header], value, header);
        connection.peer.destroy();
      });
  });
});
