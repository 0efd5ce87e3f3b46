// The widget on a portal of another origin, under a strict policy of its own, and the loader's commands.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { launch, newName, person, Technician, until, url, Visitor } from './apps.mjs';

/** The origin that the chat config `elsewhere` allows; see `run`. */
const origin = process.env.CHATD_ELSEWHERE;
const skip = origin ? false : 'CHATD_ELSEWHERE names no other origin';

let browser;
let portal;
before(async () => {
  browser = await launch();
  if (origin) portal = await serve(new URL(origin).port);
});
after(async () => {
  await browser.close();
  portal?.close();
});

/** A page that allows the server's scripts and connections, and no style but what scripts make. */
function serve(port) {
  const page = `<!doctype html><html lang="en"><title>Elsewhere</title><main><h1>Elsewhere</h1></main>
    <script src="${url}/widget.js" data-config="elsewhere"></script></html>`;
  const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')}; base-uri 'none'`;
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(page);
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
}

test('one script tag is enough on another origin', { skip }, async () => {
  const [outside, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const complaints = [];
  outside.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const visitor = await Visitor.open(outside, origin);
  const name = newName();
  await visitor.start(name, 'From elsewhere');
  await dana.accept(name);
  await dana.say('Seen');
  await visitor.message('Seen').waitFor();
  const box = await visitor.panel.boundingBox();
  assert.equal(Math.round(box.width), 392, 'the panel has its style');
  await visitor.page.reload();
  await visitor.message('Seen').waitFor();
  assert.deepEqual(complaints.filter((text) => !text.includes('favicon')), []);
  for (const context of [outside, desk]) await context.close();
});

test('the portal opens, listens to, identifies and resets the widget', async () => {
  const context = await person(browser);
  const visitor = await Visitor.open(context);
  await visitor.launcher.waitFor();
  await visitor.page.evaluate(() => {
    window.heard = [];
    for (const event of ['open', 'close']) window.chatd('on', event, () => window.heard.push(event));
    window.chatd('identify', { name: 'Known By Portal', email: 'known@portal.test' });
    window.chatd('open');
  });
  await visitor.panel.waitFor();
  await visitor.page.evaluate(() => window.chatd('close'));
  await visitor.panel.waitFor({ state: 'hidden' });
  await until(() => visitor.page.evaluate(() => window.heard.join() === 'open,close'), 'the portal hears it');

  await visitor.start(newName(), 'Mine alone');
  await visitor.page.evaluate(() => window.chatd('reset'));
  await visitor.panel.getByRole('button', { name: 'Start chat' }).waitFor();
  const kept = await visitor.page.evaluate(() => Object.keys(localStorage).filter((key) => /tokens|:chat$|outbox/.test(key)));
  assert.deepEqual(kept, [], 'nothing of the visitor stays');
  await context.close();
});

test('nothing but the loader and its configuration is loaded before the first use', async () => {
  const context = await person(browser);
  const page = await context.newPage();
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${url}/portal`);
  await page.locator('chatd-widget button.launcher').waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(loaded.filter((path) => /widget|socket|visitors/.test(path)), ['/widget.js', '/api/widget/demo']);
  await context.close();
});
