// The story language by itself: what parses, what does not, what matches.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { Reader, evaluate, mismatch, value } from './pattern.mjs';
import { SeqWatch } from './watch.mjs';
import { parseStory } from './story.mjs';

const read = (text) => value(new Reader(text));
const fits = (pattern, got, variables = {}) => mismatch(read(pattern), got, variables);

test('values are JSON with bare words, variables and sums', () => {
  const text = '{subject: "VPN $what", priority: high, n: -1.5, ok: true, none: null, next: $s.seq + 1, $id: [1, two]}';
  assert.deepEqual(evaluate(read(text), { what: 'down', s: { seq: 4 }, id: 7 }),
    { subject: 'VPN down', priority: 'high', n: -1.5, ok: true, none: null, next: 5, 7: [1, 'two'] });
});

test('objects match in part, lists exactly, open lists in order', () => {
  assert.equal(fits('{a: 1}', { a: 1, b: 2 }), undefined);
  assert.match(fits('{a: {b: 1}}', { a: { b: 2 } }), /a\.b: expected 1, got 2/);
  assert.match(fits('[1]', [1, 2]), /expected 1 items, got 2/);
  assert.equal(fits('[1, 3, ...]', [1, 2, 3]), undefined);
  assert.match(fits('[3, 1, ...]', [1, 2, 3]), /item 1/);
});

test('patterns: present, not, regex, compare, null is absent', () => {
  assert.equal(fits('{a: *, b: null, c: not 3, d: /^x/, e: > 4}', { a: 0, c: 4, d: 'xy', e: 5 }), undefined);
  assert.match(fits('{a: *}', {}), /a: expected something, got nothing/);
  assert.match(fits('{c: not 3}', { c: 3 }), /did not expect 3/);
  assert.match(fits('{e: <= 4}', { e: 5 }), /expected <= 4/);
});

test('an unknown variable is an error of the story', () => {
  assert.throws(() => fits('{a: $nobody}', { a: 1 }), /\$nobody has no value yet/);
});

test('a story parses into statements with their lines', () => {
  const story = parseStory(`# Two technicians; one wins
doors: plain, rest
visa is a visitor {name: "Visa"}
dana, omar are technicians of network at other
visa starts a chat {subject: "VPN",
  priority: high} -> $s
dana > chat:accept {session_id: $s} | omar accepts $s
one of dana, omar < ok -> $w = agent.id; the other < already_accepted {agent: {id: $w}}
on sockets: visa < nothing more
visa > GET /api/live-chat/$s/messages?limit=2 < 200 {data: [{seq: 1}, ...]} -> $m = data
3 times dana says "line $i" in $s -> $last
visa comes back from {$s: 3}
visa < no chat:typing {is_typing: true}
restart the daemon`, 'x.story');
  assert.equal(story.title, 'Two technicians; one wins');
  assert.deepEqual(story.doors, ['plain', 'rest']);
  assert.deepEqual(story.statements.map(({ kind, line }) => [kind, line]), [['declare', 3], ['declare', 4], ['requests', 5], ['requests', 7],
    ['one of', 8], ['nothing more', 9], ['requests', 10], ['requests', 11], ['move', 12], ['none of', 13], ['world', 14]]);
  assert.deepEqual(story.statements[1], { line: 4, source: 'dana, omar are technicians of network at other', only: null, withinMs: 0, kind: 'declare',
    who: ['dana', 'omar'], role: 'technician', of: 'network', tenant: 'other', away: false, options: undefined });
});

test('a bad line is told with file, line and column', () => {
  assert.throws(() => parseStory('# t\ndana is a wizard', 'x.story'), /x\.story:2: dana is a wizard\n\s+expected one of visitor/);
  assert.throws(() => parseStory('# t\ndana accepts $s < okay', 'x.story'), /okay is no documented code/);
  assert.throws(() => parseStory('# t\ndana < chat:ended {a: 1} extra', 'x.story'), /did not expect at column/);
});

test('the watch of seqs reports holes and repeats', () => {
  const reports = [];
  const watch = new SeqWatch((text) => reports.push(text));
  watch.push('chat:new_message', { channel_id: 1, seq: 1 });
  watch.push('chat:new_message', { channel_id: 1, seq: 2 });
  watch.ack('chat:send_message', { channel_id: 1 }, { seq: 3, message: { seq: 3 } });
  assert.deepEqual(reports, []);
  watch.push('chat:new_message', { channel_id: 1, seq: 3 });
  watch.push('chat:new_message', { channel_id: 1, seq: 5 });
  assert.match(reports.join(';'), /seq 3 of channel 1 again.*seq 5 of channel 1 after 3: a hole/);
});

test('every story parses', () => {
  const folder = new URL('../stories/', import.meta.url);
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.story'))) {
    const story = parseStory(fs.readFileSync(new URL(file, folder), 'utf8'), file);
    assert.ok(story.title && story.statements.length > 1, file);
  }
});
