// Files in a chat: chosen, pasted or refused in the console, seen and fetched by the client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newName, person, Technician, url, violations, Visitor } from './apps.mjs';

let browser;
const found = [];
const look = async (app, state) => found.push(...await violations(app.page, state));
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  assert.deepEqual(found, []);
});

const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

for (const theme of ['light', 'dark']) {
  test(`a file goes with the next message, ${theme}`, async () => {
    const [portal, desk] = [await person(browser, { theme }), await person(browser, { theme })];
    const dana = await Technician.open(desk, 'dana@demo.test');
    const visitor = await Visitor.open(portal);
    const name = newName();
    await visitor.start(name, 'How do I open it?');
    await dana.accept(name);
    await visitor.heading(/Dana/).waitFor();
    const picker = dana.page.locator('input[type=file]');
    const list = dana.page.getByRole('list', { name: 'Files for the next message' });

    await picker.setInputFiles([file('steps.txt', '1. Open the lid.'), file('wrong.txt', 'x')]);
    await list.getByText('steps.txt').waitFor();
    await dana.page.getByRole('button', { name: 'Remove wrong.txt' }).click();
    await list.getByText('kB').waitFor();
    // What has arrived is kept over a reload, and is not sent with a note.
    await dana.page.reload();
    await list.getByText('steps.txt').waitFor();
    assert.equal(await list.getByText('wrong.txt').count(), 0);
    await dana.page.keyboard.press('Alt+p');
    await list.waitFor({ state: 'detached' });
    await dana.page.keyboard.press('Alt+l');
    await list.getByText('steps.txt').waitFor();
    await look(dana, `console-files-${theme}`);
    await dana.say('These **steps**');
    const link = visitor.message('These steps').getByRole('link', { name: /steps.txt/ });
    await link.waitFor();
    await list.waitFor({ state: 'detached' });
    await dana.message('These steps').getByRole('link', { name: /steps.txt/ }).waitFor();
    const address = new URL(await link.getAttribute('href'), url);
    assert.equal(await (await fetch(address)).text(), '1. Open the lid.');

    // Without a word, and from the clipboard.
    await dana.box.evaluate((box) => {
      const data = new DataTransfer();
      data.items.add(new File(['E-5'], 'pasted.log', { type: 'text/plain' }));
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await list.getByText('pasted.log').waitFor();
    await list.getByText('kB').waitFor();
    await dana.page.getByRole('button', { name: 'Send', exact: true }).click();
    await visitor.log.getByRole('link', { name: /pasted.log/ }).waitFor();
    await look(visitor, `widget-files-${theme}`);
    await look(dana, `console-files-sent-${theme}`);
    await visitor.page.reload();
    await visitor.log.getByRole('link', { name: /pasted.log/ }).waitFor();
    assert.deepEqual([...dana.errors, ...visitor.errors], []);
    for (const context of [portal, desk]) await context.close();
  });
}

test('a file that does not arrive says so, and goes when it is asked again', async () => {
  const [portal, desk] = [await person(browser), await person(browser)];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'Send me the log');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();
  const list = dana.page.getByRole('list', { name: 'Files for the next message' });
  await dana.page.route('**/api/chat-upload/upload', (route) => route.abort());
  await dana.page.locator('input[type=file]').setInputFiles([file('a.log', 'A')]);
  await list.getByText(/Not uploaded/).waitFor();
  await look(dana, 'console-file-refused');
  await dana.say('Only words');
  await visitor.message('Only words').waitFor();
  assert.equal(await list.getByText('a.log').count(), 1, 'it stays for the next one');
  await dana.page.unroute('**/api/chat-upload/upload');
  await list.getByRole('button', { name: 'Retry' }).click();
  await list.getByText('kB').waitFor();
  await dana.say('Here it is');
  await visitor.message('Here it is').getByRole('link', { name: /a.log/ }).waitFor();
  for (const context of [portal, desk]) await context.close();
});
