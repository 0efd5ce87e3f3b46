// The values of the story language: JSON with bare words, `$variables`, and a few patterns. Parsed into a small tree that can be
// either evaluated (to send) or matched (against what came).
import { randomUUID } from 'node:crypto';
import { identityHash } from './tokens.mjs';

export class Reader {
  constructor(text, at = 0) { this.text = text; this.at = at; }
  skip() { while (/\s/.test(this.text[this.at] ?? '')) this.at++; }
  peek() { this.skip(); return this.text[this.at]; }
  rest() { this.skip(); return this.text.slice(this.at); }
  fail(what) { throw new SyntaxError(`${what} at column ${this.at + 1}: …${this.text.slice(this.at, this.at + 30)}`); }
  take(token) { this.skip(); if (!this.text.startsWith(token, this.at)) return false; this.at += token.length; return true; }
  need(token) { if (!this.take(token)) this.fail(`expected ${token}`); }
  regex(expression) {
    this.skip();
    const sticky = new RegExp(expression.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) this.at = sticky.lastIndex;
    return found;
  }
}

/// Reads one value.
export function value(r) {
  const c = r.peek();
  if (c === '{') return object(r);
  if (c === '[') return list(r);
  if (c === '"') return { kind: 'text', parts: interpolation(quotedText(r)) };
  if (c === '$') return variable(r);
  if (r.take('*')) return { kind: 'present' };
  if (c === '/') return pattern(r);
  const comparison = r.regex(/(>=|<=|>|<)\s*(?=[-\d$])/);
  if (comparison) return { kind: 'compare', operator: comparison[1], than: value(r) };
  const number = r.regex(/-?\d+(\.\d+)?([eE][-+]?\d+)?(?![\w-])/);
  if (number) return { kind: 'literal', value: Number(number[0]) };
  if (r.regex(/not\s+/)) return { kind: 'not', value: value(r) };
  if (r.regex(/hmac\(/)) return hmac(r);
  if (r.regex(/uuid\(/)) return named(r);
  const word = r.regex(/[A-Za-z_][\w.:@-]*/);
  if (!word) r.fail('expected a value');
  const known = { true: true, false: false, null: null };
  return word[0] in known ? { kind: 'literal', value: known[word[0]] } : { kind: 'literal', value: word[0] };
}

export function quotedText(r) {
  const found = r.regex(/"(?:[^"\\]|\\.)*"/);
  if (!found) r.fail('a text without end');
  return JSON.parse(found[0]);
}

/// `"line $i"`: variables inside a text; `$$` is a dollar.
export function interpolation(text) {
  return text.split(/(\$\$|\$[a-z]\w*(?:\.\w+)*)/).filter((part) => part !== '').map((part) => {
    if (part === '$$') return { literal: '$' };
    return part.startsWith('$') ? { variable: part.slice(1) } : { literal: part };
  });
}

function variable(r) {
  const found = r.regex(/\$([a-z]\w*(?:\.\w+)*)/);
  if (!found) r.fail('expected a variable');
  const sum = r.regex(/[ ]?([+-])[ ]?(\d+)(?![\w])/);
  return { kind: 'variable', path: found[1], plus: sum ? Number(sum[1] + sum[2]) : 0 };
}

/// `hmac("c-7", $secret)`: what a host page signs a customer's id with.
function hmac(r) {
  const text = value(r);
  r.need(',');
  const secret = value(r);
  r.need(')');
  return { kind: 'hmac', text, secret };
}

/// `uuid(first)`: the same wherever this playing of the story says it, and in no other.
function named(r) {
  const name = value(r);
  r.need(')');
  return { kind: 'uuid', name };
}
const uuids = new WeakMap();
function uuidOf(name, variables) {
  const known = uuids.get(variables) ?? new Map();
  uuids.set(variables, known);
  if (!known.has(name)) known.set(name, randomUUID());
  return known.get(name);
}

function pattern(r) {
  const found = r.regex(/\/((?:[^/\\]|\\.)+)\//);
  if (!found) r.fail('a pattern without end');
  return { kind: 'regex', value: new RegExp(found[1], 'u') };
}

function object(r) {
  const fields = [];
  r.need('{');
  while (!r.take('}')) {
    const key = r.peek() === '"' ? quotedText(r) : r.regex(/[$A-Za-z_0-9][\w.:-]*?(?=\s*:\s|\s*:$|\s*:[^\w])/)?.[0] ?? r.regex(/[$A-Za-z_0-9][\w-]*/)?.[0];
    if (key === undefined) r.fail('expected a name');
    r.need(':');
    fields.push([interpolation(key), value(r)]);
    if (!r.take(',')) { r.need('}'); break; }
  }
  return { kind: 'object', fields };
}

function list(r) {
  const items = [];
  let open = false;
  r.need('[');
  while (!r.take(']')) {
    if (r.take('...')) open = true;
    else items.push(value(r));
    if (!r.take(',')) { r.need(']'); break; }
  }
  return { kind: 'list', items, open };
}

/// `$s.session.id` looked up; an unknown variable is an error of the story.
export function lookup(path, variables) {
  const [name, ...steps] = path.split('.');
  if (!(name in variables)) throw new Error(`$${name} has no value yet`);
  return steps.reduce((found, step) => found?.[step], variables[name]);
}

export const asText = (parts, variables) => parts.map((part) => part.literal ?? String(lookup(part.variable, variables))).join('');

/// The value to send.
export function evaluate(node, variables) {
  switch (node.kind) {
    case 'literal': return node.value;
    case 'text': return asText(node.parts, variables);
    case 'variable': return plus(lookup(node.path, variables), node.plus);
    case 'hmac': return identityHash(evaluate(node.secret, variables), evaluate(node.text, variables));
    case 'uuid': return uuidOf(evaluate(node.name, variables), variables);
    case 'list': return node.items.map((item) => evaluate(item, variables));
    case 'object': return Object.fromEntries(node.fields.map(([key, item]) => [asText(key, variables), evaluate(item, variables)]));
    default: throw new Error(`a pattern (${node.kind}) where a value is needed`);
  }
}
const plus = (value, amount) => (amount === 0 ? value : value + amount);

const show = (value) => (value === undefined ? 'nothing' : JSON.stringify(value));

/// Undefined where `value` fits; otherwise one line that says where it does not. Objects are partial: fields that are not named may be anything.
export function mismatch(node, value, variables, path = '') {
  const at = path === '' ? '' : `${path}: `;
  switch (node.kind) {
    case 'present': return value === undefined || value === null ? `${at}expected something, got ${show(value)}` : undefined;
    case 'not': return mismatch(node.value, value, variables, path) === undefined ? `${at}did not expect ${show(value)}` : undefined;
    case 'regex': return typeof value === 'string' && node.value.test(value) ? undefined : `${at}expected ${node.value}, got ${show(value)}`;
    case 'compare': return compare(node, value, variables, at);
    case 'object': return objectMismatch(node, value, variables, path);
    case 'list': return listMismatch(node, value, variables, path);
    default: {
      const expected = evaluate(node, variables);
      return deepEqual(expected, value) ? undefined : `${at}expected ${show(expected)}, got ${show(value)}`;
    }
  }
}

function compare({ operator, than }, value, variables, at) {
  const bound = evaluate(than, variables);
  const holds = { '>': value > bound, '<': value < bound, '>=': value >= bound, '<=': value <= bound }[operator];
  return typeof value === typeof bound && holds ? undefined : `${at}expected ${operator} ${show(bound)}, got ${show(value)}`;
}

function objectMismatch(node, value, variables, path) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return `${path === '' ? '' : `${path}: `}expected an object, got ${show(value)}`;
  for (const [key, item] of node.fields) {
    const name = asText(key, variables);
    const wrong = mismatch(item, value[name], variables, path === '' ? name : `${path}.${name}`);
    if (wrong) return wrong;
  }
  return undefined;
}

/// `[a, b]` is exactly these; `[a, ...]` has these in this order, and perhaps others between.
function listMismatch(node, value, variables, path) {
  const at = path === '' ? '' : `${path}: `;
  if (!Array.isArray(value)) return `${at}expected a list, got ${show(value)}`;
  if (!node.open) {
    if (value.length !== node.items.length) return `${at}expected ${node.items.length} items, got ${value.length}: ${show(value)}`;
    for (const [i, item] of node.items.entries()) {
      const wrong = mismatch(item, value[i], variables, `${path}[${i}]`);
      if (wrong) return wrong;
    }
    return undefined;
  }
  let next = 0;
  for (const [i, item] of node.items.entries()) {
    const found = value.findIndex((candidate, place) => place >= next && mismatch(item, candidate, variables) === undefined);
    if (found < 0) return `${at}item ${i} of the pattern is not there (${mismatch(item, value[next], variables)}); got ${show(value)}`;
    next = found + 1;
  }
  return undefined;
}

/// null and absent are the same (SPEC 4.5: absent is null).
function deepEqual(a, b) {
  if (a === null || a === undefined) return b === null || b === undefined;
  if (typeof a !== 'object') return a === b;
  if (b === null || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => deepEqual(a[name], b[name]));
}
