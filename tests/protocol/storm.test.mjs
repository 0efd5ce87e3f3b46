// A few seconds of clients that do everything wrong at once, the same for each seed: afterwards nothing is left open, nothing was
// counted twice, and the server (sanitized, in the whole run) ends cleanly. STORM_SEED and STORM_ACTS repeat or lengthen it.
import { test } from "node:test";
import assert from "node:assert/strict";
import net from "node:net";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { start } from "./server.mjs";
import { counts } from "./wire.mjs";

const seed = Number(process.env.STORM_SEED ?? 1);
const acts = Number(process.env.STORM_ACTS ?? 400);
const short = { idle_time: 500, answer_time: 300, sign_in_time: 300, header_time: 500, close_time: 200, outbox_time: 500, upgrade_time: 200,
  engine_ping_interval: 300, engine_ping_timeout: 300, ping_interval: 300, dead_after: 600 };

/** Mulberry32: the same numbers for the same seed. */
function random(state) {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
const r = random(seed);
const pick = (...list) => list[r(list.length)];
const junk = (size) => Buffer.from(Array.from({ length: size }, () => r(256)));
const pause = (most) => new Promise((resolve) => setTimeout(resolve, r(most)));

async function plainClient(port) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`, ["chatd", `bearer.${pick("good", "good", "bad")}`]);
  ws.on("error", () => {});
  ws.on("open", () => {
    for (let left = r(30); left > 0; --left)
      ws.send(pick('{"event":"echo","id":1}', '{"event":"never","id":2}', '{"event":"fail","id":3}', "{", junk(50), '{"event":"close","data":{"code":4403}}',
        '{"event":"flood","data":{"count":50,"size":20000}}', `{"event":"cast","data":{"event":"c","data":{"t":"${"x".repeat(r(3000))}"}}}`));
    if (r(3) === 0) ws.pause();
  });
  await pause(300);
  ws.terminate();
}

async function stockClient(port) {
  const client = io(`http://127.0.0.1:${port}`, { transports: pick(["websocket"], ["polling"], ["polling", "websocket"]), auth: { token: pick("good", "good", "bad") },
    forceNew: true, reconnection: r(2) === 0, reconnectionDelay: 5 });
  for (let left = r(20); left > 0; --left)
    client.emit(...pick(["echo", { a: 1 }, () => {}], ["echo", junk(200), () => {}], ["cast", { event: "c", data: {} }], ["flood", { count: 50, size: 10000 }],
      ["close", { code: 1012, resumable: true }], ["close", { code: 4403 }]));
  await pause(300);
  client.close();
}

async function rawClient(port) {
  const peer = net.connect(port, "127.0.0.1");
  peer.on("error", () => {});
  const upgrade = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer good\r\n\r\n";
  peer.write(pick("GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n", "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc", upgrade, junk(300)));
  await pause(50);
  peer.write(junk(r(200)));
  await pause(100);
  if (r(2)) peer.destroy();
  else peer.resetAndDestroy();
}

async function pollingClient(port) {
  const url = `http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`;
  const text = await (await fetch(url)).text();
  const session = `${url}&sid=${JSON.parse(text.slice(1)).sid}`;
  const abort = new AbortController();
  const poll = () => fetch(session, { signal: abort.signal });
  const post = () => fetch(session, { method: "POST", body: pick('40{"token":"good"}', '42["echo",1]', "41", "1", "3", "4x") });
  const probe = async () => {
    const ws = new WebSocket(session.replace("http", "ws").replace("polling", "websocket"));
    ws.on("error", () => {});
    ws.on("open", () => pick(["2probe"], ["2probe", "5"], ["2probe", "5", '42["echo",1]'], ["5"]).forEach((packet) => ws.send(packet)));
    await pause(80);
    ws.terminate();
  };
  const under_way = [];
  for (let left = 6; left > 0; --left) {
    await pause(10);
    under_way.push(pick(poll, post, probe)().catch(() => {}));
  }
  await pause(100);
  abort.abort();
  await Promise.all(under_way);
}

test(`after a storm (seed ${seed}) nothing is left`, { timeout: 120000 }, async () => {
  const server = await start("wire_server", { io_threads: 3, ...short });
  let left = acts;
  const worker = async () => {
    while (left-- > 0) await pick(plainClient, stockClient, rawClient, pollingClient)(server.port).catch(() => {});
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  const after = await counts(server.port, (now) => now.signed_in + now.plain_open + now.engine_open + now.websockets_open === 0);
  assert.ok(after.accepted >= acts / 2);
  await server.stop();
});
