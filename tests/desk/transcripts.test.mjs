// The four forms in which a ticket gets what was said (SPEC 12), each by itself: `tickets.transcript` of the configuration.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, must } from './desk.mjs';

let desk, dana;
const said = 'the lamp blinks';
const forms = {
  description: { description: true, updates: 0 },
  update: { updates: 1, content: true, files: 0 },
  file: { updates: 1, files: 3 },
  link: { updates: 1, link: true, files: 0 },
  none: { updates: 0 },
};

before(async () => { desk = await Desk.start(); dana = await desk.staff('dana'); });
after(async () => { await desk?.end(); });

for (const [form, wanted] of Object.entries(forms)) {
  test(`${form} alone: a chat that becomes a ticket`, async () => {
    desk.daemon.configure({ tickets: { transcript: form === 'none' ? [] : [form] } });
    await desk.daemon.restart();
    dana = await desk.again(dana);
    const chat = await desk.chat('Vera');
    must(await chat.client.send('chat:send_message', { channel_id: chat.id, content: said }));
    must(await dana.send('chat:accept', { channel_id: chat.id }));
    const { ticket } = must(await dana.send('chat:convert_to_ticket', { channel_id: chat.id }));
    assert.match(ticket.description, /Vera/, 'the client is in it, whatever the form');
    assert.equal(ticket.description.includes(said), wanted.description ?? false, ticket.description);
    const { data } = await desk.rest('GET', `/api/ticket-updates?ticket_id=${ticket.id}`, undefined, dana);
    assert.equal(data.length, wanted.updates);
    for (const update of data) {
      assert.equal(update.content.includes(said), wanted.content ?? false, update.content);
      assert.equal(update.content.includes(`/api/live-chat/${chat.id}/transcript`), wanted.link ?? false, update.content);
      assert.equal(update.files.length, wanted.files);
      for (const { url } of update.files) assert.match(JSON.stringify(await desk.rest('GET', url, undefined, dana)), new RegExp(said), url);
    }
  });
}
