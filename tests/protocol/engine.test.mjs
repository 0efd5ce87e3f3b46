// Engine.IO 4 against the echo server (ping interval 300 ms, time-out 200 ms): handshake, polling, upgrade, heartbeat, malformed packets.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { during } from "./server.mjs";
import { socket } from "./wire.mjs";

const RS = "\x1e";

describe("Engine.IO", () => {
  const server = during({ before, after }, "socketio_echo_server", ["0"]);
  const url = (query) => `http://127.0.0.1:${server.port}/engine.io/?${query}`;
  const polling = (sid) => url(`EIO=4&transport=polling${sid ? `&sid=${sid}` : ""}`);
  const websocket = (sid) => socket(url(`EIO=4&transport=websocket${sid ? `&sid=${sid}` : ""}`).replace("http", "ws"));
  const poll = (sid) => fetch(polling(sid));
  const post = (sid, body, headers) => fetch(polling(sid), { method: "POST", body, headers });
  async function open() {
    const text = await (await poll()).text();
    assert.equal(text[0], "0");
    return JSON.parse(text.slice(1));
  }
  /** The packets of one poll, without pings. */
  async function packets(sid) {
    for (;;) {
      const response = await poll(sid);
      assert.equal(response.status, 200);
      const all = (await response.text()).split(RS).filter((packet) => packet !== "2");
      if (all.length) return all;
    }
  }
  async function openSocket() {
    const one = websocket();
    one.opening = JSON.parse((await one.next()).slice(1));
    one.message = async () => {
      for (;;) {
        const next = await one.next();
        if (next !== "2") return next;
      }
    };
    return one;
  }
  async function gone(sid) {
    const response = await poll(sid);
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), { code: 1, message: "Session ID unknown" });
  }

  test("the handshake names the session, the upgrades and the times", async () => {
    const opening = await open();
    assert.match(opening.sid, /^[\w-]{22,}$/);
    assert.notEqual(opening.sid, (await open()).sid);
    assert.deepEqual({ ...opening, sid: "" }, { sid: "", upgrades: ["websocket"], pingInterval: 300, pingTimeout: 200, maxPayload: 1000000 });
    const one = await openSocket();
    assert.deepEqual(one.opening.upgrades, []);
    one.ws.close();
  });

  test("what is no handshake gets the protocol's own error", async () => {
    for (const [query, method, code] of [
      ["EIO=3&transport=polling", "GET", 5], ["transport=polling", "GET", 5], ["EIO=4", "GET", 0], ["EIO=4&transport=flash", "GET", 0], ["EIO=4&transport=polling", "POST", 2],
      ["EIO=4&transport=polling", "DELETE", 2], ["EIO=4&transport=polling&sid=nobody", "GET", 1], ["EIO=4&transport=websocket", "GET", 3], ["EIO=4&transport=polling&j=0", "GET", 3],
    ]) {
      const response = await fetch(url(query), { method });
      assert.equal(response.status, 400, query);
      assert.equal((await response.json()).code, code, query);
    }
    assert.equal((await socket(url("EIO=3&transport=websocket").replace("http", "ws")).refused).status, 400);
  });

  test("messages of both kinds go there and back by polling, in order", async () => {
    const { sid } = await open();
    const response = await post(sid, ["4one", "4ü", "bAQID", "4"].join(RS));
    assert.equal(await response.text(), "ok");
    assert.deepEqual(await packets(sid), ["4one", "4ü", "bAQID", "4"]);
    const waiting = packets(sid);
    await post(sid, "4later");
    assert.deepEqual(await waiting, ["4later"]);
  });

  test("messages of both kinds go there and back by WebSocket, in order", async () => {
    const one = await openSocket();
    one.send("4one");
    one.send(Buffer.from([1, 2, 3]));
    one.send("4two");
    assert.equal(await one.message(), "4one");
    assert.deepEqual(await one.message(), Buffer.from([1, 2, 3]));
    assert.equal(await one.message(), "4two");
    one.ws.close();
  });

  test("a malformed payload is 400 and the end", async () => {
    for (const body of ["x", "", "4a" + RS, "b%%%", "7", "0{}", "2"]) {
      const { sid } = await open();
      const response = await post(sid, body);
      if (body !== "0{}" && body !== "2") assert.equal(response.status, 400, body);
      await gone(sid);
    }
    const { sid } = await open();
    assert.equal((await post(sid, "4a", { "content-type": "application/octet-stream" })).status, 400);
    await gone(sid);
  });

  test("a malformed packet ends a WebSocket", async () => {
    for (const text of ["", "x", "9", "0{}", "2probe"]) {
      const one = await openSocket();
      one.send(text);
      assert.notEqual((await one.closed).code, 1006, text);
    }
  });

  test("two polls at once are the end: the first is told, the second refused", async () => {
    const { sid } = await open();
    const first = poll(sid).then((response) => response.text());
    const second = poll(sid);
    const both = await Promise.all([first, second.then((response) => response.text())]);
    assert.ok(both.includes("1"), both.join());
    await gone(sid);
  });

  test("a client that breaks off its poll is gone", async () => {
    const { sid } = await open();
    const abort = new AbortController();
    const waiting = fetch(polling(sid), { signal: abort.signal }).catch(() => "aborted");
    // The poll is known to have arrived once its answer would come; a second session's echo is the clock.
    const other = await open();
    await post(other.sid, "4x");
    await packets(other.sid);
    abort.abort();
    assert.equal(await waiting, "aborted");
    for (let status = 200; status !== 400; ) status = (await post(sid, "3")).status;
  });

  test("a client's close ends the session and lets its poll go", async () => {
    const { sid } = await open();
    const waiting = poll(sid).then((response) => response.text());
    await post(sid, "1");
    await waiting;
    await gone(sid);
    const one = await openSocket();
    one.send("1");
    await one.closed;
  });

  test("pings come, and again after each pong", async () => {
    const { sid } = await open();
    const one = await openSocket();
    for (let i = 0; i < 3; ++i) {
      assert.equal(await one.next(), "2");
      one.send("3");
      assert.equal(await (await poll(sid)).text(), "2");
      await post(sid, "3");
    }
    one.ws.close();
  });

  test("a client that does not answer them is ended", async () => {
    const one = await openSocket();
    const { sid } = await open();
    assert.equal((await one.closed).reason, "ping timeout");
    for (let status = 200; status !== 400; ) status = (await poll(sid)).status;
  });

  test("an upgrade is probe, noop for the waiting poll, then everything by WebSocket", async () => {
    const { sid } = await open();
    const waiting = poll(sid).then((response) => response.text());
    const one = websocket(sid);
    await one.opened;
    one.send("2probe");
    assert.equal(await one.next(), "3probe");
    assert.equal(await waiting, "6");
    await post(sid, "4by post");
    one.send("5");
    one.send("4hello");
    assert.equal(await one.next(), "4by post");
    assert.equal(await one.next(), "4hello");
    assert.equal((await poll(sid)).status, 400);
    const second = websocket(sid);
    await second.closed;
    one.send("4still here");
    assert.equal(await one.next(), "4still here");
    one.ws.close();
    await one.closed;
  });

  test("an upgrade without its probe, or with another word, leaves the polling as it is", async () => {
    for (const text of ["5", "4hello", "2", "2other"]) {
      const { sid } = await open();
      const one = websocket(sid);
      await one.opened;
      one.send(text);
      await one.closed;
      await post(sid, "4poll");
      assert.deepEqual(await packets(sid), ["4poll"]);
    }
  });

  test("who probes and leaves may try again", async () => {
    const { sid } = await open();
    const one = websocket(sid);
    await one.opened;
    one.send("2probe");
    await one.next();
    one.ws.close();
    await one.closed;
    const again = websocket(sid);
    await again.opened;
    again.send("2probe");
    assert.equal(await again.next(), "3probe");
    again.send("5");
    again.send("4x");
    assert.equal(await again.next(), "4x");
    again.ws.close();
  });

  test("the size of a post is limited at the number that the handshake named", async () => {
    const { sid, maxPayload } = await open();
    assert.equal((await post(sid, "4" + "x".repeat(maxPayload - 1))).status, 200);
    assert.equal((await post(sid, "4" + "x".repeat(maxPayload))).status, 413);
  });
});
