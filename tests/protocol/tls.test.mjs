// TLS in the process: both doors, the versions, a bad certificate, a time-out.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { io } from "socket.io-client";
import { start } from "./server.mjs";
import { raw, answer, socket } from "./wire.mjs";

describe("TLS", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "chatd-tls-"));
  const certificate = path.join(folder, "cert.pem");
  const key = path.join(folder, "key.pem");
  let server;
  before(async () => {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
    server = await start("wire_server", { certificate, key, header_time: 300 });
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test("requests, small and large, kept alive", async () => {
    const one = raw(server.port, {});
    for (const size of [0, 1, 200000]) {
      one.write(`POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n${"x".repeat(size)}`);
      assert.equal(JSON.parse((await answer(one)).body).body_bytes, size);
    }
    one.peer.destroy();
  });

  test("a plain WebSocket, with bursts larger than a record", async () => {
    const one = socket(`wss://127.0.0.1:${server.port}/ws`, ["chatd", "bearer.good"], { rejectUnauthorized: false });
    assert.equal(JSON.parse(await one.next()).event, "hello");
    one.send('{"event":"flood","data":{"count":50,"size":20000},"id":1}');
    for (let i = 0; i < 50; ++i) assert.equal(JSON.parse(await one.next()).data.i, i);
    assert.equal(JSON.parse(await one.next()).ack, 1);
    const text = JSON.stringify({ event: "echo", data: { t: "x".repeat(60000) }, id: 2 });
    for (let i = 0; i < 20; ++i) one.send(text);
    for (let i = 0; i < 20; ++i) assert.equal(JSON.parse(await one.next()).data.t.length, 60000);
    one.ws.close(1000);
    assert.equal((await one.closed).code, 1000);
  });

  test("Socket.IO by polling and upgrade", async () => {
    const client = io(`https://127.0.0.1:${server.port}`, { auth: { token: "good" }, rejectUnauthorized: false, forceNew: true });
    await new Promise((resolve) => client.io.engine.once("upgrade", resolve));
    assert.deepEqual(await client.emitWithAck("echo", { a: 1 }), { ok: true, a: 1 });
    client.close();
  });

  test("1.2 and 1.3 and nothing older", async () => {
    for (const version of ["TLSv1.2", "TLSv1.3"]) {
      const one = raw(server.port, { minVersion: version, maxVersion: version });
      one.write("GET /api/echo HTTP/1.1\r\nHost: x\r\n\r\n");
      assert.equal((await answer(one)).status, 200);
      assert.equal(one.peer.getProtocol(), version);
      one.peer.destroy();
    }
    const old = raw(server.port, { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" });
    assert.equal(await old.ended, "");
  });

  test("plain text and a handshake that stops half-way end the connection", async () => {
    const plain = raw(server.port);
    plain.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await plain.ended;
    const half = raw(server.port);
    half.write("\x16\x03\x01\x02\x00\x01");
    await half.ended;
  });

  test("a certificate that can't be used is refused at the start, by name", async () => {
    await assert.rejects(start("wire_server", { certificate: key, key }), /the certificate .*key\.pem/);
  });
});
