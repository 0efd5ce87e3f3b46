// Clients of the wire, as raw as a test wants them. Everything that comes is queued, so nothing is missed and nobody sleeps.
import net from "node:net";
import tls from "node:tls";
import { WebSocket } from "ws";

/** A queue that one side fills and the other awaits. After end(), next() gives what it was ended with. */
class Queue {
  #items = [];
  #waiting = [];
  #ended;
  put(item) {
    if (this.#waiting.length) this.#waiting.shift()(item);
    else this.#items.push(item);
  }
  end(last) {
    this.#ended = { last };
    for (const waiter of this.#waiting.splice(0)) waiter(last);
  }
  next() {
    if (this.#items.length) return Promise.resolve(this.#items.shift());
    if (this.#ended) return Promise.resolve(this.#ended.last);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A WebSocket whose messages (text as text, binary as Buffer) come by next(), and whose end is `closed` ({code, reason}). */
export function socket(url, protocols = [], options = {}) {
  const ws = new WebSocket(url, protocols, options);
  const queue = new Queue();
  ws.on("message", (bytes, binary) => queue.put(binary ? bytes : bytes.toString()));
  const closed = new Promise((resolve) => {
    ws.on("close", (code, reason) => {
      queue.end(undefined);
      resolve({ code, reason: reason.toString() });
    });
  });
  const refused = new Promise((resolve) => {
    ws.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
  });
  ws.on("error", () => {});
  const opened = new Promise((resolve) => ws.on("open", resolve));
  return { ws, closed, refused, opened, next: () => queue.next(), send: (message) => ws.send(message) };
}

/** A plain JSON connection that has signed in and said hello. */
export async function plain(port, query = "") {
  const one = socket(`ws://127.0.0.1:${port}/ws${query}`, ["chatd", "bearer.good"]);
  const json = async () => {
    const text = await one.next();
    return text === undefined ? undefined : JSON.parse(text);
  };
  const hello = await json();
  return { ...one, json, hello, emit: (event, data, id) => one.send(JSON.stringify({ event, data, id })) };
}

/** A TCP (or TLS) connection: write(text), read(pattern) until the text so far matches, `ended` with everything. */
export function raw(port, secure) {
  const peer = secure ? tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...secure }) : net.connect(port, "127.0.0.1");
  let seen = "";
  let check = () => {};
  peer.setEncoding("latin1");
  peer.on("data", (text) => {
    seen += text;
    check();
  });
  peer.on("error", () => {});
  const ended = new Promise((resolve) => peer.on("close", () => resolve(seen)));
  return {
    peer,
    ended,
    write: (text) => peer.write(text),
    read: (pattern) =>
      new Promise((resolve, reject) => {
        check = () => {
          const match = pattern.exec(seen);
          if (!match) return;
          check = () => {};
          seen = seen.slice(match.index + match[0].length);
          resolve(match);
        };
        ended.then(() => reject(new Error(`ended before ${pattern}: ${seen}`)));
        check();
      }),
  };
}

/** The status line's number, the headers and the body of one answer, from a raw connection. */
export async function answer(connection, { head = false } = {}) {
  const [text] = await connection.read(/^HTTP\/1\.[01] \d+[^]*?\r\n\r\n/);
  const [first, ...lines] = text.trimEnd().split("\r\n");
  const headers = {};
  for (const line of lines) headers[line.slice(0, line.indexOf(":")).toLowerCase()] = line.slice(line.indexOf(":") + 1).trim();
  const size = head || first.includes(" 304") || first.includes(" 204") ? 0 : Number(headers["content-length"] ?? 0);
  const [body] = await connection.read(new RegExp(`^[^]{${size}}`));
  return { status: Number(first.split(" ")[1]), headers, body };
}

/** What the server counts, once `good` says so: it is asked until then. */
export async function counts(port, good = () => true) {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const all = await response.json();
    if (good(all)) return all;
  }
}
