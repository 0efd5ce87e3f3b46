// Tokens that end soon, and tabs that share them. An access token of 62 s is renewed every two seconds here.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Daemon } from '../support/daemon.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const daemon = await Daemon.start({ demo: true, config: { auth: { access_ttl: '62s' }, server: { static_root: path.join(root, 'web/dist') } } });
process.env.CHATD_URL = daemon.url;
const { launch, newName, person, Technician, until, Visitor } = await import('./apps.mjs');

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  await daemon.dispose();
});

test('two tabs renew one sign-in between them, and neither is put out', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const answers = [];
  desk.on('response', (response) => response.url().endsWith('/api/auth/refresh') && answers.push(response.status()));
  const dana = await Technician.open(desk, 'dana@demo.test');
  const other = new Technician();
  other.page = await desk.newPage();
  await other.page.goto(`${daemon.url}/console`);
  await other.queue.getByRole('heading', { name: /Waiting/ }).waitFor();

  await until(() => answers.length >= 4, 'the token is not renewed', 30_000);
  assert.deepEqual([...new Set(answers)], [200]);
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Still there?');
  await other.waiting(name).waitFor();
  await dana.accept(name);
  await dana.say('Both of us');
  await other.tab(name).click();
  await other.message('Both of us').waitFor();
  await visitor.message('Both of us').waitFor();
  for (const context of [portal, desk]) await context.close();
});

test('signing out in one tab signs out the other, and a draft waits for the next time', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Hello');
  await dana.accept(name);
  await dana.box.fill('half a sentence');
  const other = await desk.newPage();
  await other.goto(`${daemon.url}/console`);
  await other.getByRole('button', { name: /^You:/ }).click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByRole('button', { name: 'Sign in' }).waitFor();
  await dana.page.getByRole('button', { name: 'Sign in' }).waitFor();

  const again = await Technician.open(desk, 'dana@demo.test');
  await again.mine(name).click();
  assert.equal(await again.box.inputValue(), 'half a sentence');
  for (const context of [portal, desk]) await context.close();
});

test('a wrong password is said so', async () => {
  const desk = await person(browser);
  const page = await desk.newPage();
  await page.goto(`${daemon.url}/console`);
  await page.getByRole('textbox', { name: 'Email' }).fill('dana@demo.test');
  await page.getByLabel('Password').fill('not this');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
  assert.ok(await page.getByLabel('Password').evaluate((one) => one === document.activeElement), 'the password has the focus');
  await desk.close();
});
