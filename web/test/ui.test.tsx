import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComponentChildren, VNode } from 'preact';
import type { Message, OutboxEntry } from '../sdk';
import { initialsOf } from '../ui/avatar';
import { translator } from '../ui/i18n';
import { Markdown, plain } from '../ui/markdown';
import { rowsOf } from '../ui/rows';
import { dayName, elapsed } from '../ui/time';
import { brandOf, contrast } from '../widget/brand';
import { readConfig } from '../widget/host';

/** A tree as short HTML, to compare by eye. */
function html(node: ComponentChildren): string {
  if (Array.isArray(node)) return node.map(html).join('');
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node !== 'object') return String(node);
  const { type, props } = node as VNode<{ children?: ComponentChildren; href?: string }>;
  if (typeof type === 'function') return html((type as (props: object) => VNode)(props));
  const href = props.href ? ` href=${props.href}` : '';
  return `<${type}${href}>${html(props.children)}</${type}>`;
}
const drawn = (text: string) => html(Markdown({ text }).props.children as ComponentChildren);

test('what people write is drawn', () => {
  assert.equal(drawn('a **b** *c* _d_ `e*f*` ~~g~~'), '<p>a <strong>b</strong> <em>c</em> <em>d</em> <code>e*f*</code> <del>g</del></p>');
  assert.equal(drawn('one\ntwo\n\nthree'), '<p>one<br></br>two</p><p>three</p>');
  assert.equal(drawn('Try:\n1. Close\n2. **Open**\n- x'), '<p>Try:</p><ol><li>Close</li><li><strong>Open</strong></li></ol><ul><li>x</li></ul>');
  assert.equal(drawn('```\n<b>*x*</b>\n```'), '<pre><code><b>*x*</b></code></pre>');
  assert.equal(drawn('> said\nno'), '<blockquote>said</blockquote><p>no</p>');
  assert.equal(drawn('see [this](https://a.test/b_c) or https://d.test/e_f.'), '<p>see <a href=https://a.test/b_c>this</a> or <a href=https://d.test/e_f>https://d.test/e_f</a>.</p>');
});

test('what means nothing stays as it was typed', () => {
  for (const text of ['2 * 3 * 4 = 24', 'snake_case_name', '__init__.py', '**', '*', '`', '[a](b', '5 > 3', '#1 priority', '\\', 'a_b_ c']) {
    assert.equal(drawn(text).replace(/<\/?(p|strong)>/g, '').replace(/__/g, ''), text.replace(/__/g, ''), text);
  }
});

test('no message becomes a script', () => {
  for (const text of ['[x](javascript:alert(1))', '[x](data:text/html,1)', '[x](JaVaScRiPt:1)', '[x](vbscript:1)']) {
    assert.ok(!drawn(text).includes('<a'), text);
  }
  assert.equal(drawn('<img src=x onerror=1>'), '<p><img src=x onerror=1></p>');
});

test('a long line of markers takes no time', () => {
  const started = performance.now();
  for (const mark of ['*', '_', '`', '[', '~~', '**a ', '__a ', '(', 'http://']) drawn(mark.repeat(4_000));
  assert.ok(performance.now() - started < 3_000);
});

test('a preview is one line of words', () => {
  assert.equal(plain('1. **Open** `it`\n\n[here](https://x.test) now'), '1. Open it here now');
});

const at = (minute: number) => new Date(2024, 0, 5, 12, minute).toISOString();
const message = (id: number, sender: number, minute: number, fields: Partial<Message> = {}) => ({
  id, channel_id: 1, seq: id, sender: { id: sender, name: `u${sender}`, kind: 'client', avatar_url: null }, type: 'text', content: `m${id}`,
  client_id: null, created_at: at(minute), ...fields,
}) as Message;
const entry = (id: string, fields: Partial<OutboxEntry> = {}): OutboxEntry => ({ client_id: id, channel_id: 1, content: id, created_at: at(9), state: 'sending', ...fields });

test('messages of one speaker make a group, until time, day or somebody else comes between', () => {
  const messages = [message(1, 1, 0), message(2, 1, 1), message(3, 2, 2), message(4, 1, 3), message(5, 1, 20)];
  const rows = rowsOf({ messages, entries: [], me: 1, readUpTo: 2 });
  assert.deepEqual(rows.map((one) => one.kind), ['day', 'message', 'message', 'message', 'message', 'message']);
  const shown = rows.flatMap((one) => (one.kind === 'message' ? [`${one.message.id}${one.first ? ' first' : ''}${one.last ? ' last' : ''} ${one.delivery ?? '-'}`] : []));
  assert.deepEqual(shown, ['1 first read', '2 last read', '3 first last -', '4 first last sent', '5 first last sent']);
});

test('a message keeps its key from sending to stored, and is never shown twice', () => {
  const before = rowsOf({ messages: [message(1, 2, 0)], entries: [entry('k')], me: 1, readUpTo: 0 });
  const after = rowsOf({ messages: [message(1, 2, 0), message(2, 1, 9, { client_id: 'k' })], entries: [entry('k')], me: 1, readUpTo: 0 });
  assert.deepEqual(before.map((one) => one.key), after.map((one) => one.key));
});

test('what was refused keeps its own line in the middle of a group', () => {
  const rows = rowsOf({ messages: [], entries: [entry('a', { state: 'failed' }), entry('b')], me: 1, readUpTo: 0 });
  assert.deepEqual(rows.flatMap((one) => (one.kind === 'message' ? [one.last] : [])), [true, true]);
});

test('the line "new" stands before the first of others after my cursor', () => {
  const messages = [message(1, 2, 0), message(2, 1, 1), message(3, 9, 2, { type: 'system_event' }), message(4, 2, 3)];
  assert.deepEqual(rowsOf({ messages, entries: [], me: 1, readUpTo: 0, newAfter: 1 }).map((one) => one.key), ['day 2024-0-5', 'm1', 'm2', 'm3', 'new', 'm4']);
});

test('private notes stand between the messages by their time, in no group with them', () => {
  const messages = [message(1, 2, 0), message(4, 1, 5)];
  const notes = [message(2, 1, 1, { visibility: 'internal' }), message(3, 1, 4, { visibility: 'internal' })];
  const rows = rowsOf({ messages, entries: [entry('r')], notes, noteEntries: [entry('n')], me: 1, readUpTo: 0 });
  assert.deepEqual(rows.slice(1).map((one) => one.key), ['m1', 'm2', 'm3', 'm4', 'r', 'n']);
  assert.deepEqual(rows.flatMap((one) => (one.kind === 'message' ? [one.message.visibility ?? '-'] : [])), ['-', 'internal', 'internal', '-', 'all', 'internal']);
});

test('times', () => {
  const now = Date.parse('2024-01-05T12:00:00Z');
  assert.equal(elapsed('2024-01-05T11:59:25Z', now), '0:35');
  assert.equal(elapsed('2024-01-05T10:57:51Z', now), '1:02:09');
  assert.equal(elapsed('2024-01-05T12:00:09Z', now), '0:00');
  const today = new Date(2024, 0, 5, 12);
  assert.equal(dayName(new Date(2024, 0, 5, 0, 1).toISOString(), 'en', today), 'Today');
  assert.equal(dayName(new Date(2024, 0, 4, 23, 59).toISOString(), 'en', today), 'Yesterday');
  assert.equal(dayName(new Date(2023, 11, 31).toISOString(), 'en', today), 'Sunday, December 31, 2023');
});

test('strings take parameters and plurals', () => {
  const t = translator({ a: 'Hello {name}', b: { one: '{count} chat', other: '{count} chats' } }, 'en');
  assert.equal(t('a', { name: 'Priya' }), 'Hello Priya');
  assert.equal(t('b', { count: 1 }), '1 chat');
  assert.equal(t('b', { count: 0 }), '0 chats');
});

test('initials', () => {
  assert.equal(initialsOf('Priya Nair'), 'PN');
  assert.equal(initialsOf('  jean luc  picard '), 'JP');
  assert.equal(initialsOf('👩‍💻'), '👩‍💻');
  assert.equal(initialsOf(''), '');
});

test('every brand colour gives readable text in both themes', () => {
  for (let round = 0; round < 1_000; round++) {
    const colour = `#${Math.floor(Math.random() * 0x1000000).toString(16).padStart(6, '0')}`;
    for (const theme of ['light', 'dark'] as const) {
      const brand = brandOf(colour, theme)!;
      const surface = theme === 'light' ? '#ffffff' : '#16181b';
      assert.ok(contrast(brand.onAccent, brand.accent) >= 4.5, `${colour} ${theme}: text on it`);
      assert.ok(contrast(brand.onAccent, brand.hover) >= 4.5, `${colour} ${theme}: text on it, hovered`);
      assert.ok(contrast(brand.onMine, brand.mine) >= 4.5, `${colour} ${theme}: own bubble`);
      assert.ok(contrast(brand.text, surface) >= 4.5 && contrast(brand.text, brand.tint) >= 4.5, `${colour} ${theme}: links`);
      assert.ok(contrast(brand.accent, surface) >= 3, `${colour} ${theme}: as a button`);
    }
  }
  assert.equal(brandOf('url(x)', 'light'), null);
});

test('a configuration without anything, or with nonsense, still makes a widget', () => {
  for (const raw of [null, {}, { appearance: 3, prechat_form: 'x' }, { prechat_form: [] }]) {
    const config = readConfig(raw);
    assert.equal(config.form.at(-1)?.name, 'message');
    assert.ok(config.open);
  }
  const config = readConfig({ name: 'N', appearance: { title: 'Northwind', position: 'start' }, prechat_form: [{ name: 'subject', required: true, label: 'Topic' }, { name: 'shoe_size' }] });
  assert.deepEqual(config.form.map((one) => one.name), ['subject', 'message']);
  assert.deepEqual([config.title, config.side], ['Northwind', 'start']);
});
