// The plain JSON door at /ws: signing in, frames, limits, slow readers, silence, closing.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { during, start } from "./server.mjs";
import { socket, plain, raw, answer, counts } from "./wire.mjs";

const error = (message) => message.error?.code ?? (message.event === "error" ? message.data.code : undefined);
const upgrade = "GET /ws HTTP/1.1\r\nHost: chat.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer good\r\n\r\n";
/** A client's frame, masked with zeros: any first byte, any payload. */
function frame(first, payload = "") {
  const body = Buffer.from(payload);
  const size = body.length < 126 ? [0x80 | body.length] : body.length < 65536 ? [0x80 | 126, body.length >> 8, body.length & 255] : [0x80 | 127, 0, 0, 0, 0, body.length >>> 24, (body.length >> 16) & 255, (body.length >> 8) & 255, body.length & 255];
  return Buffer.concat([Buffer.from([first, ...size, 0, 0, 0, 0]), body]);
}

describe("signing in", () => {
  const server = during({ before, after }, "wire_server");
  const url = () => `ws://127.0.0.1:${server.port}/ws`;

  test("by the protocol pair, which is answered with chatd", async () => {
    const one = await plain(server.port, "?configId=demo");
    assert.equal(one.ws.protocol, "chatd");
    assert.deepEqual(one.hello, { event: "hello", data: { config_id: "demo", origin: "", remote: "127.0.0.1" } });
    one.ws.close();
    assert.equal((await one.closed).code, 1005);
  });

  test("by the Authorization header", async () => {
    const one = socket(url(), [], { headers: { Authorization: "bearer good" } });
    assert.equal(JSON.parse(await one.next()).event, "hello");
    one.ws.close();
  });

  test("by a first frame, which is acked after the welcome", async () => {
    const one = socket(url());
    await one.opened;
    one.send('{"event":"auth","data":{"token":"good","configId":"c"},"id":"a1"}');
    assert.equal(JSON.parse(await one.next()).data.config_id, "c");
    assert.equal(await one.next(), '{"ack":"a1","ok":true,"data":{"user":"tester"}}');
    one.ws.close();
  });

  test("events that wait behind the sign-in are taken after it", async () => {
    const one = socket(url(), ["chatd", "bearer.good"]);
    await one.opened;
    for (let i = 0; i < 5; ++i) one.send(`{"event":"echo","data":{"i":${i}},"id":${i}}`);
    assert.equal(JSON.parse(await one.next()).event, "hello");
    for (let i = 0; i < 5; ++i) assert.equal(await one.next(), `{"ack":${i},"ok":true,"data":{"i":${i}}}`);
    one.ws.close();
  });

  test("before it, everything else is unauthenticated, and one may go on", async () => {
    const one = socket(url());
    await one.opened;
    one.send('{"event":"echo","id":1}');
    one.send('{"event":"echo"}');
    one.send('{"event":"auth","data":7,"id":2}');
    one.send('{"event":"auth","data":{"token":"good"}}');
    assert.equal(error(JSON.parse(await one.next())), "unauthenticated");
    assert.equal(error(JSON.parse(await one.next())), "unauthenticated");
    assert.equal(error(JSON.parse(await one.next())), "invalid");
    assert.equal(JSON.parse(await one.next()).event, "hello");
    one.ws.close();
  });

  test("a refusal is told, then closed with 4401", async () => {
    const one = socket(url(), ["chatd", "bearer.bad"]);
    assert.equal(error(JSON.parse(await one.next())), "unauthenticated");
    assert.deepEqual(await one.closed, { code: 4401, reason: "sign in again" });
  });
});

describe("frames", () => {
  const server = during({ before, after }, "wire_server", { bad_frames_max: 3 });

  test("acks carry the id as it was given", async () => {
    const one = await plain(server.port);
    for (const id of ["7", "-1", '"x"', '"\\"q\\""', "9007199254740993"]) {
      one.send(`{"event":"echo","data":{},"id":${id}}`);
      assert.equal(await one.next(), `{"ack":${id},"ok":true,"data":{}}`);
    }
    one.send('{"event":"unknown","id":1}');
    assert.equal(error(await one.json()), "unknown_event");
    one.ws.close();
  });

  test("what is malformed is named, and the connection stays", async () => {
    const one = await plain(server.port);
    for (const [text, code] of [
      ["{", "bad_json"], ['{"event":"echo","event":"echo"}', "bad_json"], ["[1]", "invalid"], ["{}", "invalid"], ['{"event":7,"id":1}', "invalid"],
      ['{"event":"echo","id":1.5}', "invalid"], ['{"event":"echo","id":null}', "invalid"], ['{"event":"echo","id":{}}', "invalid"],
      [`{"event":"echo","id":"${"x".repeat(65)}"}`, "invalid"], ['{"event":"echo","extra":1,"id":1}', "unknown_field"],
      ['{"event":"","id":1}', "unknown_event"], [`{"event":"${"x".repeat(65)}","id":1}`, "unknown_event"],
      [`{"event":"echo","data":${"[".repeat(16)}${"]".repeat(16)}}`, "too_deep"],
    ]) {
      one.send(text);
      assert.equal(error(await one.json()), code, text);
      one.send('{"event":"echo","data":{},"id":0}');
      assert.equal((await one.json()).ack, 0);
    }
    one.ws.close();
  });

  test("too many malformed frames in a row are the end", async () => {
    const one = await plain(server.port);
    for (let i = 0; i < 4; ++i) one.send("{");
    assert.equal((await one.closed).code, 1008);
  });

  test("a message may have 64 KiB and not a byte more", async () => {
    const one = await plain(server.port);
    const rest = '{"event":"echo","data":{"t":""},"id":1}'.length;
    const sized = (bytes) => `{"event":"echo","data":{"t":"${"x".repeat(bytes - rest)}"},"id":1}`;
    one.send(sized(65536));
    assert.equal((await one.json()).ok, true);
    one.send(sized(65537));
    assert.equal((await one.closed).code, 1009);
  });

  test("binary is 1003", async () => {
    const one = await plain(server.port);
    one.send(Buffer.from([1]));
    assert.equal((await one.closed).code, 1003);
  });

  test("broken framing and broken UTF-8 end with their codes", async () => {
    for (const [bytes, code] of [[frame(0x81, Buffer.from([0xff])), 1007], [frame(0xc1, "x"), 1002], [Buffer.from([0x81, 0x01, 0x78]), 1002], [frame(0x83, "x"), 1002], [frame(0x80, "x"), 1002]]) {
      const one = raw(server.port);
      one.write(upgrade);
      await one.read(/hello[^]*"}}/);
      one.write(bytes);
      const [close] = await one.read(/\x88[^]{3}/);
      assert.equal((close.charCodeAt(2) << 8) | close.charCodeAt(3), code);
      await one.ended;
    }
  });

  test("a fragmented message and the pings in between", async () => {
    const one = raw(server.port);
    one.write(upgrade);
    await one.read(/hello[^]*"}}/);
    one.write(Buffer.concat([frame(0x01, '{"event":"echo",'), frame(0x89, "hi"), frame(0x00, '"data":{"a":'), frame(0x80, '"é"},"id":1}')]));
    await one.read(/\x8a\x02hi/);
    await one.read(/"ack":1,"ok":true/);
    one.write(frame(0x88, Buffer.from([0x03, 0xe8])));
    await one.read(/\x88\x02\x03\xe8/);
    await one.ended;
  });

  test("a frame that comes with the upgrade is not lost", async () => {
    const one = raw(server.port);
    one.write(Buffer.concat([Buffer.from(upgrade), frame(0x81, '{"event":"echo","id":1}')]));
    await one.read(/"ack":1,"ok":true/);
    one.peer.destroy();
  });

  test("a bug in the chat is an error of that event alone", async () => {
    const one = await plain(server.port);
    one.emit("fail", {}, 1);
    assert.equal(error(await one.json()), "internal");
    one.emit("echo", {}, 2);
    assert.equal((await one.json()).ok, true);
    one.ws.close();
  });

  test("the chat may close, and everything said before comes first", async () => {
    const one = await plain(server.port);
    one.emit("flood", { count: 100, size: 100 });
    one.emit("close", { code: 4403 });
    for (let i = 0; i < 100; ++i) assert.equal((await one.json()).data.i, i);
    assert.deepEqual(await one.closed, { code: 4403, reason: "told to" });
  });
});

describe("pressure", () => {
  const server = during({ before, after }, "wire_server", { in_flight_max: 4, outbox_bytes_max: 300000, outbox_time: 300, close_time: 300 });

  test("with too many events unanswered no more are read, and nothing is lost", async () => {
    const one = await plain(server.port);
    for (let i = 0; i < 200; ++i) one.emit("echo", { i }, i);
    for (let i = 0; i < 200; ++i) assert.deepEqual(await one.json(), { ack: i, ok: true, data: { i } });
    for (let i = 0; i < 50; ++i) one.emit("push", { event: "x", data: { i } });
    for (let i = 0; i < 50; ++i) assert.equal((await one.json()).data.i, i);
    one.ws.close();
  });

  test("who does not read past the bytes of the outbox is cut with 1013, others go on", async () => {
    const slow = await plain(server.port);
    const other = await plain(server.port);
    const before = await counts(server.port);
    slow.ws.pause();
    slow.emit("flood", { count: 400, size: 30000 });
    await counts(server.port, (now) => now.slow_clients > before.slow_clients);
    other.emit("echo", { still: "here" }, 1);
    assert.equal((await other.json()).data.still, "here");
    slow.ws.resume();
    assert.ok([1013, 1006].includes((await slow.closed).code));
    await counts(server.port, (now) => now.signed_in === 1);
    other.ws.close();
  });
});

describe("patience", () => {
  const server = during({ before, after }, "wire_server", { outbox_bytes_max: 100000000, outbox_time: 300, close_time: 300 });

  test("who reads nothing for too long is cut, however little waits", async () => {
    const slow = await plain(server.port);
    slow.ws.pause();
    slow.emit("flood", { count: 400, size: 60000 });
    await counts(server.port, (now) => now.slow_clients === 1 && now.signed_in === 0);
    slow.ws.terminate();
  });
});

describe("patience with all of them", () => {
  const server = during({ before, after }, "wire_server", { outbox_bytes_max: 100000000, outboxes_bytes_max: 3000000, outbox_time: 60000 });

  test("many who do not read have less room each, and who reads notices nothing", async () => {
    const slow = await Promise.all(Array.from({ length: 8 }, () => plain(server.port)));
    const reader = await plain(server.port);
    for (const one of slow) {
      one.ws.pause();
      one.emit("flood", { count: 600, size: 10000 });
    }
    for (let round = 0; round < 40; ++round) {
      reader.emit("flood", { count: 20, size: 10000 });
      for (let i = 0; i < 20; ++i) assert.equal((await reader.json()).data.i, i);
    }
    await counts(server.port, (now) => now.slow_clients === 8);
    for (const one of slow) one.ws.terminate();
    reader.ws.close();
  });

  test("one that is cut within a frame larger than what is left gets its rest, then 1013", async () => {
    const before = await counts(server.port);
    const slow = await plain(server.port);
    slow.ws.pause();
    slow.emit("flood", { count: 4, size: 2500000 });
    await counts(server.port, (now) => now.slow_clients > before.slow_clients);
    slow.ws.resume();
    assert.equal((await slow.json()).data.text.length, 2500000);
    assert.equal((await slow.closed).code, 1013);
  });
});

describe("messages under way", () => {
  const server = during({ before, after }, "wire_server", { body_time: 150, ping_interval: 50 });

  test("one that is never whole is closed with 1008, whatever comes between its fragments", async () => {
    const one = await plain(server.port);
    one.ws.send('{"event":', { fin: false });
    const pinging = setInterval(() => one.ws.ping(), 20);
    assert.deepEqual(await one.closed, { code: 1008, reason: "message too slow" });
    clearInterval(pinging);
  });

  test("one that waits because the chat is busy is given its time", async () => {
    const one = await plain(server.port);
    for (let i = 0; i < 20; ++i) one.ws.send(`{"event":"echo","data":{"i":${i}},"id":${i}}`);
    for (let i = 0; i < 20; ++i) assert.equal((await one.json()).data.i, i);
    one.ws.close();
  });
});

describe("silence", () => {
  const server = during({ before, after }, "wire_server", { ping_interval: 100, dead_after: 300, sign_in_time: 200 });

  test("a quiet client is pinged, and lives as long as it answers", async () => {
    const one = await plain(server.port);
    for (let i = 0; i < 4; ++i) await new Promise((resolve) => one.ws.once("ping", resolve));
    one.emit("echo", {}, 1);
    assert.equal((await one.json()).ok, true);
    one.ws.close();
  });

  test("one that does not answer is ended", async () => {
    const one = socket(`ws://127.0.0.1:${server.port}/ws`, ["chatd", "bearer.good"], { autoPong: false });
    assert.equal((await one.closed).code, 1006);
    const after = await counts(server.port, (now) => now.signed_in === 0);
    assert.ok(after.silent_clients > 0);
  });

  test("one that does not sign in is closed with 4401", async () => {
    const one = socket(`ws://127.0.0.1:${server.port}/ws`);
    assert.deepEqual(await one.closed, { code: 4401, reason: "sign in again" });
  });
});

describe("the server's end", () => {
  test("a drain closes every connection with 1012 and answers requests to the last", async () => {
    const server = await start("wire_server");
    const many = await Promise.all(Array.from({ length: 20 }, () => plain(server.port)));
    const http = raw(server.port);
    http.write("GET /api/echo HTTP/1.1\r\nHost: x\r\n\r\n");
    assert.equal((await answer(http)).status, 200);
    server.signal("SIGHUP");
    for (const one of many) assert.deepEqual(await one.closed, { code: 1012, reason: "draining" });
    await http.ended;
    await server.stop();
  });

  test("a stop ends at once with everything open, and each connection is told closed", async () => {
    const server = await start("wire_server", { io_threads: 2 });
    const many = await Promise.all(Array.from({ length: 20 }, () => plain(server.port)));
    many[0].emit("flood", { count: 50, size: 60000 });
    await server.stop();
    for (const one of many) await one.closed;
  });

  test("with the chat on the same thread everything is the same", async () => {
    const server = await start("wire_server", { io_threads: 0 });
    const one = await plain(server.port);
    one.emit("echo", { a: 1 }, 1);
    assert.deepEqual((await one.json()).data, { a: 1 });
    await server.stop();
    await one.closed;
  });

  test("without file descriptors accepting waits, without spinning, and goes on", async () => {
    const server = await start("wire_server", {}, { files: 40 });
    const many = Array.from({ length: 60 }, () => socket(`ws://127.0.0.1:${server.port}/ws`, ["chatd", "bearer.good"]));
    const first = await Promise.any(many.map(async (one) => (await one.next(), one)));
    while (readdirSync(`/proc/${server.pid}/fd`).length < 40) await new Promise(setImmediate);
    first.send('{"event":"echo","id":1}');  // a turn of the loop later it has tried to take the next one
    assert.equal(JSON.parse(await first.next()).ok, true);
    for (const one of many) if (one !== first) one.ws.terminate();
    await Promise.all(many.filter((one) => one !== first).map((one) => one.closed));
    const { accept_pauses } = await counts(server.port, (now) => now.signed_in === 1);
    assert.ok(accept_pauses > 0 && accept_pauses < 100, String(accept_pauses));
    first.ws.close();
    await server.stop();
  });

  test("strangers of one address are counted until they sign in", async () => {
    const server = await start("wire_server", { strangers_max: 2, proxy: "127.0.0.1" });
    const from = (address, protocols = []) => socket(`ws://127.0.0.1:${server.port}/ws`, protocols, { headers: { "X-Forwarded-For": address } });
    const strangers = [from("192.0.2.1"), from("192.0.2.1")];
    await Promise.all(strangers.map((one) => one.opened));
    assert.equal((await from("192.0.2.1").refused).status, 429);
    const other = from("192.0.2.2", ["chatd", "bearer.good"]);
    assert.equal(JSON.parse(await other.next()).data.remote, "192.0.2.2");
    strangers[0].send('{"event":"auth","data":{"token":"good"}}');
    await strangers[0].next();
    await from("192.0.2.1").opened;
    await server.stop();
  });

  test("sockets of one address are counted until they end", async () => {
    const server = await start("wire_server", { sockets_max: 2, proxy: "127.0.0.1" });
    const from = (address) => socket(`ws://127.0.0.1:${server.port}/ws`, ["chatd", "bearer.good"], { headers: { "X-Forwarded-For": address } });
    const two = [from("192.0.2.1"), from("192.0.2.1")];
    for (const one of two) await one.next();
    assert.equal((await from("192.0.2.1").refused).status, 429);
    await from("192.0.2.2").next();
    two[0].ws.close();
    await two[0].closed;
    await counts(server.port, (now) => now.signed_in === 2);
    await from("192.0.2.1").next();
    await server.stop();
  });

  test("a port that somebody has is not shared with a second server", async () => {
    for (const io_threads of [1, 2]) {
      const server = await start("wire_server", { io_threads });
      await assert.rejects(start("wire_server", { io_threads, port: server.port }), /in use/);
      await server.stop();
    }
  });

  test("more connections than the limit are closed, and room is used again", async () => {
    const server = await start("wire_server", { connections_max: 2 });
    const first = await plain(server.port);
    const second = await plain(server.port);
    assert.equal((await socket(`ws://127.0.0.1:${server.port}/ws`).closed).code, 1006);
    first.ws.terminate();
    await first.closed;
    for (;;) {
      const third = socket(`ws://127.0.0.1:${server.port}/ws`, ["chatd", "bearer.good"]);
      if ((await third.next()) !== undefined) break;
    }
    second.ws.terminate();
    await server.stop();
  });
});
