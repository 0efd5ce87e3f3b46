// A chat is offered to one technician after the other, and handed from one to the next; what is said to colleagues alone.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Daemon } from '../support/daemon.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const daemon = await Daemon.start({ demo: true, config: { server: { static_root: path.join(root, 'web/dist') } } });
process.env.CHATD_URL = daemon.url;
const { deviceOf, launch, newName, person, Technician, until, violations, Visitor, waiter } = await import('./apps.mjs');

let browser, ada, team;
const found = [];
const look = async (app, state) => found.push(...await violations(app.page, state));
before(async () => {
  browser = await launch();
  ada = await deviceOf('ada@demo.test');
  const omar = (await ada('GET', '/api/users?kind=technician&q=omar')).data[0];
  const dana = (await ada('GET', '/api/users?kind=technician&q=dana')).data[0];
  team = await ada('POST', '/api/teams', { name: 'Network', assignment: 'round_robin', member_ids: [dana.id], settings: { offer_timeout: '60s' } });
  team.both = [dana.id, omar.id];
});
after(async () => {
  await browser.close();
  await daemon.dispose();
  assert.deepEqual(found, []);
});

// Nobody is full of the chats of the test before.
afterEach(async () => {
  for (const email of ['dana@demo.test', 'omar@demo.test']) {
    const rest = await deviceOf(email);
    for (const one of (await rest('GET', '/api/live-chat/mine?status=active')).data) await rest('POST', `/api/live-chat/${one.session_id}/end`, {});
  }
});

const setTeam = (fields) => ada('PATCH', `/api/teams/${team.id}`, fields);

for (const theme of ['light', 'dark']) {
  test(`an offer counts down, and is accepted or passed on, ${theme}`, async () => {
    await setTeam({ member_ids: team.both.slice(0, 1), settings: { offer_timeout: '60s' } });
    const desk = await person(browser, { theme });
    const dana = await Technician.open(desk, 'dana@demo.test');
    const name = newName();
    await waiter(name, { team_id: team.id, priority: 'urgent', subject: 'Nobody can log in' });
    await dana.offer(name).waitFor();
    assert.equal(await dana.waiting(name).count(), 1, 'it is offered, and not listed as waiting too');
    const ring = dana.queue.getByRole('img', { name: /seconds left/ });
    const seconds = async () => Number((await ring.getAttribute('aria-label')).split(' ')[0]);
    const first = await seconds();
    assert.ok(first > 50 && first <= 60, `${first} seconds`);
    await until(async () => await seconds() < first, 'it counts down');
    await look(dana, `console-offer-${theme}`);
    await dana.queue.getByRole('button', { name: `Do not ring for ${name}` }).click();
    await look(dana, `console-snooze-${theme}`);
    await dana.page.keyboard.press('Escape');

    // A second device shows the same, and hears of the end of it.
    const phone = await person(browser, { theme });
    const second = await Technician.open(phone, 'dana@demo.test');
    await second.offer(name).waitFor();
    // A reload finds it again.
    await dana.page.reload();
    await dana.offer(name).waitFor();
    assert.ok(await seconds() < first);
    await dana.page.keyboard.press('Alt+a');
    await dana.tab(name).waitFor();
    await second.tab(name).waitFor();
    await second.offer(name).waitFor({ state: 'detached' });

    const other = newName();
    await waiter(other, { team_id: team.id });
    await dana.pass(other).click();
    await dana.offer(other).waitFor({ state: 'detached' });
    await second.offer(other).waitFor({ state: 'detached' });
    // All of the team have passed: now it rings at everybody.
    await dana.waiting(other).waitFor();
    await dana.accept(other);
    assert.deepEqual([...dana.errors, ...second.errors], []);
    for (const context of [desk, phone]) await context.close();
  });
}

test('an offer that nobody answers, or whose client leaves, goes away by itself', async () => {
  await setTeam({ member_ids: team.both.slice(0, 1), settings: { offer_timeout: '3s' } });
  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  const name = newName();
  await waiter(name, { team_id: team.id });
  await dana.offer(name).waitFor();
  await dana.offer(name).waitFor({ state: 'detached' });
  await dana.waiting(name).waitFor();

  await setTeam({ settings: { offer_timeout: '60s' } });
  const gone = newName();
  const client = await waiter(gone, { team_id: team.id });
  await dana.offer(gone).waitFor();
  await client.rest('POST', `/api/live-chat/${client.id}/abandon`, {});
  await dana.queue.getByText(`${gone} is not offered to you any more`).waitFor();
  await dana.offer(gone).waitFor({ state: 'detached' });
  assert.equal(await dana.waiting(gone).count(), 0);
  await desk.close();
});

test('who does not want to hear of it for a while does not, and can take it all the same', async () => {
  await setTeam({ member_ids: team.both.slice(0, 1), settings: { offer_timeout: '60s' } });
  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  const name = newName();
  await waiter(name, { team_id: team.id });
  await dana.queue.getByRole('button', { name: `Do not ring for ${name}` }).click();
  await dana.queue.getByRole('button', { name: '5 minutes', exact: true }).click();
  await dana.offer(name).waitFor({ state: 'detached' });
  await dana.queue.getByText(/Does not ring until/).waitFor();
  await look(dana, 'console-snoozed');
  await dana.page.reload();
  await dana.queue.getByText(/Does not ring until/).waitFor();
  await dana.accept(name);
  await desk.close();
});

test('a killed daemon forgets no offer', async () => {
  await setTeam({ member_ids: team.both.slice(0, 1), settings: { offer_timeout: '60s' } });
  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  const name = newName();
  await waiter(name, { team_id: team.id });
  await dana.offer(name).waitFor();
  await daemon.kill();
  await dana.offer(name).waitFor({ state: 'detached' });
  await daemon.launch();
  await dana.offer(name).waitFor({ timeout: 40_000 });
  await dana.offer(name).click();
  await dana.tab(name).waitFor();
  await desk.close();
});

async function talk(theme) {
  const [portal, one, two] = [await person(browser, { theme }), await person(browser, { theme }), await person(browser, { theme })];
  const dana = await Technician.open(one, 'dana@demo.test');
  const omar = await Technician.open(two, 'omar@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Who knows routers?');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();
  const close = async () => {
    assert.deepEqual([...dana.errors, ...omar.errors, ...visitor.errors], []);
    for (const context of [portal, one, two]) await context.close();
  };
  return { dana, omar, visitor, name, close };
}

for (const theme of ['light', 'dark']) {
  test(`a chat is handed over with a note, ${theme}`, async () => {
    const { dana, omar, visitor, name, close } = await talk(theme);
    await dana.page.keyboard.press('Alt+g');
    await dana.dialog.getByRole('radio', { name: /Omar Haddad/ }).waitFor();
    await dana.dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
    await dana.dialog.getByRole('alert').getByText('Choose who shall have it').waitFor();
    await dana.dialog.getByRole('textbox', { name: /Note for the next one/ }).fill('She is **angry**');
    // What was typed is kept when the dialog is closed.
    await dana.page.keyboard.press('Escape');
    await dana.dialog.waitFor({ state: 'detached' });
    await dana.page.getByRole('button', { name: 'Transfer' }).click();
    assert.equal(await dana.dialog.getByRole('textbox', { name: /Note for the next one/ }).inputValue(), 'She is **angry**');
    await dana.dialog.getByRole('textbox', { name: 'Find' }).fill('oma');
    await dana.dialog.getByRole('radio', { name: /Omar Haddad/ }).check();
    await look(dana, `console-transfer-${theme}`);
    await dana.dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
    await dana.page.getByRole('group', { name: 'Being handed over' }).getByText('Waiting for Omar Haddad to take it').waitFor();
    await look(dana, `console-handing-over-${theme}`);

    // A reload still knows; meanwhile one goes on.
    await dana.page.reload();
    await dana.page.getByRole('group', { name: 'Being handed over' }).getByText('Waiting for Omar Haddad to take it').waitFor();
    await dana.say('One moment');
    await visitor.message('One moment').waitFor();

    await omar.offer(name).waitFor();
    await omar.queue.getByText('Dana Reyes hands it over to you').waitFor();
    await omar.queue.getByText('She is').waitFor();
    await look(omar, `console-offer-handed-${theme}`);
    await omar.offer(name).click();
    await omar.tab(name).waitFor();
    await omar.log.getByRole('group', { name: 'Private note' }).getByText('She is angry').waitFor();
    await dana.page.getByText('Omar Haddad has this chat now.').waitFor();
    assert.equal(await dana.box.count(), 0, 'the first one writes no more');
    await look(dana, `console-handed-${theme}`);
    assert.equal(await visitor.log.getByText('angry').count(), 0, 'the client sees nothing of the note');
    await omar.say('I know routers');
    await visitor.message('I know routers').waitFor();
    assert.equal(await dana.message('I know routers').count(), 0);
    await dana.page.getByRole('tabpanel').getByRole('button', { name: 'Close', exact: true }).click();
    await dana.tab(name).waitFor({ state: 'detached' });
    await close();
  });
}

test('a transfer that is refused says why; one that is passed comes back', async () => {
  const { dana, omar, name, close } = await talk('light');
  const mia = (await ada('GET', '/api/users?kind=technician&q=mia')).data[0];
  await dana.page.getByRole('button', { name: 'Transfer' }).click();
  await dana.dialog.getByRole('radio', { name: /Mia Larsen/ }).check();
  await dana.dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await dana.dialog.getByText('Mia Larsen is offline.').waitFor();
  await look(dana, 'console-transfer-refused');
  await dana.dialog.getByRole('button', { name: 'Let it wait for Mia Larsen' }).click();
  await dana.page.getByText('Waiting for Mia Larsen to take it').waitFor();
  assert.ok(mia.id);
  await dana.page.getByRole('button', { name: 'Somebody else…' }).click();
  await dana.dialog.getByRole('radio', { name: /Omar Haddad/ }).check();
  await dana.dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await omar.pass(name).click();
  await dana.log.getByText(/Omar Haddad has not taken the chat/).waitFor();
  await dana.page.getByRole('group', { name: 'Being handed over' }).waitFor({ state: 'detached' });
  await dana.say('I am still with you');
  await close();
});

test('at once to a team: the sender is out, and whoever takes it has it', async () => {
  const { dana, omar, visitor, name, close } = await talk('light');
  await dana.page.getByRole('button', { name: 'Transfer' }).click();
  await dana.dialog.getByRole('radio', { name: /Field service/ }).check();
  await dana.dialog.getByRole('checkbox', { name: /Leave at once/ }).check();
  await dana.dialog.getByRole('button', { name: 'Hand over and leave' }).click();
  await dana.page.getByText('You are not in this chat any more.').waitFor();
  await omar.accept(name);
  await visitor.heading(/Omar/).waitFor();
  await dana.page.getByText('Omar Haddad has this chat now.').waitFor();
  await close();
});

test('a colleague is brought in, sees the notes, and leaves again', async () => {
  const { dana, omar, visitor, name, close } = await talk('light');
  await dana.page.keyboard.press('Alt+p');
  await dana.note.fill('He pays late');
  await look(dana, 'console-note-mode');
  await dana.page.getByRole('button', { name: 'Invite a colleague' }).click();
  await dana.dialog.getByRole('radio', { name: /Omar Haddad/ }).check();
  await look(dana, 'console-invite');
  await dana.dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await omar.tab(name).click();
  await omar.message('Who knows routers?').waitFor();
  await visitor.log.getByText('Omar Haddad joined the chat').waitFor();
  await dana.page.getByRole('img', { name: 'Also in it: Omar Haddad' }).waitFor();

  // The note was a draft all the while; a reply has its own.
  await dana.page.keyboard.press('Escape');
  await dana.page.keyboard.press('Alt+l');
  assert.equal(await dana.box.inputValue(), '');
  await dana.page.keyboard.press('Alt+p');
  assert.equal(await dana.note.inputValue(), 'He pays late');
  await dana.page.getByRole('button', { name: 'Add note' }).click();
  await omar.log.getByRole('group', { name: 'Private note' }).getByText('He pays late').waitFor();
  await omar.page.keyboard.press('Alt+p');
  await omar.note.pressSequentially('I see');
  await dana.page.getByText('Omar Haddad is writing a private note').waitFor();
  await omar.note.press('Enter');
  await dana.log.getByText('I see').waitFor();
  assert.equal(await visitor.log.getByText('He pays late').count(), 0);
  assert.equal(await visitor.log.getByText('is writing').count(), 0, 'the client sees nothing of the writing');
  await look(dana, 'console-notes');
  await dana.page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await look(dana, 'console-notes-rtl');
  await dana.page.evaluate(() => { document.documentElement.dir = 'ltr'; });
  for (const width of [1024, 390]) {
    await dana.page.setViewportSize({ width, height: 800 });
    await look(dana, `console-notes-${width}`);
    assert.equal(await dana.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, `it does not overflow at ${width}`);
  }
  await dana.page.setViewportSize({ width: 1440, height: 900 });

  await dana.page.reload();
  await dana.log.getByRole('group', { name: 'Private note' }).getByText('He pays late').waitFor();
  await dana.box.waitFor();
  await omar.page.getByRole('button', { name: 'Leave the chat' }).click();
  await omar.dialog.getByText('Your colleagues go on').waitFor();
  await omar.dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await omar.tab(name).waitFor({ state: 'detached' });
  await dana.page.getByRole('img', { name: /Also in it/ }).waitFor({ state: 'detached' });
  await dana.page.getByRole('button', { name: 'Leave the chat' }).click();
  await dana.dialog.getByText('will wait for somebody again').waitFor();
  await dana.dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await omar.waiting(name).waitFor();
  await dana.accept(name);
  await dana.say('Back again');
  await visitor.message('Back again').waitFor();
  await close();
});
