// A browser, and the two apps as their users see them: by roles and names.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '../../web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const url = process.env.CHATD_URL;
const shots = process.env.CHATD_SCREENSHOTS;

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** A person's own browser: nothing kept from others. Fails the test on errors of the page. */
export async function person(browser, { width = 1440, height = 900, theme = 'light', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', ...more });
  context.setDefaultTimeout(15_000);
  context.errors = [];
  context.on('weberror', (error) => context.errors.push(error.error()));
  return context;
}

/** One request, as JSON; `token` of who asks. */
export async function ask(method, route, body = undefined, token = undefined) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(url + route, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** Another device of somebody of the staff, by REST. */
export async function deviceOf(email) {
  const { access_token } = await ask('POST', '/api/auth/login', { email, password: 'chatd-demo' });
  return (method, route, body) => ask(method, route, body, access_token);
}

/** A visitor without a browser, who has started a chat. */
export async function waiter(name, start = {}) {
  const { access_token } = await ask('POST', '/api/widget/demo/visitors', { name });
  const rest = (method, route, body) => ask(method, route, body, access_token);
  const { session } = await rest('POST', '/api/live-chat/start', { subject: 'A question', message: 'Can somebody help?', config_id: 'demo', ...start });
  return { rest, id: session.session_id };
}

let visitors = 0;
/** A name that no other chat has. */
export const newName = () => `Visitor ${process.pid % 10_000}-${++visitors}`;

export class Visitor {
  static async open(context, page = '/portal') {
    const visitor = new Visitor();
    visitor.page = await context.newPage();
    visitor.errors = context.errors;
    await visitor.page.goto(page.startsWith('http') ? page : url + page);
    return visitor;
  }

  get launcher() { return this.page.locator('chatd-widget button.launcher'); }
  get panel() { return this.page.getByRole('dialog'); }
  get log() { return this.panel.getByRole('log'); }
  get box() { return this.panel.getByRole('textbox', { name: 'Your message' }); }
  heading(name) { return this.panel.getByRole('heading', { name }); }
  message(text) { return this.log.locator('.msg', { hasText: text }); }

  async show() {
    if (!await this.panel.isVisible()) await this.launcher.click();
    await this.panel.waitFor();
  }

  async start(name, text, subject = 'A question') {
    await this.show();
    const fill = async (label, value) => {
      const field = this.panel.getByRole('textbox', { name: label });
      if (await field.count() > 0) await field.fill(value);
    };
    await fill(/Your name/, name);
    await fill(/What is it about/, subject);
    await fill(/How can we help/, text);
    await this.panel.getByRole('button', { name: 'Start chat' }).click();
    await this.message(text).waitFor();
  }

  async say(text) {
    await this.box.fill(text);
    await this.box.press('Enter');
  }
}

export class Technician {
  static async open(context, email) {
    const technician = new Technician();
    technician.page = await context.newPage();
    technician.errors = context.errors;
    await technician.page.goto(`${url}/console`);
    await technician.page.getByRole('textbox', { name: 'Email' }).fill(email);
    await technician.page.getByLabel('Password').fill('chatd-demo');
    await technician.page.getByRole('button', { name: 'Sign in' }).click();
    await technician.queue.getByRole('heading', { name: /Waiting/ }).waitFor();
    return technician;
  }

  get queue() { return this.page.getByRole('region', { name: 'Queue' }); }
  get log() { return this.page.getByRole('log'); }
  get box() { return this.page.getByRole('textbox', { name: /^Reply to/ }); }
  get note() { return this.page.getByRole('textbox', { name: /^Private note/ }); }
  get dialog() { return this.page.getByRole('dialog'); }
  offer(name) { return this.queue.getByRole('button', { name: new RegExp(`^Accept ${name}, offered to you`) }); }
  pass(name) { return this.queue.getByRole('button', { name: `Pass ${name} on to the next one` }); }
  waiting(name) { return this.queue.getByRole('button', { name: new RegExp(`^Accept ${name},`) }); }
  tab(name) { return this.page.getByRole('tab', { name: new RegExp(name) }); }
  mine(name) { return this.queue.locator('button.q', { hasText: name }); }
  message(text) { return this.log.locator('.msg', { hasText: text }); }

  async accept(name) {
    await this.waiting(name).click();
    await this.tab(name).waitFor();
  }

  async say(text) {
    await this.box.fill(text);
    await this.box.press('Enter');
  }
}

/** What axe finds, as lines; empty is good. */
export async function violations(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) });
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() => window.axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.flatMap((rule) => rule.nodes.map((node) => `${name}: ${rule.id} ${node.target.flat().join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`));
}

export async function until(what, says = 'it never happened', withinMs = 10_000) {
  const limit = Date.now() + withinMs;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > limit) throw new Error(says);
    await new Promise((done) => setTimeout(done, 50));
  }
}
