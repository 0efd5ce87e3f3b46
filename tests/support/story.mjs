// The story language: text in, statements out. tests/stories/README.md is its description; this file is its grammar.
import { errorCodes } from './routes.mjs';
import { Reader, interpolation, quotedText, value } from './pattern.mjs';

const roles = ['visitor', 'technician', 'dispatcher', 'manager', 'admin', 'chat config'];

/// `{title, doors, statements}`; throws `StoryError` with file and line.
export function parseStory(text, file) {
  const story = { file, title: '', doors: null, statements: [] };
  for (const { line, source } of logicalLines(text)) {
    if (source.startsWith('#')) {
      if (!story.title) story.title = source.replace(/^#+\s*/, '');
      continue;
    }
    const doors = /^doors: (.+)$/.exec(source);
    if (doors) { story.doors = doors[1].split(/,\s*/); continue; }
    try {
      story.statements.push({ line, source, ...statement(new Reader(source)) });
    } catch (error) {
      throw new StoryError(file, line, source, error.message);
    }
  }
  return story;
}

export class StoryError extends Error {
  constructor(file, line, source, problem, more = '') {
    super(`${file}:${line}: ${source}\n  ${problem.replaceAll('\n', '\n  ')}${more}`);
    this.name = 'StoryError';
    this.stack = this.message;
  }
}

/// A line that starts with white space goes on with the one before.
function logicalLines(text) {
  const lines = [];
  text.split('\n').forEach((raw, i) => {
    if (raw.trim() === '') return;
    if (/^\s/.test(raw) && lines.length > 0 && !lines.at(-1).source.startsWith('#')) lines.at(-1).source += ` ${raw.trim()}`;
    else lines.push({ line: i + 1, source: raw.trim() });
  });
  return lines;
}

const name = /[a-z][a-z0-9_]*/;

function names(r) {
  const all = [];
  do {
    const found = r.regex(name);
    if (!found) r.fail('expected a name');
    all.push(found[0]);
  } while (r.take(','));
  return all;
}

function statement(r) {
  const guard = r.regex(/on (plain|socketio|rest|sockets): /);
  const only = guard ? (guard[1] === 'sockets' ? ['plain', 'socketio'] : [guard[1]]) : null;
  const within = r.regex(/within (\d+) s: /);
  const found = world(r) ?? oneOf(r) ?? check(r) ?? peopled(r);
  if (r.peek() !== undefined) r.fail('did not expect');
  return { only, withinMs: within ? Number(within[1]) * 1_000 : 0, ...found };
}

function world(r) {
  const found = r.regex(/(kill|restart) the daemon$/);
  if (found) return { kind: 'world', verb: found[1] };
  const said = r.regex(/(operator|database) > (.+)$/);
  return said ? { kind: said[1], text: interpolation(said[2]) } : undefined;
}

/// `check $m is {…}`
function check(r) {
  if (!r.regex(/check /)) return undefined;
  const actual = value(r);
  if (!r.regex(/is /)) r.fail('expected "is"');
  return { kind: 'check', actual, match: value(r) };
}

/// `one of dana, omar < ok {…} -> $w; the other < already_accepted {…}`
function oneOf(r) {
  if (!r.regex(/one of /)) return undefined;
  const who = names(r);
  r.need('<');
  const winner = result(r);
  r.need(';');
  if (!r.regex(/the others? /)) r.fail('expected "the other"');
  r.need('<');
  return { kind: 'one of', who, winner, loser: result(r) };
}

function peopled(r) {
  const start = r.at;
  const times = r.regex(/(\d+) times /);
  const who = names(r);
  const declared = times ? undefined : declaration(r, who);
  if (declared) return declared;
  const moved = r.regex(/(goes away|comes back|connects|signs in again|closes)(?= |$)/);
  if (moved) return { kind: 'move', who, verb: moved[1], from: r.regex(/from /) ? value(r) : undefined };
  if (r.take('<')) return expectation(r, who);
  r.at = start;
  const parts = [];
  do parts.push(request(r)); while (r.take('|'));
  return { kind: 'requests', parts };
}

/// `dana, omar are technicians of network {…}`, `phone is another device of dana`
function declaration(r, who) {
  if (!r.regex(/(is|are) /)) return undefined;
  const another = r.regex(/another (device|tab) of /);
  if (another) return { kind: 'another', who, how: another[1], of: names(r)[0], token: r.regex(/with /) ? value(r) : undefined };
  const found = r.regex(/(?:an? )?(chat config|[a-z]+)(?![a-z])/);
  const role = roles.find((known) => found && (found[1] === known || found[1] === `${known}s`));
  if (!role) r.fail(`expected one of ${roles.join(', ')}`);
  const of = r.regex(/of ([a-z][\w-]*)/)?.[1];
  const tenant = r.regex(/at ([a-z][\w-]*)/)?.[1];
  const away = r.regex(/, not connected/) !== null;
  const options = r.peek() === '{' ? value(r) : undefined;
  return { kind: 'declare', who, role, of, tenant, away, options };
}

function expectation(r, who) {
  if (r.regex(/nothing more$/)) return { kind: 'nothing more', who };
  const closed = r.regex(/closed( \d+)?/);
  if (closed) return { kind: 'closed', who, code: closed[1] ? Number(closed[1]) : undefined };
  const absent = r.regex(/no (?=[a-z])/) !== null;
  const word = r.regex(/[a-z][\w:-]*/)?.[0];
  if (!word) r.fail('expected an event, ok or an error code');
  const match = r.peek() === '{' ? value(r) : undefined;
  if (absent) return { kind: 'none of', who, event: word, match };
  if (word === 'ok' || word === 'any' || errorCodes.has(word)) return { kind: 'answers', who, result: { word, match, captures: captures(r) } };
  return { kind: 'push', who, event: word, match, captures: captures(r) };
}

function result(r) {
  const word = r.regex(/[a-z_]+|\d{3}(?=\s|$)/)?.[0];
  if (!word) r.fail('expected ok, an error code or a status');
  if (word !== 'ok' && word !== 'any' && !errorCodes.has(word) && !/^\d/.test(word)) r.fail(`${word} is no documented code`);
  const match = /^(\{|\[|\/|not \/)/.test(r.rest()) ? value(r) : undefined;
  return { word, match, captures: captures(r) };
}

/// `-> $a = session.id, $b`
function captures(r) {
  const all = [];
  if (!r.take('->')) return all;
  do {
    r.need('$');
    const variable = r.regex(name)[0];
    all.push({ variable, path: r.take('=') ? r.regex(/[\w.[\]]+/)[0] : null });
  } while (r.take(','));
  return all;
}

function request(r) {
  const times = Number(r.regex(/(\d+) times /)?.[1] ?? 1);
  const part = { times, who: names(r) };
  const act = action(r);
  const expected = r.take('<') ? result(r) : { word: null, match: undefined, captures: [] };
  if (expected.word === null || expected.captures.length === 0) expected.captures.push(...captures(r));
  return { ...part, ...act, expected };
}

const fields = (...pairs) => ({ kind: 'object', fields: pairs.map(([key, node]) => [[{ literal: key }], node]) });

function action(r) {
  if (r.take('>')) {
    const method = r.regex(/(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) /);
    if (method) return { method: method[1], path: interpolation(r.regex(/\S+/)[0]), payload: optional(r) };
    const event = r.regex(/[a-z][\w:-]*/)?.[0];
    if (!event) r.fail('expected an event or a method');
    return { event, payload: optional(r) };
  }
  if (r.regex(/starts? a chat(?= |$)/)) return { event: 'chat:start', payload: optional(r), gives: 'session.session_id' };
  if (r.regex(/says? /)) {
    const content = { kind: 'text', parts: interpolation(quotedText(r)) };
    if (!r.regex(/in /)) r.fail('expected "in"');
    const payload = fields(['channel_id', value(r)], ['type', { kind: 'literal', value: 'text' }], ['content', content]);
    return { event: 'chat:send_message', payload, gives: 'message' };
  }
  if (r.regex(/uploads? /)) {
    const content = interpolation(quotedText(r));
    return { upload: { content, name: r.regex(/as ([\w.-]+)/)?.[1] ?? 'note.txt' }, gives: 'attachment' };
  }
  const verb = r.regex(/(accept|join|end|leave)s? /);
  if (verb) return { event: `chat:${verb[1]}`, payload: fields(['channel_id', value(r)]) };
  return r.fail('expected ">", "<", "is" or a known verb');
}

const optional = (r) => (r.peek() === '{' || r.peek() === '[' ? value(r) : undefined);
