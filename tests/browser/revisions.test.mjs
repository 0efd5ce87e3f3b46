// What is done to messages, on both screens: edited, reacted to, deleted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deviceOf, launch, newName, person, Technician, violations, Visitor } from './apps.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

test('an edit, a reaction and a deletion show at both ends', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'The screen is dark');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();

  const rest = await deviceOf('dana@demo.test');
  const mine = await rest('GET', '/api/live-chat/mine');
  const chat = mine.data.find((one) => one.customer.name === name).session_id;
  const { message } = await rest('POST', `/api/channels/${chat}/messages`, { type: 'text', content: 'Pres the buton' });
  await visitor.message('Pres the buton').waitFor();

  await rest('PATCH', `/api/messages/${message.id}`, { content: 'Press the button' });
  await visitor.message('Press the button').getByText('edited', { exact: true }).waitFor();
  await dana.message('Press the button').waitFor();
  assert.equal(await visitor.message('Pres the buton').count(), 0);

  // Joined by a click, and taken back by another.
  await rest('POST', `/api/messages/${message.id}/reactions`, { emoji: '👍' });
  const reaction = visitor.message('Press the button').getByRole('button', { name: '👍, 1' });
  await reaction.click();
  await dana.message('Press the button').getByRole('button', { name: '👍, 2' }).waitFor();
  assert.equal(await visitor.message('Press the button').getByRole('button', { name: '👍, 2' }).getAttribute('aria-pressed'), 'true');
  assert.deepEqual([...await violations(visitor.page, 'reactions-portal'), ...await violations(dana.page, 'reactions-console')], []);
  await visitor.message('Press the button').getByRole('button', { name: '👍, 2' }).click();
  await dana.message('Press the button').getByRole('button', { name: '👍, 1' }).waitFor();

  await rest('DELETE', `/api/messages/${message.id}`);
  await visitor.log.getByText('Dana Reyes deleted a message').waitFor();
  assert.equal(await dana.message('Press the button').count(), 0);

  // The same after a reload: it is the stored state, not only what was pushed.
  await visitor.page.reload();
  await visitor.log.getByText('Dana Reyes deleted a message').waitFor();
  assert.deepEqual([...dana.errors, ...visitor.errors], []);
  for (const context of [portal, desk]) await context.close();
});
