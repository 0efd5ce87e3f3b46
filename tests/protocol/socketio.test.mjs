// Socket.IO 5: packets against the echo server, the stock client against the chat's end of it.
import { test, before, after, describe } from "node:test";
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { during, start } from "./server.mjs";
import { socket, counts } from "./wire.mjs";

describe("packets", () => {
  const server = during({ before, after }, "socketio_echo_server", ["0"]);
  async function engine() {
    const one = socket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`);
    one.next = ((next) => async () => {
      for (;;) {
        const message = await next();
        if (message !== "2") return message;
        one.send("3");
      }
    })(one.next);
    assert.equal((await one.next())[0], "0");
    return one;
  }
  async function connected(nsp = "") {
    const one = await engine();
    one.send(`40${nsp}`);
    assert.match(await one.next(), /^40/);
    assert.match(await one.next(), /^42/);
    return one;
  }

  test("a namespace is connected to with or without auth, an unknown one is refused", async () => {
    const one = await engine();
    one.send('40{"token":"t"}');
    assert.match(await one.next(), /^40\{"sid":"[^"]+"\}$/);
    assert.equal(await one.next(), '42["auth",{"token":"t"}]');
    one.send("40/custom,");
    assert.match(await one.next(), /^40\/custom,\{"sid":"[^"]+"\}$/);
    assert.equal(await one.next(), '42/custom,["auth",{}]');
    one.send("40/nowhere,");
    assert.equal(await one.next(), '44/nowhere,{"message":"Invalid namespace"}');
    one.ws.close();
  });

  test("a namespace can be left while another goes on", async () => {
    const one = await connected();
    one.send("40/custom");
    await one.next();
    await one.next();
    one.send("41/custom,");
    one.send('42["message",1]');
    assert.equal(await one.next(), '42["message-back",1]');
    one.ws.close();
  });

  test("events and acks with any arguments", async () => {
    const one = await connected();
    one.send('42["message",null,"ü",{"a":[1.5]}]');
    assert.equal(await one.next(), '42["message-back",null,"ü",{"a":[1.5]}]');
    one.send('420["message-with-ack","x"]');
    assert.equal(await one.next(), '430["x"]');
    one.ws.close();
  });

  test("attachments go there and back in their order", async () => {
    const one = await connected();
    one.send('452-["message",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]');
    one.send(Buffer.from("a"));
    one.send(Buffer.from("b"));
    assert.equal(await one.next(), '452-["message-back",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]');
    assert.deepEqual(await one.next(), Buffer.from("a"));
    assert.deepEqual(await one.next(), Buffer.from("b"));
    one.send('451-7["message-with-ack",{"_placeholder":true,"num":0}]');
    one.send(Buffer.from("c"));
    assert.equal(await one.next(), '461-7[{"_placeholder":true,"num":0}]');
    assert.deepEqual(await one.next(), Buffer.from("c"));
    one.ws.close();
  });

  test("what no client sends is the end", async () => {
    for (const text of ["4", "4abc", "42", "42{}", "42[]", "42[1]", '42["connect"]', '42abc["x"]', '42/nowhere,["x"]', "40", "40[]", '44{"message":"x"}', '4511-["message"]', "45-[]", '42["message"']) {
      const one = await connected();
      one.send(text);
      await one.closed;
    }
    const early = await engine();
    early.send('42["message"]');
    await early.closed;
    const stray = await connected();
    stray.send(Buffer.from("x"));
    await stray.closed;
    const mixed = await connected();
    mixed.send('451-["message",{"_placeholder":true,"num":0}]');
    mixed.send('42["message"]');
    await mixed.closed;
  });
});

for (const transports of [["websocket"], ["polling"], ["polling", "websocket"]]) {
  describe(`the stock client by ${transports.join(", then ")}`, () => {
    const server = during({ before, after }, "wire_server", { io_threads: 2, engine_ping_interval: 200, engine_ping_timeout: 200 });
    const dial = (auth, options) => io(`http://127.0.0.1:${server.port}`, { transports, auth, forceNew: true, reconnection: false, query: { configId: "q" }, ...options });
    const once = (emitter, name) => new Promise((resolve) => emitter.once(name, resolve));
    async function settled(client) {
      await once(client, "connect");
      if (transports.length > 1 && client.io.engine.transport.name === "polling") await once(client.io.engine, "upgrade");
    }

    test("is greeted after its sign-in, and acks spread their fields", async () => {
      const client = dial({ token: "good" });
      assert.equal((await once(client, "hello")).config_id, "q");
      assert.deepEqual(await client.emitWithAck("echo", { a: 1 }), { ok: true, a: 1 });
      assert.deepEqual(await client.emitWithAck("echo"), { ok: true });
      assert.equal((await client.emitWithAck("unknown", {})).error.code, "unknown_event");
      assert.equal((await client.emitWithAck("fail", {})).error.code, "internal");
      assert.equal((await client.emitWithAck("echo", {}, {})).error.code, "invalid");
      assert.equal((await client.emitWithAck("echo", "a\0b")).error.code, "bad_json");
      assert.equal((await client.emitWithAck("echo", "an emoji cut in two: 😀".slice(0, -1))).error.code, "bad_json");
      assert.deepEqual(await client.emitWithAck("echo", { file: Buffer.from("hi"), more: [Buffer.from("ho")] }), { ok: true, file: "aGk=", more: ["aG8="] });
      client.close();
    });

    test("the auth payload's configId counts before the query's", async () => {
      const client = dial({ token: "good", configId: "a" });
      assert.equal((await once(client, "hello")).config_id, "a");
      client.close();
    });

    test("a bad token is a connect_error with the error as its data, and another may follow", async () => {
      const client = dial({ token: "bad" });
      const error = await once(client, "connect_error");
      assert.equal(error.message, "The token is not valid.");
      assert.equal(error.data.code, "unauthenticated");
      client.auth = { token: "good" };
      client.connect();
      await once(client, "hello");
      client.close();
    });

    test("hundreds of events keep their order both ways, through an upgrade and past pings", async () => {
      const client = dial({ token: "good" });
      await settled(client);
      const seen = [];
      client.on("n", ({ i }) => seen.push(i));
      for (let round = 0; round < 5; ++round) {
        for (let i = 0; i < 60; ++i) client.emit("push", { event: "n", data: { i: round * 60 + i } });
        await client.emitWithAck("echo", {});
      }
      assert.deepEqual(seen, Array.from({ length: 300 }, (_, i) => i));
      client.close();
    });

    test("a resumable cut makes it come back by itself", async () => {
      const client = dial({ token: "good" }, { reconnection: true, reconnectionDelay: 10, reconnectionDelayMax: 20 });
      await settled(client);
      client.emit("close", { code: 1012, resumable: true });
      assert.notEqual(await once(client, "disconnect"), "io server disconnect");
      await once(client, "connect");
      client.close();
    });

    test("a final cut says why and keeps it away", async () => {
      const client = dial({ token: "good" }, { reconnection: true, reconnectionDelay: 10 });
      await settled(client);
      const told = once(client, "error");
      const left = once(client, "disconnect");
      client.emit("close", { code: 4403 });
      assert.deepEqual((await told).details, { close_code: 4403 });
      assert.equal(await left, "io server disconnect");
      assert.equal(client.active, false);
      client.close();
    });

    test("leaving is told to the chat", async () => {
      const before = await counts(server.port);
      const client = dial({ token: "good" });
      await settled(client);
      await counts(server.port, (now) => now.signed_in === before.signed_in + 1 || now.signed_in === 1);
      client.close();
      await counts(server.port, (now) => now.signed_in === 0);
    });
  });
}

describe("limits", () => {
  test("a client that never connects to a namespace is ended", async () => {
    const server = await start("wire_server", { sign_in_time: 100 });
    const one = socket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`);
    const opening = JSON.parse((await one.next()).slice(1));
    assert.equal(opening.pingInterval, 25000);
    assert.match(await one.next(), /^44\{"message":"sign in again"/);
    assert.equal((await one.closed).code, 4401);
    await server.stop();
  });

  test("a message larger than 64 KiB ends it", async () => {
    const server = await start("wire_server");
    const client = io(`http://127.0.0.1:${server.port}`, { transports: ["websocket"], auth: { token: "good" }, forceNew: true, reconnection: false });
    await new Promise((resolve) => client.once("hello", resolve));
    client.emit("echo", "x".repeat(65536));
    assert.equal(await new Promise((resolve) => client.once("disconnect", resolve)), "transport close");
    await server.stop();
  });

  test("a drain ends everybody with a reason to come back", async () => {
    const server = await start("wire_server");
    const clients = ["websocket", "polling"].map((name) => io(`http://127.0.0.1:${server.port}`, { transports: [name], auth: { token: "good" }, forceNew: true, reconnection: false }));
    await Promise.all(clients.map((client) => new Promise((resolve) => client.once("hello", resolve))));
    const left = clients.map((client) => new Promise((resolve) => client.once("disconnect", resolve)));
    server.signal("SIGHUP");
    for (const reason of await Promise.all(left)) assert.match(reason, /^transport (close|error)$/);
    await server.stop();
  });
});
