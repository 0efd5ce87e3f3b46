// What technicians type with a slash, prepared texts, and articles: found as one types, run, and refused in words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deviceOf, launch, newName, person, Technician, until, violations, Visitor } from './apps.mjs';

let browser, ada;
const found = [];
const look = async (app, state) => found.push(...await violations(app.page, state));
before(async () => {
  browser = await launch();
  ada = await deviceOf('ada@demo.test');
  await ada('POST', '/api/canned-responses', { shortcode: 'aloha', title: 'Island greeting', content: 'Aloha {{customer_name}}, this is {{agent_name}}.' });
  await ada('POST', '/api/canned-responses', { shortcode: 'number', title: 'Ticket number', content: 'Your ticket is {{ticket_number}}.' });
  await ada('POST', '/api/kb/articles', { title: 'VPN drops', slug: 'vpn-drops', summary: 'Restart the **client**.', content: 'Restart', status: 'published', audience: 'client', url: 'https://help.test/vpn' });
  await ada('POST', '/api/kb/articles', { title: 'Router passwords', slug: 'router-passwords', summary: 'In the safe', content: 'Safe', status: 'published' });
});
after(async () => {
  await browser.close();
  assert.deepEqual(found, []);
});

async function talk(theme = 'light') {
  const [portal, desk] = [await person(browser, { theme }), await person(browser, { theme })];
  const dana = await Technician.open(desk, 'dana@demo.test');
  const visitor = await Visitor.open(portal);
  const name = newName();
  await visitor.start(name, 'My VPN drops');
  await dana.accept(name);
  await visitor.heading(/Dana/).waitFor();
  const close = async () => {
    assert.deepEqual([...dana.errors, ...visitor.errors], []);
    await dana.page.getByRole('button', { name: 'End chat' }).click().catch(() => undefined);
    for (const context of [portal, desk]) await context.close();
  };
  return { dana, visitor, name, close };
}

const options = (technician) => technician.page.getByRole('listbox', { name: 'Commands' }).getByRole('option');

for (const theme of ['light', 'dark']) {
  test(`commands are found as one types, and run, ${theme}`, async () => {
    const { dana, visitor, name, close } = await talk(theme);
    await dana.page.getByRole('button', { name: 'Commands' }).click();
    await options(dana).first().waitFor();
    await look(dana, `console-commands-${theme}`);
    await dana.box.pressSequentially('no');
    await until(async () => await options(dana).count() === 1, 'only one begins so');
    assert.equal(await dana.box.getAttribute('aria-activedescendant'), await options(dana).getAttribute('id'));
    await dana.page.keyboard.press('Tab');
    assert.equal(await dana.box.inputValue(), '/note ');
    await dana.page.getByText('/note <text>', { exact: false }).waitFor();
    await dana.box.pressSequentially('She pays late');
    await dana.box.press('Enter');
    await dana.log.getByRole('group', { name: 'Private note' }).getByText('She pays late').waitFor();
    assert.equal(await dana.box.inputValue(), '');
    // By arrow and Enter; Escape closes the list and nothing else.
    await dana.box.pressSequentially('/al');
    await dana.page.getByRole('option', { name: /Island greeting/ }).waitFor();
    await dana.page.keyboard.press('Escape');
    await options(dana).first().waitFor({ state: 'detached' });
    assert.equal(await dana.box.inputValue(), '/al');
    await dana.box.pressSequentially('o');
    await dana.page.getByRole('option', { name: /Island greeting/ }).waitFor();
    await dana.page.keyboard.press('Enter');
    assert.equal(await dana.box.inputValue(), '/aloha');
    await dana.page.getByText('Aloha {{customer_name}}').waitFor();
    await dana.page.keyboard.press('Enter');
    await visitor.message(`Aloha ${name}, this is Dana Reyes.`).waitFor();
    assert.equal(await visitor.log.getByText('She pays late').count(), 0);
    await close();
  });
}

test('what can’t be done is said, and what was typed stays', async () => {
  const { dana, visitor, close } = await talk();
  await dana.box.fill('/explode now');
  await dana.box.press('Enter');
  await dana.page.getByText('There is no command “/explode”').waitFor();
  assert.equal(await dana.box.inputValue(), '/explode now');
  await look(dana, 'console-command-unknown');
  await dana.box.fill('/ticket');
  await dana.page.keyboard.press('Escape');
  await dana.box.fill('/canned number');
  await dana.box.press('Enter');
  await dana.page.getByText(/Not done: ticket_number is missing/).waitFor();
  assert.equal(await dana.box.inputValue(), '/canned number');
  await dana.box.fill('/transfer nobody-of-that-name');
  await dana.box.press('Enter');
  await dana.page.getByText(/Not done:/).waitFor();
  await dana.box.fill('//end is how it ends');
  await dana.box.press('Enter');
  await visitor.message('/end is how it ends').waitFor();
  assert.equal(await visitor.log.getByText('explode').count(), 0);
  // An end is one that can be undone, whoever asks for it.
  await dana.box.fill('/end');
  await dana.page.keyboard.press('Escape');
  await dana.box.press('Enter');
  await dana.page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await dana.box.inputValue(), '');
  await close();
});

for (const theme of ['light', 'dark']) {
  test(`an article is found and shared, with the client or with colleagues, ${theme}`, async () => {
    const { dana, visitor, name, close } = await talk(theme);
    await dana.box.fill('/search kb vpn');
    await dana.box.press('Enter');
    const vpn = dana.dialog.getByRole('radio', { name: /VPN drops/ });
    await vpn.waitFor();
    await dana.dialog.getByRole('searchbox').fill('');
    const internal = dana.dialog.getByRole('radio', { name: /Router passwords/ });
    await internal.waitFor();
    assert.equal(await internal.isDisabled(), true, 'a client is not shown it');
    await dana.dialog.getByRole('button', { name: `Share with ${name}` }).click();
    await dana.dialog.getByText('Choose an article.').waitFor();
    await vpn.check();
    await dana.dialog.getByRole('textbox', { name: /A word to it/ }).fill('Have a look');
    await look(dana, `console-article-${theme}`);
    await dana.dialog.getByRole('button', { name: `Share with ${name}` }).click();
    const link = visitor.message('Have a look').getByRole('link', { name: /VPN drops/ });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), 'https://help.test/vpn');
    await dana.message('Have a look').getByRole('link', { name: /VPN drops/ }).waitFor();
    await look(visitor, `widget-article-${theme}`);

    await dana.page.keyboard.press('Alt+p');
    await dana.page.getByRole('button', { name: 'Share an article' }).click();
    await internal.check();
    await dana.dialog.getByRole('button', { name: 'Add as a note' }).click();
    await dana.log.getByRole('group', { name: 'Private note' }).getByText('Router passwords').waitFor();
    await look(dana, `console-article-shared-${theme}`);
    await dana.page.reload();
    await dana.message('Have a look').getByRole('link', { name: /VPN drops/ }).waitFor();
    assert.equal(await visitor.log.getByText('Router passwords').count(), 0);
    await close();
  });
}
