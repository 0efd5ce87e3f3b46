// Who left or wants to be called is dealt with, and what was done is noted, found and put right.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deviceOf, launch, newName, person, Technician, until, violations, waiter } from './apps.mjs';

let browser;
const found = [];
const look = async (app, state) => found.push(...await violations(app.page, state));
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  assert.deepEqual(found, []);
});

const row = (technician, name) => technician.queue.locator('button.q', { hasText: name });
const view = (technician, name) => technician.queue.getByRole('group', { name: 'Which chats' }).getByRole('button', { name }).click();
const notes = (technician) => technician.page.getByRole('region', { name: 'Notes' });

for (const theme of ['light', 'dark']) {
  test(`a callback and a chat that was left are completed, with a note and without, ${theme}`, async () => {
    const [one, two] = [await person(browser, { theme }), await person(browser, { theme })];
    const dana = await Technician.open(one, 'dana@demo.test');
    const omar = await Technician.open(two, 'omar@demo.test');
    const [called, left] = [newName(), newName()];
    const caller = await waiter(called, { subject: 'The mail is slow' });
    await view(dana, /^Left/);
    await view(omar, /^Left/);
    await caller.rest('POST', `/api/live-chat/${caller.id}/request-callback`, { phone: '+49 30 1234', note: 'After lunch' });
    const leaver = await waiter(left, { subject: 'Never mind' });
    await leaver.rest('POST', `/api/live-chat/${leaver.id}/abandon`, {});
    // They appear by themselves, on both desks; a reload finds them again.
    for (const desk of [dana, omar]) {
      await row(desk, called).waitFor();
      await row(desk, left).waitFor();
    }
    await dana.page.reload();
    await view(dana, /^Left/);
    await row(dana, called).click();
    await dana.message('Can somebody help?').waitFor();
    assert.equal(await dana.page.getByRole('link', { name: '+49 30 1234' }).getAttribute('href'), 'tel:+49301234');
    await dana.page.getByText('After lunch').waitFor();
    const box = dana.page.getByRole('textbox', { name: 'What was done' });
    await box.fill('Called: the router was **off**');
    await look(dana, `console-callback-${theme}`);
    // What was written is kept when one looks elsewhere, and over a reload.
    await row(dana, left).click();
    assert.equal(await box.inputValue(), '');
    await row(dana, called).click();
    assert.equal(await box.inputValue(), 'Called: the router was **off**');
    await dana.page.getByRole('button', { name: 'Complete', exact: true }).click();
    await dana.page.getByText(/Dealt with by Dana Reyes/).waitFor();
    await notes(dana).getByText('Called: the router was off').waitFor();
    await row(omar, called).waitFor({ state: 'detached' });
    await row(dana, called).waitFor({ state: 'detached' });

    // Without a note only after it was asked.
    await row(dana, left).click();
    await dana.page.getByRole('button', { name: 'Complete', exact: true }).click();
    const sure = dana.page.getByRole('group', { name: 'Complete it without a note?' });
    await sure.waitFor();
    await look(dana, `console-complete-sure-${theme}`);
    await dana.page.keyboard.press('Escape');
    await until(() => box.evaluate((at) => at === document.activeElement), 'the note has the focus');
    await dana.page.getByRole('button', { name: 'Complete', exact: true }).click();
    await sure.getByRole('button', { name: 'Without a note' }).click();
    await dana.page.getByText(/Dealt with by Dana Reyes/).waitFor();
    await row(omar, left).waitFor({ state: 'detached' });
    assert.deepEqual([...dana.errors, ...omar.errors], []);
    for (const context of [one, two]) await context.close();
  });
}

test('two complete it: one has done so, and the other sees who', async () => {
  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  const omar = await deviceOf('omar@demo.test');
  const name = newName();
  const client = await waiter(name);
  await client.rest('POST', `/api/live-chat/${client.id}/abandon`, {});
  await view(dana, /^Left/);
  await row(dana, name).click();
  await dana.page.getByRole('textbox', { name: 'What was done' }).fill('Mine');
  await omar('POST', `/api/live-chat/${client.id}/complete`, { note: 'Omar was faster' });
  await dana.page.getByText(/Dealt with by Omar Haddad/).waitFor();
  await notes(dana).getByText('Omar was faster').waitFor();
  await desk.close();
});

test('a client who comes back can be taken from where one reads', async () => {
  const desk = await person(browser);
  const dana = await Technician.open(desk, 'dana@demo.test');
  const name = newName();
  const client = await waiter(name);
  await client.rest('POST', `/api/live-chat/${client.id}/abandon`, {});
  await view(dana, /^Left/);
  await row(dana, name).click();
  await dana.page.getByRole('textbox', { name: 'What was done' }).waitFor();
  await client.rest('POST', `/api/channels/${client.id}/messages`, { content: 'After all' });
  await dana.page.getByText(`${name} has come back and waits.`).waitFor();
  await row(dana, name).waitFor({ state: 'detached' });
  await dana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await dana.tab(name).waitFor();
  await dana.say('Here I am');
  await desk.close();
});

test('what is over is found by its notes, which are added, changed and deleted', async () => {
  const [desk, other] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const omar = await deviceOf('omar@demo.test');
  const name = newName();
  const client = await waiter(name, { subject: 'Toner' });
  await client.rest('POST', `/api/live-chat/${client.id}/abandon`, {});
  const word = `cartridge${client.id}`;
  await omar('POST', `/api/live-chat/${client.id}/complete`, { note: `Sent a *${word}*` });

  await view(dana, 'Past');
  await dana.queue.getByRole('searchbox').fill('no such thing');
  await dana.queue.getByText('Nothing for “no such thing”').waitFor();
  await dana.queue.getByRole('searchbox').fill(word);
  await row(dana, name).click();
  await notes(dana).getByText(`Sent a ${word}`).waitFor();
  assert.equal(await notes(dana).getByRole('button', { name: 'Edit' }).count(), 0, 'a note of somebody else is theirs');
  const box = notes(dana).getByRole('textbox', { name: 'Write a note about this chat' });
  await box.fill('It arrived');
  await dana.page.reload();
  await view(dana, 'Past');
  await dana.queue.getByRole('searchbox').fill(word);
  await row(dana, name).click();
  assert.equal(await box.inputValue(), 'It arrived', 'a note that was begun is kept');
  await notes(dana).getByRole('button', { name: 'Save note' }).click();
  await notes(dana).getByText('It arrived').waitFor();
  await until(async () => await box.inputValue() === '', 'the box is empty again');
  await notes(dana).getByRole('button', { name: 'Edit' }).click();
  await notes(dana).getByRole('textbox', { name: 'Change the note' }).fill('It arrived on Monday');
  await look(dana, 'console-past-note');
  await notes(dana).getByRole('button', { name: 'Save', exact: true }).click();
  await notes(dana).getByText('It arrived on Monday').waitFor();
  await notes(dana).getByText(/edited/).waitFor();

  // Who may assign chats may change everybody's.
  const ada = await Technician.open(other, 'ada@demo.test');
  await view(ada, 'Past');
  await ada.queue.getByRole('searchbox').fill(word);
  await row(ada, name).click();
  await notes(ada).getByText('It arrived on Monday').waitFor();
  assert.equal(await notes(ada).getByRole('button', { name: 'Edit' }).count(), 2);

  await notes(dana).getByRole('button', { name: 'Delete' }).click();
  await notes(dana).getByText('Delete this note?').waitFor();
  await notes(dana).getByRole('button', { name: 'Delete' }).click();
  await notes(dana).getByText('It arrived on Monday').waitFor({ state: 'detached' });
  await look(dana, 'console-past');
  for (const width of [1024, 390]) {
    await dana.page.setViewportSize({ width, height: 800 });
    await look(dana, `console-past-${width}`);
    assert.equal(await dana.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  }
  assert.deepEqual([...dana.errors, ...ada.errors], []);
  for (const context of [desk, other]) await context.close();
});
