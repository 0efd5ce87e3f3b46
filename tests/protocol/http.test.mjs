// HTTP/1.1: keep-alive, pipelining, limits at n and n+1, methods, origins, time-outs, static files.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, writeFileSync, rmSync, symlinkSync } from "node:fs";
import { gzipSync } from "node:zlib";
import os from "node:os";
import path from "node:path";
import { during } from "./server.mjs";
import { raw, answer, socket } from "./wire.mjs";

const get = (target, headers = "", method = "GET") => `${method} ${target} HTTP/1.1\r\nHost: chat.test\r\n${headers}\r\n`;
async function ask(port, text, how) {
  const connection = raw(port);
  connection.write(text);
  const result = await answer(connection, how);
  connection.peer.destroy();
  return result;
}

describe("requests", () => {
  const server = during({ before, after }, "wire_server", { origin: "https://shop.test", proxy: "127.0.0.1" });

  test("a connection takes one request after the other", async () => {
    const connection = raw(server.port);
    for (let i = 0; i < 3; ++i) {
      connection.write(get(`/api/echo?n=${i}`));
      const { status, body } = await answer(connection);
      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(body).query, [["n", String(i)]]);
    }
    connection.peer.destroy();
  });

  test("pipelined requests are answered in their order", async () => {
    const connection = raw(server.port);
    connection.write(Array.from({ length: 20 }, (_, i) => get(`/${i % 2 ? "nothing" : "api"}/${i}`)).join(""));
    for (let i = 0; i < 20; ++i) {
      const { status, body } = await answer(connection);
      assert.equal(status, i % 2 ? 404 : 200);
      if (i % 2 === 0) assert.equal(JSON.parse(body).path, `/api/${i}`);
    }
    connection.peer.destroy();
  });

  test("a request may come byte by byte, and its body in chunks", async () => {
    const connection = raw(server.port);
    connection.peer.setNoDelay(true);
    for (const byte of get("/api/echo", "Transfer-Encoding: chunked\r\n", "POST") + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") connection.write(byte);
    const { body } = await answer(connection);
    assert.equal(JSON.parse(body).body_bytes, 11);
    connection.peer.destroy();
  });

  test("HTTP/1.0 and Connection: close end the connection after the answer", async () => {
    for (const text of ["GET /api/echo HTTP/1.0\r\n\r\n", get("/api/echo", "Connection: close\r\n")]) {
      const connection = raw(server.port);
      connection.write(text);
      assert.equal((await answer(connection)).status, 200);
      await connection.ended;
    }
  });

  test("HEAD is GET without the body", async () => {
    const { status, headers } = await ask(server.port, get("/api/echo", "", "HEAD"), { head: true });
    assert.equal(status, 200);
    assert.ok(Number(headers["content-length"]) > 0);
  });

  test("an unfit method is 405 and says which fit", async () => {
    for (const method of ["TRACE", "CONNECT", "BREW", "PROPFIND"]) {
      const { status, headers } = await ask(server.port, get("/api/echo", "", method));
      assert.equal(status, 405, method);
      assert.match(headers.allow, /GET/);
    }
    assert.equal((await ask(server.port, get("/api/echo", "", "OPTIONS"))).status, 204);
  });

  test("limits hold at the number given, and an answer tells", async () => {
    const target = (size) => "/api/" + "x".repeat(size - 5);
    assert.equal((await ask(server.port, get(target(4096)))).status, 200);
    assert.equal((await ask(server.port, get(target(4097)))).status, 414);
    const fields = (count) => Array.from({ length: count - 1 }, (_, i) => `X-${i}: 1\r\n`).join("");
    assert.equal((await ask(server.port, get("/api/echo", fields(64)))).status, 200);
    assert.equal((await ask(server.port, get("/api/echo", fields(65)))).status, 431);
    assert.equal((await ask(server.port, get("/api/echo", `X-Long: ${"x".repeat(7000)}\r\n`))).status, 200);
    assert.equal((await ask(server.port, get("/api/echo", `X-Long: ${"x".repeat(9000)}\r\n`))).status, 431);
    const post = (size, to = "/api/echo") => get(to, `Content-Length: ${size}\r\n`, "POST") + "x".repeat(size);
    assert.equal((await ask(server.port, post(256 * 1024))).status, 200);
    assert.equal((await ask(server.port, get("/api/echo", `Content-Length: ${256 * 1024 + 1}\r\n`, "POST"))).status, 413);
    assert.equal((await ask(server.port, post(1024 * 1024, "/api/upload"))).status, 200);
    const chunks = get("/api/echo", "Transfer-Encoding: chunked\r\n", "POST") + `40001\r\n${"x".repeat(0x40001)}\r\n0\r\n\r\n`;
    assert.equal((await ask(server.port, chunks)).status, 413);
  });

  test("an oversized body is answered though the client goes on sending", async () => {
    const connection = raw(server.port);
    connection.write(get("/api/echo", "Content-Length: 8000000\r\n", "POST") + "x".repeat(2000000));
    const { status, headers } = await answer(connection);
    assert.equal(status, 413);
    assert.equal(headers["content-type"], "application/problem+json");
    connection.peer.destroy();
  });

  test("a chunk's header without end is 431", async () => {
    const connection = raw(server.port);
    connection.write(get("/api/echo", "Transfer-Encoding: chunked\r\n", "POST") + "1;");
    const sending = setInterval(() => connection.write("a".repeat(2000)), 1);
    const { status, body } = await answer(connection);
    clearInterval(sending);
    assert.equal(status, 431);
    assert.equal(JSON.parse(body).code, "too_large");
    await connection.ended;
  });

  test("what could smuggle a request is refused and ends the connection", async () => {
    for (const text of [
      get("/api/echo", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "POST") + "0\r\n\r\n",
      get("/api/echo", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "POST") + "0\r\n\r\n",
      get("/api/echo", "Transfer-Encoding: gzip\r\n", "POST"),
      get("/api/echo", "Transfer-Encoding: chunked, identity\r\n", "POST"),
      get("/api/echo", "Content-Length: 1\r\nContent-Length: 2\r\n", "POST"),
      get("/api/echo", "Content-Length: -1\r\n", "POST"),
      get("/api/echo", "Host: other.test\r\n"),
      "GET /api/echo HTTP/1.1\r\n\r\n",
      "GET /api/echo HTTP/1.1\r\nHost : x\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: chat.test\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
      "hello\r\n\r\n",
    ]) {
      const connection = raw(server.port);
      connection.peer.write(text, "latin1");
      const { status, body } = await answer(connection);
      assert.ok([400, 501, 505].includes(status), `${status} for ${text}`);
      assert.equal(JSON.parse(body).status, status);
      connection.peer.destroy();
    }
  });

  test("a target that is no path, or no text, is named; the connection goes on", async () => {
    const connection = raw(server.port);
    for (const [target, field] of [["http://chat.test/", "path"], ["/%zz", "path"], ["/%00", "path"], ["/\xff%ff", "path"], ["/api/echo?a=1&b=%00", "b"], ["/api/echo?%00=1", "query"]]) {
      connection.peer.write(`GET ${target} HTTP/1.1\r\nHost: chat.test\r\n\r\n`, "latin1");
      const { status, body } = await answer(connection);
      assert.equal(status, 422, target);
      const { code, errors } = JSON.parse(body);
      assert.deepEqual([code, errors.map((one) => one.field)], ["invalid", [field]]);
    }
    connection.write(get("/api/echo"));
    assert.equal((await answer(connection)).status, 200);
    connection.peer.destroy();
  });

  test("a request id is kept if it is well-formed, else made", async () => {
    const kept = await ask(server.port, get("/api/echo", "X-Request-Id: abc-1.2_3\r\n"));
    assert.equal(kept.headers["x-request-id"], "abc-1.2_3");
    assert.equal(JSON.parse(kept.body).request_id, "abc-1.2_3");
    const made = await ask(server.port, get("/api/echo", "X-Request-Id: a b\r\n"));
    assert.match(made.headers["x-request-id"], /^[\w-]{16}$/);
  });

  test("an answer's header can't break out of its line", async () => {
    const { headers } = await ask(server.port, get("/api/echo"));
    assert.equal(headers["x-injected"], undefined);
    assert.equal(headers["x-content-type-options"], "nosniff");
  });

  test("a trusted proxy is believed about its client, the client itself is not", async () => {
    const one = await ask(server.port, get("/api/echo", "X-Forwarded-For: 6.6.6.6, 203.0.113.7\r\n"));
    assert.equal(JSON.parse(one.body).remote, "203.0.113.7");
  });

  test("a door that throws is an answer 500, and the server goes on", async () => {
    assert.equal((await ask(server.port, get("/api/fail"))).status, 500);
    assert.equal((await ask(server.port, get("/api/echo"))).status, 200);
  });

  test("an allowed origin may read answers, another gets no CORS headers", async () => {
    const preflight = (origin) => get("/api/echo", `Origin: ${origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n`, "OPTIONS");
    for (const origin of ["https://shop.test", "http://chat.test", "https://chat.test"]) {
      const { status, headers } = await ask(server.port, preflight(origin));
      assert.equal(status, 204);
      assert.equal(headers["access-control-allow-origin"], origin);
      assert.match(headers["access-control-allow-methods"], /POST/);
      assert.equal(headers["access-control-allow-headers"], "authorization");
      assert.equal((await ask(server.port, get("/api/echo", `Origin: ${origin}\r\n`))).headers["access-control-allow-origin"], origin);
    }
    for (const origin of ["https://evil.test", "null", "https://chat.test.evil.test", "ftp://chat.test"]) {
      assert.equal((await ask(server.port, preflight(origin))).headers["access-control-allow-origin"], undefined, origin);
      assert.equal((await ask(server.port, get("/api/echo", `Origin: ${origin}\r\n`))).headers["access-control-allow-origin"], undefined, origin);
    }
  });

  test("a foreign page can't open a socket of either kind", async () => {
    for (const path of ["/ws", "/socket.io/?EIO=4&transport=websocket"]) {
      const { status } = await socket(`ws://127.0.0.1:${server.port}${path}`, [], { origin: "https://evil.test" }).refused;
      assert.equal(status, 403);
    }
    assert.equal((await ask(server.port, get("/socket.io/?EIO=4&transport=polling", "Origin: https://evil.test\r\n"))).status, 403);
    const allowed = socket(`ws://127.0.0.1:${server.port}/ws`, [], { origin: "https://shop.test" });
    await allowed.opened;
    allowed.ws.terminate();
  });

  test("an upgrade that is none is told what is missing", async () => {
    const { status, headers } = await ask(server.port, get("/ws"));
    assert.equal(status, 426);
    assert.equal(headers["sec-websocket-version"], "13");
    const upgrade = (version, key) =>
      get("/ws", `Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${key}\r\n`);
    assert.equal((await ask(server.port, upgrade(8, "dGhlIHNhbXBsZSBub25jZQ=="))).status, 426);
    assert.equal((await ask(server.port, upgrade(13, "short"))).status, 400);
    const good = await ask(server.port, upgrade(13, "dGhlIHNhbXBsZSBub25jZQ=="));
    assert.equal(good.status, 101);
    assert.equal(good.headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  });
});

describe("time-outs", () => {
  const server = during({ before, after }, "wire_server", { header_time: 150, body_time: 150, idle_time: 150, answer_time: 150 });

  test("a header that takes too long is answered 408 and ended", async () => {
    const connection = raw(server.port);
    connection.write("GET /api/echo HTTP/1.1\r\nX-Slow: ");
    assert.equal((await answer(connection)).status, 408);
    await connection.ended;
  });

  test("a connection that says nothing is ended without a word", async () => {
    assert.equal(await raw(server.port).ended, "");
  });

  test("a body that dribbles is answered 408 and ended", async () => {
    const connection = raw(server.port);
    connection.write(get("/api/echo", "Content-Length: 100\r\n", "POST") + "x");
    assert.equal((await answer(connection)).status, 408);
    await connection.ended;
  });

  test("an idle connection is ended", async () => {
    const connection = raw(server.port);
    connection.write(get("/api/echo"));
    assert.equal((await answer(connection)).status, 200);
    await connection.ended;
  });

  test("a chat that does not answer is a 504", async () => {
    const { status, body } = await ask(server.port, get("/api/slow"));
    assert.equal(status, 504);
    assert.equal(JSON.parse(body).code, "timeout");
  });
});

describe("static files", () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "chatd-static-"));
  mkdirSync(path.join(root, "assets"));
  mkdirSync(path.join(root, "docs"));
  const script = "console.log(1);\n".repeat(50);
  writeFileSync(path.join(root, "index.html"), "<p>home</p>");
  writeFileSync(path.join(root, "console.html"), "<p>console</p>");
  writeFileSync(path.join(root, "docs", "index.html"), "<p>docs</p>");
  writeFileSync(path.join(root, "assets", "app-1a2b.js"), script);
  writeFileSync(path.join(root, "assets", "app-1a2b.js.gz"), gzipSync(script));
  writeFileSync(path.join(root, ".secret"), "no");
  symlinkSync("/etc", path.join(root, ".etc"));
  after(() => rmSync(root, { recursive: true }));
  const server = during({ before, after }, "wire_server", { static_root: root });

  test("names find their page", async () => {
    for (const [name, text] of [["/", "home"], ["/index.html", "home"], ["/console", "console"], ["/console?x=1", "console"], ["/console/", "console"], ["/docs", "docs"], ["/docs/", "docs"]]) {
      const { status, headers, body } = await ask(server.port, get(name));
      assert.equal(status, 200, name);
      assert.equal(body, `<p>${text}</p>`);
      assert.equal(headers["content-type"], "text/html; charset=utf-8");
      assert.equal(headers["cache-control"], "no-cache");
      assert.match(headers["content-security-policy"], /default-src 'self'/);
    }
  });

  test("a hashed asset is kept for ever and may be loaded from anywhere", async () => {
    const { headers, body } = await ask(server.port, get("/assets/app-1a2b.js", "Origin: https://shop.test\r\n"));
    assert.equal(body, script);
    assert.equal(headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.equal(headers["cross-origin-resource-policy"], "cross-origin");
    assert.equal(headers["content-type"], "text/javascript; charset=utf-8");
  });

  test("who takes gzip gets the smaller file under another tag", async () => {
    const plain = await ask(server.port, get("/assets/app-1a2b.js", "Accept-Encoding: gzip;q=0, br\r\n"));
    const packed = await ask(server.port, get("/assets/app-1a2b.js", "Accept-Encoding: br, gzip\r\n"));
    assert.equal(plain.headers["content-encoding"], undefined);
    assert.equal(packed.headers["content-encoding"], "gzip");
    assert.ok(packed.body.length < plain.body.length);
    assert.notEqual(packed.headers.etag, plain.headers.etag);
    assert.equal(packed.headers.vary, "Accept-Encoding");
  });

  test("a known tag is answered 304", async () => {
    const { headers } = await ask(server.port, get("/console"));
    for (const tag of [headers.etag, `W/${headers.etag}`, `"x", ${headers.etag}`, "*"])
      assert.equal((await ask(server.port, get("/console", `If-None-Match: ${tag}\r\n`))).status, 304, tag);
    assert.equal((await ask(server.port, get("/console", 'If-None-Match: "x"\r\n'))).status, 200);
  });

  test("a range is answered 206, one outside 416, and a file that has changed whole", async () => {
    const { headers, body } = await ask(server.port, get("/assets/app-1a2b.js", "Range: bytes=8-10\r\nAccept-Encoding: gzip\r\n"));
    assert.equal(body, script.slice(8, 11));
    assert.equal(headers["content-range"], `bytes 8-10/${script.length}`);
    assert.equal(headers["content-encoding"], undefined);
    assert.equal((await ask(server.port, get("/assets/app-1a2b.js", "Range: bytes=-5\r\n"))).body, script.slice(-5));
    const outside = await ask(server.port, get("/assets/app-1a2b.js", `Range: bytes=${script.length}-\r\n`));
    assert.equal(outside.status, 416);
    assert.equal(outside.headers["content-range"], `bytes */${script.length}`);
    assert.equal((await ask(server.port, get("/assets/app-1a2b.js", 'Range: bytes=8-10\r\nIf-Range: "old"\r\n'))).body, script);
    assert.equal((await ask(server.port, get("/assets/app-1a2b.js", `Range: bytes=8-10\r\nIf-Range: ${headers.etag}\r\n`))).status, 206);
    assert.equal((await ask(server.port, get("/assets/app-1a2b.js", "Range: bytes=0-1,3-4\r\n"))).body, script);
  });

  test("HEAD has the size and no body, and other methods are refused", async () => {
    const { headers } = await ask(server.port, get("/console", "", "HEAD"), { head: true });
    assert.equal(headers["content-length"], "14");
    const { status, headers: refused } = await ask(server.port, get("/console", "", "DELETE"));
    assert.equal(status, 405);
    assert.equal(refused.allow, "GET, HEAD, OPTIONS");
  });

  test("no path leads out or to a dot file", async () => {
    for (const name of ["/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2fetc/passwd", "/assets/../../etc/passwd", "/.secret", "/%2esecret", "/.etc/passwd", "//etc/passwd",
      "/..\\etc\\passwd", "/%5c..%5cetc", "/assets", "/assets/", "/index.html/", "/console.html/x"])
      assert.equal((await ask(server.port, get(name))).status, 404, name);
  });
});
