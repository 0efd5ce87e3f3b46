// A visitor for whom nobody comes, or who comes when nobody is there; what they say when it is over, and going on with it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Daemon } from '../support/daemon.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const daemon = await Daemon.start({ demo: true, config: { server: { static_root: path.join(root, 'web/dist') } } });
process.env.CHATD_URL = daemon.url;
const { deviceOf, launch, newName, person, Technician, until, violations, Visitor } = await import('./apps.mjs');

let browser, ada;
const found = [];
const look = async (app, state) => found.push(...await violations(app.page, state));
before(async () => {
  browser = await launch();
  ada = await deviceOf('ada@demo.test');
});
after(async () => {
  await browser.close();
  await daemon.dispose();
  assert.deepEqual(found, []);
});

const configure = (fields) => ada('PATCH', '/api/chat-configs/demo', fields);
const open = () => configure({ settings: {}, office_hours: null, after_hours: 'callback' });
const ofStatus = async (status, name) => (await ada('GET', `/api/live-chat/agent/sessions?status=${status}&sort=newest&limit=50`)).data.find((one) => one.customer.name === name);

for (const theme of ['light', 'dark']) {
  test(`nobody comes: one waits on, or is called back, ${theme}`, async () => {
    await configure({ settings: { no_answer_after: '1s' } });
    const portal = await person(browser, { theme });
    const visitor = await Visitor.open(portal);
    const name = newName();
    await visitor.start(name, 'Is anybody there?');
    const question = visitor.panel.getByRole('heading', { name: /taking longer/ });
    await question.waitFor();
    await look(visitor, `widget-no-answer-${theme}`);
    // On another tab, and after a reload, it is asked too.
    const tab = await Visitor.open(portal);
    await tab.show();
    await tab.panel.getByRole('heading', { name: /taking longer/ }).waitFor();
    await visitor.page.reload();
    await question.waitFor();
    await configure({ settings: { no_answer_after: '1m' } });
    await visitor.panel.getByRole('button', { name: /Keep waiting/ }).click();
    await question.waitFor({ state: 'detached' });
    await tab.panel.getByRole('heading', { name: /taking longer/ }).waitFor({ state: 'detached' });
    await visitor.heading('Waiting for a person').waitFor();
    await tab.page.close();
    await visitor.page.close();

    await configure({ settings: { no_answer_after: '1s' } });
    const other = await person(browser, { theme });
    const caller = await Visitor.open(other);
    const called = newName();
    await caller.start(called, 'Please call me');
    await caller.panel.getByRole('button', { name: /Call me back/ }).click();
    const phone = caller.panel.getByRole('textbox', { name: 'Phone' });
    await until(() => phone.evaluate((one) => one.getRootNode().activeElement === one), 'the number is asked for first');
    await caller.panel.getByRole('button', { name: 'Ask for the call' }).click();
    await caller.panel.getByText('We need a number to call').waitFor();
    await phone.fill('at home');
    await caller.panel.getByRole('button', { name: 'Ask for the call' }).click();
    await caller.panel.getByText('This does not look like a phone number').waitFor();
    await look(caller, `widget-callback-refused-${theme}`);
    await phone.fill('+49 30 1234');
    await caller.panel.getByRole('textbox', { name: /What we should know/ }).fill('After lunch');
    await caller.panel.getByRole('button', { name: 'Ask for the call' }).click();
    await caller.panel.getByText('We will call +49 30 1234').waitFor();
    await caller.log.getByText('You asked to be called').waitFor();
    await look(caller, `widget-callback-${theme}`);
    assert.deepEqual((({ phone: number, note }) => ({ number, note }))((await ofStatus('callback', called)).callback), { number: '+49 30 1234', note: 'After lunch' });

    // A wrong number is put right, also after a reload.
    await caller.page.reload();
    await caller.panel.getByRole('button', { name: 'Change' }).click();
    await caller.panel.getByRole('textbox', { name: 'Phone' }).fill('+49 30 4321');
    await caller.panel.getByRole('button', { name: 'Ask for the call' }).click();
    await caller.panel.getByText('We will call +49 30 4321').waitFor();
    assert.equal((await ofStatus('callback', called)).callback.phone, '+49 30 4321');
    // Who writes waits again.
    await caller.say('I am here again');
    await caller.heading('Waiting for a person').waitFor();
    assert.deepEqual([...caller.errors], []);
    for (const context of [portal, other]) await context.close();
    await open();
  });
}

test('nobody comes: one leaves it, and takes it up again', async () => {
  await configure({ settings: { no_answer_after: '1s' } });
  const portal = await person(browser);
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Never mind');
  await visitor.panel.getByRole('button', { name: /Leave it with us/ }).click();
  await visitor.panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
  assert.ok(await ofStatus('abandoned', name));
  await look(visitor, 'widget-left');
  await open();
  await visitor.say('After all');
  await visitor.heading('Waiting for a person').waitFor();
  assert.ok(await ofStatus('pending', name));
  await portal.close();
});

test('the place in the line and how long it may take', async () => {
  await open();
  const [one, two] = [await person(browser), await person(browser)];
  const [first, second] = [await Visitor.open(one), await Visitor.open(two)];
  await first.start(newName(), 'First');
  await second.start(newName(), 'Second');
  const place = second.panel.getByRole('region', { name: 'Your place in line' });
  const number = async () => Number.parseInt(await place.locator('.pos').innerText(), 10);
  await place.locator('.pos').waitFor();
  const before_ = await number();
  assert.ok(before_ > 1, `${before_}`);
  await second.page.reload();
  await place.locator('.pos').waitFor();
  assert.equal(await number(), before_);
  await first.panel.getByRole('button', { name: 'End chat' }).click();
  await first.panel.getByRole('group', { name: 'End this chat?' }).getByRole('button', { name: 'End chat' }).click();
  await until(async () => await number() === before_ - 1, 'one less is before them');
  for (const context of [one, two]) await context.close();
});

for (const theme of ['light', 'dark']) {
  test(`outside office hours a message is left, with a number, ${theme}`, async () => {
    const day = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(Date.now() + 3 * 86_400_000).toLowerCase();
    await configure({ after_hours: 'callback', office_hours: { time_zone: 'Europe/Berlin', week: { [day]: [{ from: '09:00', to: '17:00' }] } } });
    const portal = await person(browser, { theme });
    const visitor = await Visitor.open(portal);
    const name = newName();
    await visitor.show();
    await visitor.panel.getByText(/We are closed now, and back/).waitFor();
    await visitor.panel.getByText('Our hours').click();
    await visitor.panel.getByText('09:00–17:00').waitFor();
    await look(visitor, `widget-closed-${theme}`);
    await visitor.panel.getByRole('textbox', { name: /Your name/ }).fill(name);
    await visitor.panel.getByRole('textbox', { name: /How can we help/ }).fill('The server is down');
    await visitor.panel.getByRole('textbox', { name: /Phone/ }).fill('nowhere');
    await visitor.panel.getByRole('button', { name: 'Leave message' }).click();
    // The message is there; only the number was not good.
    await visitor.panel.getByText('This does not look like a phone number').waitFor();
    await visitor.message('The server is down').waitFor();
    await visitor.panel.getByRole('button', { name: 'Back', exact: true }).click();
    await visitor.panel.getByText('We have your message').waitFor();
    await look(visitor, `widget-message-left-${theme}`);
    await visitor.panel.getByRole('button', { name: 'Have us call you' }).click();
    await visitor.panel.getByRole('textbox', { name: 'Phone' }).fill('+43 1 555 0100');
    await visitor.panel.getByRole('button', { name: 'Ask for the call' }).click();
    await visitor.panel.getByText('We will call +43 1 555 0100').waitFor();
    await visitor.say('The one in the cellar');
    await visitor.page.reload();
    await visitor.panel.getByText('We will call +43 1 555 0100').waitFor();
    assert.equal((await ofStatus('callback', name)).callback.phone, '+43 1 555 0100');
    await portal.close();
  });
}

test('where no chat can be begun it says when; and a page that is open hears that the office has shut', async () => {
  await open();
  const portal = await person(browser);
  const visitor = await Visitor.open(portal);
  await visitor.show();
  await visitor.panel.getByRole('textbox', { name: /Your name/ }).fill(newName());
  await visitor.panel.getByRole('textbox', { name: /How can we help/ }).fill('Too late');
  await configure({ after_hours: 'refuse', office_hours: { time_zone: 'Europe/Berlin', week: {} } });
  await visitor.panel.getByRole('button', { name: 'Start chat' }).click();
  await visitor.panel.getByRole('heading', { name: 'Chat is closed' }).waitFor();
  await look(visitor, 'widget-refused');
  await visitor.page.reload();
  await visitor.show();
  await visitor.panel.getByRole('heading', { name: 'Chat is closed' }).waitFor();
  await open();
  await visitor.page.reload();
  await visitor.show();
  await visitor.panel.getByRole('button', { name: 'Start chat' }).waitFor();
  assert.equal(await visitor.panel.getByRole('textbox', { name: /How can we help/ }).inputValue(), 'Too late', 'what was written is kept');
  await portal.close();
});

for (const theme of ['light', 'dark']) {
  test(`when it is over: rated, put right, and gone on with, ${theme}`, async () => {
    await open();
    const [portal, desk] = [await person(browser, { theme }), await person(browser, { theme })];
    const dana = await Technician.open(desk, 'dana@demo.test');
    const visitor = await Visitor.open(portal);
    const name = newName();
    await visitor.start(name, 'Quick one');
    await dana.accept(name);
    await visitor.heading(/Dana/).waitFor();
    await dana.page.getByRole('button', { name: 'End chat' }).click();
    await dana.page.getByRole('button', { name: 'End now' }).click();
    const stars = visitor.panel.getByRole('group', { name: 'How was it?' });
    await stars.waitFor();
    await look(visitor, `widget-rating-${theme}`);
    await stars.getByRole('radio', { name: '3 of 5: All right' }).focus();
    await visitor.page.keyboard.press('ArrowRight');
    await visitor.page.keyboard.press('Space');
    await visitor.panel.getByRole('textbox', { name: /What went well/ }).fill('Quick');
    await look(visitor, `widget-rating-chosen-${theme}`);
    await visitor.panel.getByRole('button', { name: 'Send', exact: true }).first().click();
    const given = await until(async () => visitor.panel.getByText(/Thank you. You gave/).innerText(), 'it is not thanked for');
    assert.match(given, /4 of 5/);
    await dana.log.getByText(/rated the chat: 4 of 5/).waitFor();
    await visitor.page.reload();
    await visitor.panel.getByText('Thank you. You gave 4 of 5.').waitFor();
    await look(visitor, `widget-rated-${theme}`);
    await visitor.panel.getByRole('button', { name: 'Change' }).click();
    assert.equal(await visitor.panel.getByRole('textbox', { name: /What went well/ }).inputValue(), 'Quick');
    await visitor.panel.getByRole('radio', { name: '5 of 5: Great' }).check({ force: true });
    await visitor.panel.getByRole('button', { name: 'Send', exact: true }).first().click();
    await visitor.panel.getByText('Thank you. You gave 5 of 5.').waitFor();

    // Writing takes it up again, with who had it.
    await visitor.say('One more thing');
    await visitor.heading(/Dana/).waitFor();
    await dana.message('One more thing').waitFor();
    await dana.say('Tell me');
    await visitor.message('Tell me').waitFor();

    // Where that is too late, it says so and nothing is lost.
    await configure({ settings: { reopen_within: '0s' } });
    await dana.page.getByRole('button', { name: 'End chat' }).click();
    await dana.page.getByRole('button', { name: 'End now' }).click();
    await visitor.panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
    await visitor.say('Too late');
    await visitor.panel.getByText('This chat can’t be taken up any more.').waitFor();
    await visitor.message('Too late').getByText('Not sent: this chat has ended.').waitFor();
    await look(visitor, `widget-too-late-${theme}`);
    assert.deepEqual([...dana.errors, ...visitor.errors], []);
    for (const context of [portal, desk]) await context.close();
  });
}

test('narrow and by touch, and in the other direction', async () => {
  await configure({ settings: { no_answer_after: '1s' } });
  const portal = await person(browser, { width: 390, height: 800, hasTouch: true });
  const visitor = await Visitor.open(portal);
  await visitor.start(newName(), 'Small');
  await visitor.panel.getByRole('heading', { name: /taking longer/ }).waitFor();
  await look(visitor, 'widget-no-answer-390');
  await visitor.panel.getByRole('button', { name: /Call me back/ }).click();
  await visitor.page.evaluate(() => { document.querySelector('chatd-widget').shadowRoot.querySelector('[dir]').dir = 'rtl'; });
  await look(visitor, 'widget-callback-form-390-rtl');
  await visitor.page.keyboard.press('Escape');
  await visitor.panel.getByRole('heading', { name: /taking longer/ }).waitFor();
  assert.equal(await visitor.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  await portal.close();
  await open();
});
