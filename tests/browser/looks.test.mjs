// The apps in their main states, in both themes and several widths: axe finds nothing, nothing overflows, the keyboard suffices.
// With CHATD_SCREENSHOTS=folder each state is kept as a picture.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newName, person, Technician, until, url, violations, Visitor } from './apps.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

for (const theme of ['light', 'dark']) {
  test(`nothing for axe to find, ${theme}`, async () => {
    const [portal, desk] = [await person(browser, { theme, width: 1280, height: 800 }), await person(browser, { theme })];
    const found = [];
    const look = async (app, state) => found.push(...await violations(app.page, `${state}-${theme}`));

    const console_ = { page: await desk.newPage() };
    await console_.page.goto(`${url}/`);
    await look(console_, 'index');
    await console_.page.goto(`${url}/console`);
    await console_.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await look(console_, 'console-sign-in');
    await console_.page.close();

    const dana = await Technician.open(desk, 'dana@demo.test');
    const visitor = await Visitor.open(portal);
    await look(visitor, 'widget-launcher');
    await visitor.show();
    await look(visitor, 'widget-home');
    await visitor.panel.getByRole('button', { name: 'Start chat' }).click();
    await look(visitor, 'widget-home-errors');
    const name = newName();
    await visitor.start(name, 'The printer on dock 3 stopped');
    await visitor.heading('Waiting for a person').waitFor();
    await look(visitor, 'widget-waiting');
    await dana.waiting(name).waitFor();
    await look(dana, 'console-waiting');

    await dana.accept(name);
    await dana.say('Dana here. Does its display show `E-04`?\n\n1. Open the front\n2. Wait for ten seconds');
    await visitor.message('Dana here').waitFor();
    await visitor.say('Yes, E-04');
    await dana.message('Yes, E-04').waitFor();
    await dana.box.fill('One moment');
    await visitor.log.getByText('is writing').waitFor();
    await look(visitor, 'widget-talking');
    await look(dana, 'console-talking');

    await dana.page.keyboard.press('Control+k');
    await dana.page.getByRole('dialog').waitFor();
    await look(dana, 'console-palette');
    await dana.page.keyboard.press('Escape');
    await dana.page.getByRole('button', { name: /^You:/ }).click();
    await look(dana, 'console-menu');
    await dana.page.keyboard.press('Escape');

    for (const [width, height] of [[1024, 768], [1280, 800], [1920, 1080], [390, 800]]) {
      await dana.page.setViewportSize({ width, height });
      await look(dana, `console-talking-${width}`);
      assert.equal(await overflows(dana.page), false, `the console does not overflow at ${width}`);
    }
    await dana.page.setViewportSize({ width: 1440, height: 900 });
    await dana.page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    await look(dana, 'console-talking-rtl');
    await dana.page.evaluate(() => { document.documentElement.dir = 'ltr'; });
    await visitor.page.setViewportSize({ width: 390, height: 800 });
    await look(visitor, 'widget-talking-390');
    assert.equal(await overflows(visitor.page), false, 'the portal does not overflow at 390');
    await visitor.page.setViewportSize({ width: 1280, height: 800 });

    await portal.setOffline(true);
    await visitor.say('Are you there?');
    await visitor.panel.getByText('Sending…').waitFor();
    await visitor.panel.getByText('No connection').waitFor();
    await look(visitor, 'widget-offline');
    await portal.setOffline(false);
    await dana.message('Are you there?').waitFor();

    await dana.page.getByRole('button', { name: 'End chat' }).click();
    await dana.page.getByRole('button', { name: 'Undo' }).waitFor();
    await look(dana, 'console-ending');
    await dana.page.getByRole('button', { name: 'End now' }).click();
    await visitor.panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
    await look(visitor, 'widget-ended');
    await dana.page.getByText(/^(Ended by|This chat has ended)/).waitFor();
    await look(dana, 'console-ended');
    assert.deepEqual(found, []);
    assert.deepEqual([...dana.errors, ...visitor.errors], []);
    for (const context of [portal, desk]) await context.close();
  });
}

test('a chat without a pointer: accept, write, end', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();

  await visitor.launcher.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.panel.waitFor();
  await until(() => visitor.page.evaluate(() => document.querySelector('chatd-widget').shadowRoot.activeElement?.tagName === 'H1'), 'the heading has the focus');
  await visitor.start(name, 'By keys alone');
  await visitor.page.keyboard.press('Escape');
  await visitor.panel.waitFor({ state: 'hidden' });
  await until(() => visitor.launcher.evaluate((one) => one.getRootNode().activeElement === one), 'the focus is back on the launcher');

  await dana.waiting(name).waitFor();
  const { keyboard } = dana.page;
  const inQueue = () => dana.queue.evaluate((one) => one.contains(document.activeElement));
  for (let at = 0; at < 5 && !await inQueue(); at++) await keyboard.press('F6');
  assert.ok(await inQueue(), 'F6 reaches the queue');
  await keyboard.press('Home');
  await until(async () => {
    if (await dana.waiting(name).evaluate((one) => one === document.activeElement)) return true;
    await keyboard.press('ArrowDown');
    return false;
  }, 'arrow keys do not reach the waiting chat');
  await keyboard.press('a');
  await dana.tab(name).waitFor();
  await until(() => dana.box.evaluate((one) => one === document.activeElement), 'the composer has the focus');
  await keyboard.type('first line');
  await keyboard.press('Shift+Enter');
  await keyboard.type('second line');
  await keyboard.press('Enter');

  // The closed widget says so: a count on the launcher, and the words beside it.
  await visitor.page.getByRole('button', { name: /1 unread/ }).waitFor();
  await visitor.page.keyboard.press('Enter');
  await visitor.message('second line').waitFor();
  await visitor.page.getByRole('button', { name: 'Chat with Northwind IT', exact: true }).waitFor();

  await keyboard.press('Alt+e');
  await until(() => dana.page.getByRole('button', { name: 'Undo' }).evaluate((one) => one === document.activeElement), 'undo has the focus');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  await visitor.panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
  for (const context of [portal, desk]) await context.close();
});

test('what comes in is spoken once, and what is mine is not', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Please speak');
  await visitor.page.evaluate(() => {
    window.spoken = [];
    const live = document.querySelector('chatd-widget').shadowRoot.querySelector('[aria-live=polite]');
    new MutationObserver(() => window.spoken.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  });
  await dana.accept(name);
  await dana.say('Hello **there**');
  await visitor.message('Hello there').waitFor();
  await visitor.say('My own words');
  await dana.message('My own words').waitFor();
  const spoken = await until(async () => {
    const all = await visitor.page.evaluate(() => window.spoken);
    return all.some((one) => one.endsWith('Hello there')) && all;
  }, 'the message is spoken');
  assert.equal(spoken.filter((one) => one.endsWith('Hello there')).length, 1);
  assert.ok(!spoken.some((one) => one.includes('My own words') || one.includes('Please speak')));
  for (const context of [portal, desk]) await context.close();
});
