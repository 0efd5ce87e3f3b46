// What RFC 6455 asks of a server, as data: the bytes that a client sends after its upgrade and what must come back. Pure.
// A case is {name, send: [Buffer], expect: [answer], then?: {send, expect}}; `then` is sent when all that is expected has come. Answers: {echo: text} for a message made by say(), {error: code},
// {pong: Buffer}, {close: code}. After the last answer of a case that does not close, the client closes with 1000, and gets 1000 back.

export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const message_bytes_max = 64 * 1024;
const fragments_max = 64;

function lengthField(size, form) {
  if (form === 7) return [size];
  if (form === 16) return [126, size >> 8, size & 255];
  const wide = Buffer.alloc(9);
  wide[0] = 127;
  wide.writeBigUInt64BE(BigInt(size), 1);
  return [...wide];
}

/** One frame. `length` lies about the payload's size; `form` is the width of the length (7, 16, 64). */
export function frame(op, payload = "", { fin = true, rsv = 0, masked = true, key = mask, length, form } = {}) {
  const body = Buffer.from(payload);
  const size = length ?? body.length;
  const field = lengthField(size, form ?? (size < 126 ? 7 : size < 65536 ? 16 : 64));
  if (!masked) return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | op, ...field]), body]);
  field[0] |= 0x80;
  const hidden = Buffer.from(body.map((byte, i) => byte ^ key[i % 4]));
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | op, ...field]), key, hidden]);
}

/** The text of an event that is answered by {echo: what}. */
export const say = (what) => JSON.stringify({ event: "echo", data: { t: what }, id: 1 });
const envelope = Buffer.byteLength(say(""));
/** An event of exactly `size` bytes. */
const sized = (size) => say("x".repeat(size - envelope));
const text = (what, options) => frame(opcode.text, say(what), options);
/** The payload cut into `pieces` frames, with `between` after each but the last. */
function fragments(op, payload, pieces, between = []) {
  const body = Buffer.from(payload);
  const each = Math.ceil(body.length / pieces);
  const out = [];
  for (let i = 0; i < pieces; ++i) {
    out.push(frame(i === 0 ? op : opcode.continuation, body.subarray(i * each, (i + 1) * each), { fin: i === pieces - 1 }));
    if (i < pieces - 1) out.push(...between);
  }
  return out;
}
const closing = (code, reason = "") => frame(opcode.close, code === undefined ? "" : Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]));
const fails = (name, code, ...send) => ({ name, send, expect: [{ close: code }] });
const hex = (bytes) => Buffer.from(bytes.replaceAll(" ", ""), "hex");

const framing = [
  ...[envelope, 125, 126, 127, 128, 1024, 65535, message_bytes_max].map((size) => ({ name: `a message of ${size} bytes`, send: [frame(opcode.text, sized(size))], expect: [{ echo: "x".repeat(size - envelope) }] })),
  { name: "a message that is no JSON is named, and the next is taken", send: [frame(opcode.text, "nonsense"), text("after")], expect: [{ error: "bad_json" }, { echo: "after" }] },
  { name: "an empty message", send: [frame(opcode.text, ""), text("after")], expect: [{ error: "bad_json" }, { echo: "after" }] },
  { name: "two messages in one segment", send: [Buffer.concat([text("one"), text("two")])], expect: [{ echo: "one" }, { echo: "two" }] },
  { name: "a hundred messages in one segment", send: [Buffer.concat(Array.from({ length: 100 }, (_, i) => text(String(i))))], expect: Array.from({ length: 100 }, (_, i) => ({ echo: String(i) })) },
  ...[hex("00000000"), hex("ffffffff"), hex("00ff00ff"), hex("80000001")].map((key) => ({ name: `masked with ${key.toString("hex")}`, send: [text("masked", { key })], expect: [{ echo: "masked" }] })),
  fails("a frame without mask is 1002", 1002, text("bare", { masked: false })),
  fails("a ping without mask is 1002", 1002, frame(opcode.ping, "x", { masked: false })),
  fails("a close without mask is 1002", 1002, frame(opcode.close, hex("03e8"), { masked: false })),
  ...[[5, 16], [125, 16], [5, 64], [125, 64], [126, 64], [65535, 64]].map(([size, form]) => fails(`${size} bytes with a ${form} bit length is 1002`, 1002, frame(opcode.text, "x".repeat(size), { form }))),
  fails("a length with its highest bit set is 1002", 1002, Buffer.concat([hex("81ff8000000000000000"), mask])),
  fails("a length beyond every memory is 1009", 1009, Buffer.concat([hex("81ff7fffffffffffffff"), mask])),
  fails("one byte more than the limit is 1009, before any of it came", 1009, frame(opcode.text, "", { length: message_bytes_max + 1 })),
  fails("a binary message is 1003", 1003, frame(opcode.binary, "abc")),
  fails("an empty binary message is 1003", 1003, frame(opcode.binary, "")),
  fails("a fragmented binary message is 1003", 1003, ...fragments(opcode.binary, "abcdef", 3)),
];

const reserved = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((rsv) => ["text", "binary", "ping", "pong", "close"].map((kind) => fails(`reserved bits ${rsv.toString(2).padStart(3, "0")} in a ${kind} are 1002`, 1002, frame(opcode[kind], "", { rsv })))),
  fails("a reserved bit in a continuation is 1002", 1002, frame(opcode.text, '{"a"', { fin: false }), frame(opcode.continuation, ":1}", { rsv: 4 })),
  { name: "a reserved bit after a good message", send: [text("good")], expect: [{ echo: "good" }], then: { send: [text("bad", { rsv: 1 })], expect: [{ close: 1002 }] } },
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((op) => [fails(`opcode ${op} is 1002`, 1002, frame(op)), fails(`opcode ${op} with a payload is 1002`, 1002, frame(op, "payload"))]),
  fails("a reserved opcode without FIN is 1002", 1002, frame(3, "x", { fin: false })),
  fails("a reserved opcode in the middle of a message is 1002", 1002, frame(opcode.text, '{"a"', { fin: false }), frame(5, "x")),
];

const ping = (payload) => frame(opcode.ping, payload);
const pong = (payload) => ({ pong: Buffer.from(payload) });
const control = [
  ...["", "x", "x".repeat(125), hex("00ff fefdfc fb00")].map((payload) => ({ name: `a ping of ${payload.length} bytes is answered with them`, send: [ping(payload)], expect: [pong(payload)] })),
  { name: "a ping that is no UTF-8 is answered all the same", send: [ping(hex("c328 80"))], expect: [pong(hex("c328 80"))] },
  { name: "ten pings in one segment, answered in order", send: [Buffer.concat(Array.from({ length: 10 }, (_, i) => ping(`p${i}`)))], expect: Array.from({ length: 10 }, (_, i) => pong(`p${i}`)) },
  { name: "a pong that nobody asked for", send: [frame(opcode.pong, "unasked"), text("after")], expect: [{ echo: "after" }] },
  { name: "an empty pong", send: [frame(opcode.pong), text("after")], expect: [{ echo: "after" }] },
  { name: "pong, ping, pong", send: [frame(opcode.pong, "a"), ping("b"), frame(opcode.pong, "c")], expect: [pong("b")] },
  ...["ping", "pong", "close"].flatMap((kind) => [
    fails(`a ${kind} of 126 bytes is 1002`, 1002, frame(opcode[kind], "x".repeat(126))),
    fails(`a ${kind} of 65536 bytes is 1002`, 1002, frame(opcode[kind], "", { length: 65536 })),
    fails(`a ${kind} without FIN is 1002`, 1002, frame(opcode[kind], "", { fin: false })),
    fails(`a ${kind} with a 16 bit length of 5 is 1002`, 1002, frame(opcode[kind], "xxxxx", { form: 16 })),
  ]),
];

const body = say("in pieces");
const echoed = [{ echo: "in pieces" }];
const fragmentation = [
  ...[2, 3, 5, 8, 16, body.length, fragments_max].filter((n) => n <= fragments_max && n <= body.length + fragments_max).map((n) => ({ name: `a message in ${n} fragments`, send: fragments(opcode.text, body.padEnd(fragments_max, " "), n), expect: echoed })),
  fails(`a message in ${fragments_max + 1} fragments is 1008`, 1008, frame(opcode.text, "{", { fin: false }), ...Array.from({ length: fragments_max }, () => frame(opcode.continuation, " ", { fin: false }))),
  fails("fragments for ever, each empty, are 1008", 1008, frame(opcode.text, "", { fin: false }), ...Array.from({ length: fragments_max }, () => frame(opcode.continuation, "", { fin: false }))),
  { name: "an empty first fragment", send: [frame(opcode.text, "", { fin: false }), frame(opcode.continuation, body)], expect: echoed },
  { name: "an empty last fragment", send: [frame(opcode.text, body, { fin: false }), frame(opcode.continuation, "")], expect: echoed },
  { name: "empty fragments in the middle", send: [frame(opcode.text, body.slice(0, 9), { fin: false }), frame(opcode.continuation, "", { fin: false }), frame(opcode.continuation, "", { fin: false }), frame(opcode.continuation, body.slice(9))], expect: echoed },
  { name: "all fragments empty", send: [frame(opcode.text, "", { fin: false }), frame(opcode.continuation, "", { fin: false }), frame(opcode.continuation, "")], expect: [{ error: "bad_json" }] },
  { name: "a ping in the middle is answered before the message", send: fragments(opcode.text, body, 2, [ping("mid")]), expect: [pong("mid"), ...echoed] },
  { name: "three pings in the middle", send: fragments(opcode.text, body, 2, [ping("1"), ping("2"), ping("3")]), expect: [pong("1"), pong("2"), pong("3"), ...echoed] },
  { name: "a ping after each of ten fragments", send: fragments(opcode.text, body, 10, [ping("?")]), expect: [...Array.from({ length: 9 }, () => pong("?")), ...echoed] },
  { name: "a pong in the middle", send: fragments(opcode.text, body, 3, [frame(opcode.pong, "?")]), expect: echoed },
  { name: "a close in the middle ends it all", send: [frame(opcode.text, body.slice(0, 9), { fin: false }), closing(1000), frame(opcode.continuation, body.slice(9))], expect: [{ close: 1000 }] },
  { name: "two fragmented messages, one after the other", send: [...fragments(opcode.text, body, 3), ...fragments(opcode.text, body, 4)], expect: [...echoed, ...echoed] },
  { name: "a whole message after a fragmented one", send: [...fragments(opcode.text, body, 3), text("whole")], expect: [...echoed, { echo: "whole" }] },
  fails("a continuation of nothing is 1002", 1002, frame(opcode.continuation, body)),
  fails("an unfinished continuation of nothing is 1002", 1002, frame(opcode.continuation, body, { fin: false })),
  { name: "a continuation after the last fragment is 1002", send: fragments(opcode.text, body, 2), expect: echoed, then: { send: [frame(opcode.continuation, "x")], expect: [{ close: 1002 }] } },
  { name: "a continuation after a whole message is 1002", send: [text("whole")], expect: [{ echo: "whole" }], then: { send: [frame(opcode.continuation, "x")], expect: [{ close: 1002 }] } },
  fails("a text inside a text is 1002", 1002, frame(opcode.text, "{", { fin: false }), frame(opcode.text, "}")),
  fails("an unfinished text inside a text is 1002", 1002, frame(opcode.text, "{", { fin: false }), frame(opcode.text, "}", { fin: false })),
  fails("a binary inside a text is 1002", 1002, frame(opcode.text, "{", { fin: false }), frame(opcode.binary, "}")),
  { name: "fragments up to the limit", send: fragments(opcode.text, sized(message_bytes_max), 4), expect: [{ echo: "x".repeat(message_bytes_max - envelope) }] },
  fails("fragments past the limit are 1009", 1009, frame(opcode.text, "x".repeat(40_000), { fin: false }), frame(opcode.continuation, "x".repeat(message_bytes_max - 40_000 + 1))),
  fails("the fragment that would pass the limit is 1009 by its length alone", 1009, frame(opcode.text, "x".repeat(40_000), { fin: false }), frame(opcode.continuation, "", { length: 40_000 })),
];

const valid = { "two bytes": "κόσμε", "three bytes": "日本語", "four bytes": "🎉👩‍💻𐍈", "the first of each length": "\u0001\u0080\u0800\u{10000}", "the last of each length": "\u007f\u07ff\uffff\u{10ffff}", "around the surrogates": "\ud7ff\ue000", "noncharacters": "\ufffe\uffff\u{1fffe}\u{10fffe}", "the replacement character": "\ufffd", "a byte order mark": "\ufeffx", "combining marks": "e\u0301\u0300", "right to left": "שלום مرحبا" };
const invalid = {
  "a continuation byte alone": "80", "the last continuation byte alone": "bf", "two continuation bytes": "80bf", "six continuation bytes": "80bf80bf80bf",
  "the start of two bytes, then a space": "c020", "a lonely c3": "c3", "the start of three bytes, then a space": "e020", "three bytes cut after one": "e2", "three bytes cut after two": "e282", "four bytes cut after one": "f0",
  "four bytes cut after two": "f09f", "four bytes cut after three": "f09f92", "overlong slash in two bytes": "c0af", "overlong slash in three": "e080af", "overlong slash in four": "f08080af", "the largest overlong of two": "c1bf", "the largest overlong of three": "e09fbf", "the largest overlong of four": "f08fbfbf",
  "overlong zero in two": "c080", "overlong zero in three": "e08080", "overlong zero in four": "f0808080", "the first surrogate": "eda080", "the last high surrogate": "edafbf", "the first low surrogate": "edb080", "the last surrogate": "edbfbf", "a pair of surrogates": "eda080edb080",
  "beyond the last code point": "f4908080", "f5": "f5808080", "five bytes": "f888808080", "six bytes": "fc8480808080", "fe": "fe", "ff": "ff", "fe and ff": "fefeffff", "good text around a bad byte": "cebae1bdb9cf83ceff6d",
};
const quoted = (bytes) => Buffer.concat([Buffer.from('{"event":"echo","data":{"t":"'), bytes, Buffer.from('"},"id":1}')]);
const utf8 = [
  ...Object.entries(valid).map(([name, what]) => ({ name: `UTF-8: ${name}`, send: [text(what)], expect: [{ echo: what }] })),
  ...Object.entries(valid).slice(0, 3).map(([name, what]) => ({ name: `UTF-8: ${name}, cut between any two bytes`, send: fragments(opcode.text, say(what), Buffer.byteLength(say(what))), expect: [{ echo: what }] })),
  { name: "U+0000 by escape is named", send: [frame(opcode.text, '{"event":"echo","data":{"t":"\\u0000"},"id":1}')], expect: [{ error: "bad_json" }] },
  ...Object.entries(invalid).map(([name, bytes]) => fails(`not UTF-8: ${name} is 1007`, 1007, frame(opcode.text, quoted(hex(bytes))))),
  ...Object.entries(invalid).slice(0, 12).map(([name, bytes]) => fails(`not UTF-8: ${name}, in fragments, is 1007`, 1007, ...fragments(opcode.text, quoted(hex(bytes)), 6))),
];

const close = [
  { name: "a close without code is answered with none", send: [closing()], expect: [{ close: undefined }] },
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map((code) => ({ name: `the close code ${code} is given back`, send: [closing(code)], expect: [{ close: code }] })),
  { name: "a reason", send: [closing(1000, "bye")], expect: [{ close: 1000 }] },
  { name: "a reason of 123 bytes", send: [closing(1000, "x".repeat(123))], expect: [{ close: 1000 }] },
  { name: "a reason in many letters", send: [closing(1000, "ade κόσμε 🎉")], expect: [{ close: 1000 }] },
  fails("a close of one byte is 1002", 1002, frame(opcode.close, hex("03"))),
  fails("a reason of 124 bytes is 1002", 1002, closing(1000, "x".repeat(124))),
  ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map((code) => fails(`the close code ${code} is 1002`, 1002, closing(code))),
  fails("a reason that is no UTF-8 is 1007", 1007, closing(1000, hex("c328"))),
  fails("a reason that is cut in the middle of a letter is 1007", 1007, closing(1000, hex("e282"))),
  { name: "what comes after a close is not read", send: [Buffer.concat([closing(1000), text("late"), ping("late")])], expect: [{ close: 1000 }] },
  { name: "a ping before a close is answered before it", send: [Buffer.concat([ping("early"), closing(1000)])], expect: [pong("early"), { close: 1000 }] },
  { name: "a second close changes nothing", send: [Buffer.concat([closing(1000), closing(1001)])], expect: [{ close: 1000 }] },
];

export const groups = { framing, "reserved bits and opcodes": reserved, "control frames": control, fragmentation, "UTF-8": utf8, closing: close };

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const handshake = (change = {}, { method = "GET", version = "1.1", path = "/ws" } = {}) => {
  const headers = { Host: "chat.test", Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key, Authorization: "Bearer good", ...change };
  return `${method} ${path} HTTP/${version}\r\n${Object.entries(headers).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
};
/** The opening handshake: {name, request, status, headers?}. 101 must carry the accept key of RFC 6455 1.3. */
export const handshakes = [
  { name: "as the RFC writes it", request: handshake(), status: 101 },
  { name: "header names and values in any case", request: handshake({ Connection: undefined, Upgrade: undefined, CONNECTION: "uPGRADE", uPgRaDe: "WebSocket" }), status: 101 },
  { name: "Connection with several elements", request: handshake({ Connection: "keep-alive, Upgrade" }), status: 101 },
  { name: "Upgrade with several protocols", request: handshake({ Upgrade: "h2c, websocket" }), status: 101 },
  { name: "extensions are offered and none is taken", request: handshake({ "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame" }), status: 101, headers: { "sec-websocket-extensions": undefined } },
  { name: "a protocol that is not ours is not taken", request: handshake({ "Sec-WebSocket-Protocol": "mqtt, wamp" }), status: 101, headers: { "sec-websocket-protocol": undefined } },
  { name: "ours is", request: handshake({ "Sec-WebSocket-Protocol": "mqtt, chatd" }), status: 101, headers: { "sec-websocket-protocol": "chatd" } },
  { name: "version 8 is 426 and told 13", request: handshake({ "Sec-WebSocket-Version": "8" }), status: 426, headers: { "sec-websocket-version": "13" } },
  { name: "no version", request: handshake({ "Sec-WebSocket-Version": undefined }), status: 426, headers: { "sec-websocket-version": "13" } },
  { name: "a version that is no number", request: handshake({ "Sec-WebSocket-Version": "thirteen" }), status: 426 },
  { name: "no upgrade at all", request: handshake({ Connection: undefined, Upgrade: undefined }), status: 426, headers: { upgrade: "websocket" } },
  { name: "another upgrade", request: handshake({ Upgrade: "h2c" }), status: 426 },
  { name: "Connection that does not say Upgrade", request: handshake({ Connection: "keep-alive" }), status: 426 },
  { name: "no key", request: handshake({ "Sec-WebSocket-Key": undefined }), status: 400 },
  { name: "an empty key", request: handshake({ "Sec-WebSocket-Key": "" }), status: 400 },
  { name: "a key of 15 bytes", request: handshake({ "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAA" }), status: 400 },
  { name: "a key that is no base64", request: handshake({ "Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!==" }), status: 400 },
  { name: "POST", request: handshake({}, { method: "POST" }), status: 405 },
  { name: "HTTP/1.0", request: handshake({}, { version: "1.0" }), status: 426 },
];
