// A visitor's chat, served by a technician, as both see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newName, person, Technician, until, url, Visitor } from './apps.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const texts = (locator) => locator.locator('.bub').allInnerTexts();

test('a chat from the portal to the console and back, to its end', async () => {
  const [portal, one, two] = [await person(browser), await person(browser), await person(browser)];
  const dana = await Technician.open(one, 'dana@demo.test');
  const omar = await Technician.open(two, 'omar@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();

  await visitor.start(name, 'Outlook asks for my password');
  await visitor.heading('Waiting for a person').waitFor();
  await dana.waiting(name).waitFor();
  await omar.waiting(name).waitFor();

  // One takes it, and it is gone for the other.
  await dana.accept(name);
  await omar.waiting(name).waitFor({ state: 'detached' });
  assert.equal(await omar.tab(name).count(), 0);
  await dana.message('Outlook asks for my password').waitFor();
  await visitor.heading(/Dana/).waitFor();

  // Both talk; the other's typing and reading shows.
  await dana.box.pressSequentially('Is the');
  await visitor.log.getByText('is writing').waitFor();
  await dana.say('Is the laptop **on**?');
  await visitor.message('Is the laptop on?').waitFor();
  assert.equal(await visitor.log.getByText('is writing').count(), 0);
  await visitor.box.pressSequentially('Yes');
  await dana.page.getByText(`${name} is writing`).waitFor();
  await visitor.say('Yes, it is');
  await dana.message('Yes, it is').waitFor();
  await visitor.message('Yes, it is').getByText('read', { exact: true }).waitFor();
  await dana.message('Is the laptop').getByText('read', { exact: true }).waitFor();

  // A reload keeps the visitor's chat, and its panel open.
  await visitor.page.reload();
  await visitor.panel.waitFor();
  await visitor.message('Yes, it is').waitFor();
  assert.deepEqual(await texts(visitor.log), ['Outlook asks for my password', 'Is the laptop on?', 'Yes, it is']);
  await visitor.say('Still here');
  await dana.message('Still here').waitFor();

  // The console keeps it too.
  await dana.page.reload();
  await dana.message('Still here').waitFor();
  assert.equal(await dana.log.locator('.bub').count(), 4);

  await dana.page.getByRole('button', { name: 'End chat' }).click();
  await dana.page.getByRole('button', { name: 'End now' }).click();
  await visitor.panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
  await dana.page.getByText(/^(Ended by|This chat has ended)/).waitFor();
  assert.deepEqual([...dana.errors, ...omar.errors, ...visitor.errors], []);
  for (const context of [portal, one, two]) await context.close();
});

test('a visitor ends the chat and starts another one', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'First question');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();
  await visitor.panel.getByRole('button', { name: 'End chat' }).click();
  await visitor.panel.getByRole('group', { name: 'End this chat?' }).getByRole('button', { name: 'End chat' }).click();
  await dana.page.getByText(/^(Ended by|This chat has ended)/).waitFor();
  await dana.page.getByRole('tabpanel').getByRole('button', { name: 'Close', exact: true }).click();
  await dana.tab(name).waitFor({ state: 'detached' });

  await visitor.panel.getByRole('button', { name: 'Start a new chat' }).click();
  assert.equal(await visitor.panel.getByRole('textbox', { name: /Your name/ }).count(), 0, 'a known name is not asked again');
  await visitor.start(name, 'Second question');
  assert.deepEqual(await texts(visitor.log), ['Second question']);
  await dana.accept(name);
  await dana.message('Second question').waitFor();
  for (const context of [portal, desk]) await context.close();
});

test('ending can be undone, and the client sees nothing of it', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Do not go');
  await dana.accept(name);
  await dana.page.getByRole('button', { name: 'End chat' }).click();
  await dana.page.getByRole('button', { name: 'Undo' }).click();
  await dana.say('Still with you');
  await visitor.message('Still with you').waitFor();
  await visitor.say('Good');
  await dana.message('Good').waitFor();
  for (const context of [portal, desk]) await context.close();
});

test('a second tab of the visitor shares the chat', async () => {
  const portal = await person(browser);
  const first = await Visitor.open(portal);
  const second = await Visitor.open(portal);
  await first.start(newName(), 'From the first tab');
  await second.show();
  await second.message('From the first tab').waitFor();
  await second.say('From the second');
  await first.message('From the second').waitFor();
  assert.equal(await second.message('From the second').count(), 1);
  await portal.close();
});

test('what is written without a connection arrives when it is back, once and in order', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Before');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();

  await portal.setOffline(true);
  await visitor.say('one');
  await visitor.say('two');
  await visitor.panel.getByText('No connection').waitFor();
  await dana.say('while you were away');
  await dana.message('while you were away').waitFor();
  await portal.setOffline(false);

  await dana.message('two').waitFor();
  await visitor.message('while you were away').waitFor();
  assert.deepEqual(await texts(dana.log), ['Before', 'while you were away', 'one', 'two']);
  await until(async () => (await texts(visitor.log)).join() === 'Before,while you were away,one,two', 'the visitor sees the same order');
  await visitor.panel.getByText('No connection').waitFor({ state: 'detached' });
  for (const context of [portal, desk]) await context.close();
});

test('several chats at once, each with its own draft and unread count', async () => {
  const [portalA, portalB, desk] = [await person(browser), await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const [a, b] = [await Visitor.open(portalA), await Visitor.open(portalB)];
  const [nameA, nameB] = [newName(), newName()];
  await a.start(nameA, 'I am A');
  await b.start(nameB, 'I am B');
  await dana.accept(nameA);
  await dana.accept(nameB);
  await dana.box.fill('unfinished for B');
  await dana.mine(nameA).click();
  assert.equal(await dana.box.inputValue(), '');
  await b.say('another from B');
  await dana.mine(nameB).getByText('unread').waitFor();
  await dana.page.reload();
  await dana.mine(nameB).click();
  await dana.message('another from B').waitFor();
  assert.equal(await dana.box.inputValue(), 'unfinished for B');
  await dana.box.press('Enter');
  await b.message('unfinished for B').waitFor();
  assert.equal(await a.message('unfinished for B').count(), 0);
  for (const context of [portalA, portalB, desk]) await context.close();
});

test('two who accept at once: one has it, the other is told who', async () => {
  const [portal, one, two] = [await person(browser), await person(browser), await person(browser)];
  const dana = await Technician.open(one, 'dana@demo.test');
  const omar = await Technician.open(two, 'omar@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Who is first?');
  await Promise.all([dana.waiting(name).waitFor(), omar.waiting(name).waitFor()]);
  // Whose click comes late finds the button gone: that is the other way to lose.
  const take = (technician) => technician.waiting(name).click({ timeout: 2_000 }).catch(() => undefined);
  await Promise.all([take(dana), take(omar)]);
  const winners = await until(async () => {
    const counts = [await dana.tab(name).count(), await omar.tab(name).count()];
    return counts[0] + counts[1] === 1 && counts;
  }, 'nobody has the chat');
  const [winner, loser] = winners[0] === 1 ? [dana, omar] : [omar, dana];
  await loser.waiting(name).waitFor({ state: 'detached' });
  await winner.say('It is me');
  await visitor.message('It is me').waitFor();
  for (const context of [portal, one, two]) await context.close();
});

test('a long history loads page by page, and what one reads stays where it is', async () => {
  const name = newName();
  const post = async (route, body, token) => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(url + route, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${route}: ${answer.status}`);
    return answer.json();
  };
  const { access_token: token } = await post('/api/widget/demo/visitors', { name });
  const started = await post('/api/live-chat/start', { subject: 'A long one', config_id: 'demo' }, token);
  const id = started.channel_id ?? started.session.channel_id;
  for (let at = 1; at <= 130; at++) await post(`/api/channels/${id}/messages`, { content: `line ${at}` }, token);

  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  await dana.accept(name);
  await dana.message('line 130').waitFor();
  assert.equal(await dana.message(/line 1$/).count(), 0, 'not all is loaded at first');
  const first = await dana.log.locator('.bub').first().innerText();
  await dana.log.evaluate((box) => { box.scrollTop = 60; });
  const place = () => dana.log.evaluate((box, text) => {
    const bubble = [...box.querySelectorAll('.bub')].find((one) => one.textContent === text);
    return bubble.getBoundingClientRect().top - box.getBoundingClientRect().top;
  }, first);
  const before = await place();
  await until(async () => await dana.log.locator('.bub').first().innerText() !== first, 'no earlier page came');
  assert.ok(Math.abs(await place() - before) <= 1, 'the page does not move');
  await until(async () => {
    await dana.log.evaluate((box) => { box.scrollTop = 0; });
    return await dana.log.locator('.bub').first().innerText() === 'line 1';
  }, 'the first message never comes');
  const lines = await texts(dana.log);
  assert.deepEqual(lines, Array.from({ length: 130 }, (_, index) => `line ${index + 1}`));
  const shown = await dana.log.evaluate((box) => `at ${box.scrollTop} of ${box.scrollHeight}, ${box.clientHeight} high; buttons: ${[...box.parentElement.querySelectorAll('button.pill')].map((one) => one.innerText)}`);
  await dana.page.getByRole('button', { name: 'Newest' }).click().catch((error) => { throw new Error(`the log was ${shown}`, { cause: error }); });
  await until(() => dana.log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2), 'it is at the end');
  await desk.close();
});
