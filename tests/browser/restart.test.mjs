// The daemon is killed and comes back: nothing that was written is lost or doubled, and nobody has to do anything.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Daemon } from '../support/daemon.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const daemon = await Daemon.start({ demo: true, config: { server: { static_root: path.join(root, 'web/dist') } } });
process.env.CHATD_URL = daemon.url;
const { launch, newName, person, Technician, until, Visitor } = await import('./apps.mjs');

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  await daemon.dispose();
});

const texts = (app) => app.log.locator('.bub').allInnerTexts();

async function talk() {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Before');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();
  const close = async () => { for (const context of [portal, desk]) await context.close(); };
  return { dana, visitor, close };
}

test('a killed daemon loses nothing that was written, and doubles nothing', async () => {
  const { dana, visitor, close } = await talk();
  const said = ['Before'];
  for (const round of [1, 2]) {
    for (const at of [1, 2, 3]) {
      await visitor.say(`visitor ${round}.${at}`);
      await dana.say(`dana ${round}.${at}`);
      said.push(`visitor ${round}.${at}`, `dana ${round}.${at}`);
    }
    await daemon.kill();
    await visitor.say(`visitor ${round} alone`);
    await dana.say(`dana ${round} alone`);
    said.push(`visitor ${round} alone`, `dana ${round} alone`);
    await daemon.launch();
    for (const app of [visitor, dana]) {
      await until(async () => (await texts(app)).length === said.length && await app.log.getByText('Sending…').count() === 0,
        'not all has arrived', 40_000);
    }
  }
  const seen = await texts(visitor);
  assert.deepEqual(seen, await texts(dana), 'both see the same order');
  assert.deepEqual([...seen].sort(), [...said].sort());
  for (const who of ['visitor', 'dana']) {
    const own = (list) => list.filter((one) => one.startsWith(who));
    assert.deepEqual(own(seen), own(said), `what ${who} wrote stays in the order of writing`);
  }
  await close();
});

test('a restart as by systemd ends nobody\'s work', async () => {
  const { dana, visitor, close } = await talk();
  await dana.box.fill('half a sentence');
  await daemon.restart();
  await visitor.say('After');
  await dana.message('After').waitFor({ timeout: 40_000 });
  assert.equal(await dana.box.inputValue(), 'half a sentence');
  await dana.box.press('Enter');
  await visitor.message('half a sentence').waitFor();
  await close();
});

test('who waits keeps their place over a restart', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'I wait');
  const dana = await Technician.open(desk, 'dana@demo.test');
  await dana.waiting(name).waitFor();
  await daemon.restart({ hard: true });
  await until(() => dana.waiting(name).isVisible(), 'the queue is empty');
  await until(async () => {
    await dana.waiting(name).click({ timeout: 1_000 }).catch(() => undefined);
    return await dana.tab(name).count() === 1;
  }, 'the chat cannot be accepted', 40_000);
  await dana.say('Thanks for waiting');
  await visitor.message('Thanks for waiting').waitFor({ timeout: 40_000 });
  for (const context of [portal, desk]) await context.close();
});
