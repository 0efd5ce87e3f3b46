// Well-formed JSON that asks for what can't be: through each door the documented code, the connection kept, nothing stored,
// and then a normal message works.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { doorNames } from '../support/doors.mjs';
import { Scene, assertError } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

const text = (over) => ({ channel_id: scene.open, type: 'text', content: 'x', ...over });
const command = (name, args) => ({ channel_id: scene.open, command: name, ...(args === undefined ? {} : { args }) });
const deep = (levels) => (levels === 0 ? 'x' : { a: deep(levels - 1) });

/// who, event, data (made late: ids come from the scene), the code, the field that is named. `sockets`: there is no such thing by REST.
/// `not plain`: a frame that can't be read has no id to answer to; see frames.test.mjs.
const cases = [
  ['no content', 'visa', 'chat:send_message', () => text({ content: undefined }), 'invalid', 'content'],
  ['an empty content', 'visa', 'chat:send_message', () => text({ content: '' }), 'invalid', 'content'],
  ['content of the wrong type', 'visa', 'chat:send_message', () => text({ content: 7 }), 'invalid', 'content'],
  ['content null', 'visa', 'chat:send_message', () => text({ content: null }), 'invalid', 'content'],
  ['content an object', 'visa', 'chat:send_message', () => text({ content: { $gt: '' } }), 'invalid', 'content'],
  ['an unknown type', 'visa', 'chat:send_message', () => text({ type: 'hologram' }), 'invalid', 'type'],
  ['a forged system event', 'visa', 'chat:send_message', () => text({ type: 'system_event' }), ['invalid', 'forbidden']],
  ['a client_id that is no UUID', 'visa', 'chat:send_message', () => text({ client_id: 'seven' }), 'invalid', 'client_id'],
  ['an unknown field', 'visa', 'chat:send_message', () => text({ colour: 'red' }), 'unknown_field', 'colour'],
  ['a field of the server\'s', 'visa', 'chat:send_message', () => text({ sender_id: 1 }), 'unknown_field', 'sender_id'],
  ['a message of 16 KiB and one byte', 'visa', 'chat:send_message', () => text({ content: 'x'.repeat(16 * 1024 + 1) }), ['invalid', 'too_large']],
  ['names of a chat that differ', 'visa', 'chat:send_message', () => text({ session_id: scene.open + 1 }), 'invalid', undefined, 'sockets'],
  ['too deep', 'visa', 'chat:start', () => ({ subject: 'Deep', metadata: deep(60) }), 'too_deep', undefined, 'not plain'],
  ['no channel', 'visa', 'chat:send_message', () => ({ type: 'text', content: 'x' }), 'invalid', 'channel_id', 'sockets'],
  ['a channel that is a word', 'visa', 'chat:send_message', () => text({ channel_id: 'first' }), ['invalid', 'not_found']],
  ['a channel that is a fraction', 'visa', 'chat:send_message', () => text({ channel_id: 1.5 }), ['invalid', 'not_found']],
  ['a channel that is a list', 'visa', 'chat:send_message', () => text({ channel_id: [1] }), ['invalid', 'not_found'], undefined, 'sockets'],
  ['a negative channel', 'visa', 'chat:send_message', () => text({ channel_id: -1 }), ['invalid', 'not_found']],
  ['channel zero', 'visa', 'chat:send_message', () => text({ channel_id: 0 }), ['invalid', 'not_found']],
  ['a channel beyond 64 bits', 'visa', 'chat:send_message', () => text({ channel_id: '99999999999999999999999' }), ['invalid', 'not_found']],
  ['a channel of 63 bits', 'visa', 'chat:send_message', () => text({ channel_id: '9223372036854775807' }), 'not_found'],
  ['a channel that is not there', 'visa', 'chat:send_message', () => text({ channel_id: 999_999_999 }), 'not_found'],
  ['another tenant\'s channel', 'visa', 'chat:send_message', () => text({ channel_id: scene.foreign }), 'not_found'],
  ['another tenant\'s channel, by staff', 'dana', 'chat:send_message', () => text({ channel_id: scene.foreign }), 'not_found'],
  ['another tenant\'s channel, accepted', 'dana', 'chat:accept', () => ({ channel_id: scene.foreign }), 'not_found'],
  ['another tenant\'s channel, joined', 'dana', 'chat:join', () => ({ channel_id: scene.foreign }), 'not_found'],
  ['another tenant\'s channel, ended', 'dana', 'chat:end', () => ({ channel_id: scene.foreign }), 'not_found'],
  ['another tenant\'s channel, left', 'dana', 'chat:leave', () => ({ channel_id: scene.foreign }), 'not_found'],
  ['another client\'s chat', 'paul', 'chat:send_message', () => text(), 'not_found'],
  ['another client\'s chat, joined', 'paul', 'chat:join', () => ({ channel_id: scene.open }), 'not_found'],
  ['another client\'s chat, ended', 'paul', 'chat:end', () => ({ channel_id: scene.open }), 'not_found'],
  ['another client\'s closed chat', 'visa', 'chat:send_message', () => text({ channel_id: scene.closed }), 'not_found'],
  ['a chat one is not in', 'omar', 'chat:send_message', () => text(), 'not_participant'],
  ['a closed chat', 'dana', 'chat:send_message', () => text({ channel_id: scene.closed }), 'session_closed'],
  ['a closed chat, accepted', 'omar', 'chat:accept', () => ({ channel_id: scene.closed }), 'session_closed'],
  ['an accept that lost', 'omar', 'chat:accept', () => ({ channel_id: scene.open }), 'already_accepted'],
  ['an accept by a client', 'paul', 'chat:accept', () => ({ channel_id: scene.open }), 'forbidden'],
  ['a priority that is none', 'paul', 'chat:start', () => ({ subject: 'x', priority: 'apocalyptic' }), 'invalid', 'priority'],
  ['a subject of the wrong type', 'paul', 'chat:start', () => ({ subject: ['x'] }), 'invalid', 'subject'],
  ['metadata that is no object', 'paul', 'chat:start', () => ({ subject: 'x', metadata: 'y' }), 'invalid', 'metadata'],
  ['another tenant\'s config', 'paul', 'chat:start', () => ({ subject: 'x', config_id: 'other' }), ['not_found', 'invalid']],
  ['a start for somebody else', 'paul', 'chat:start', () => ({ subject: 'x', customer_id: scene.visa.id }), ['forbidden', 'not_found', 'invalid']],
  ['a command that is none', 'dana', 'chat:command', () => command('explode'), 'invalid', 'command'],
  ['a command of later', 'dana', 'chat:command', () => command('draft reply'), 'invalid', 'command'],
  ['a command that is a number', 'dana', 'chat:command', () => command(7), 'invalid', 'command'],
  ['a command without a name', 'dana', 'chat:command', () => command(undefined, 'x'), 'invalid', 'command'],
  ['a command of a thousand bytes', 'dana', 'chat:command', () => command('note'.repeat(250)), 'invalid', 'command'],
  ['arguments that are a list', 'dana', 'chat:command', () => command('note', ['x']), 'invalid', 'args'],
  ['a quote that does not end', 'dana', 'chat:command', () => command('transfer', '"Omar'), 'invalid', 'args'],
  ['a note of nothing', 'dana', 'chat:command', () => command('note', ' \n'), 'invalid', 'args'],
  ['a note that is too long', 'dana', 'chat:command', () => command('note', 'x'.repeat(16 * 1024 + 1)), 'invalid', 'content'],
  ['a name of a thousand bytes', 'dana', 'chat:command', () => command('invite', 'é'.repeat(500)), 'invalid', 'args'],
  ['a name that is SQL', 'dana', 'chat:command', () => command('invite', "' OR true --"), 'not_found'],
  ['more variables than a text can have', 'dana', 'chat:command', () => command('canned', `hi ${Array.from({ length: 300 }, (_, i) => `v${i}=1`).join(' ')}`), 'invalid', 'variables'],
  ['an end that says more', 'dana', 'chat:command', () => command('end', 'now'), 'invalid', 'args'],
  ['a status that is none, by a command', 'dana', 'chat:command', () => command('status', 'asleep'), 'invalid', 'status'],
  ['a command of a client', 'visa', 'chat:command', () => command('end'), 'forbidden'],
  ['a command in another tenant\'s chat', 'dana', 'chat:command', () => ({ ...command('note', 'x'), channel_id: scene.foreign }), 'not_found'],
  ['a command in no chat', 'dana', 'chat:command', () => ({ ...command('status', 'away'), channel_id: 999_999_999 }), 'not_found'],
  ['a command in a closed chat', 'dana', 'chat:command', () => ({ ...command('note', 'x'), channel_id: scene.closed }), 'session_closed'],
  ['a command in a chat one is not in', 'omar', 'chat:command', () => command('contact'), 'not_participant'],
  ['a command with a key that is no UUID', 'dana', 'chat:command', () => ({ ...command('note', 'x'), client_id: 'seven' }), 'invalid', 'client_id'],
  ['an unknown event', 'visa', 'chat:explode', () => ({}), 'unknown_event', undefined, 'sockets'],
  ['an event of the server\'s', 'visa', 'chat:new_message', () => text(), 'unknown_event', undefined, 'sockets'],
  ['typing in another tenant', 'visa', 'chat:typing', () => ({ channel_id: scene.foreign, is_typing: true }), 'not_found', undefined, 'sockets'],
  ['typing that is no yes or no', 'visa', 'chat:typing', () => ({ channel_id: scene.open, is_typing: 'maybe' }), 'invalid', 'is_typing', 'sockets'],
  ['seen in another tenant', 'visa', 'chat:seen', () => ({ channel_id: scene.foreign, message_id: 1 }), 'not_found', undefined, 'sockets'],
  ['a resume of a word', 'visa', 'chat:resume', () => ({ channels: { first: 1 } }), 'invalid', undefined, 'sockets'],
  ['a resume from a negative seq', 'visa', 'chat:resume', () => ({ channels: { [scene.open]: -1 } }), 'invalid', undefined, 'sockets'],
  ['a resume of a list', 'visa', 'chat:resume', () => ({ channels: [scene.open] }), 'invalid', 'channels', 'sockets'],
  ['a status that is none', 'dana', 'agent:set_status', () => ({ status: 'asleep' }), 'invalid', 'status', 'sockets'],
];

for (const door of doorNames) {
  test(`through ${door}`, async (t) => {
    const clients = {};
    for (const who of ['visa', 'paul', 'dana', 'omar']) clients[who] = await scene.connect(door, scene[who], who);
    for (const [name, who, event, data, code, field, only] of cases.filter((one) => !(one[6] === 'sockets' && door === 'rest') && one[6] !== `not ${door}`)) {
      await t.test(name, async () => {
        const before = await scene.stored();
        const answer = await clients[who].send(event, data());
        assert.equal(answer.ok, false, `it was answered ok: ${JSON.stringify(answer.data)}`);
        const named = door === 'rest' && field === 'channel_id' ? undefined : field;
        assertError(answer.error, code, named);
        assert.ok(clients[who].connected, 'the connection is gone');
        assert.deepEqual(await scene.stored(), before, 'something was stored');
      });
    }
    await t.test('ids as decimal texts are taken', async () => {
      const answer = await clients.visa.send('chat:send_message', text({ channel_id: String(scene.open) }));
      assert.ok(answer.ok, JSON.stringify(answer.error));
    });
    await t.test('all that is wrong is told at once', async () => {
      const { error } = await clients.visa.send('chat:send_message', text({ content: 7, client_id: 'seven', colour: 'red' }));
      const fields = error.details.errors.map((one) => one.field).sort();
      assert.deepEqual(fields, ['client_id', 'colour', 'content']);
    });
    await t.test('afterwards everything works', async () => {
      await scene.works(clients.visa);
      await scene.works(clients.dana);
    });
    await t.test('nobody else was told anything wrong', () => {
      for (const client of Object.values(clients)) assert.deepEqual(client.violations, []);
    });
    await Promise.all(Object.values(clients).map((client) => client.close()));
  });
}
