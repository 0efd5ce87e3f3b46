// Plays a story on a stage, statement by statement.
import { evaluate, asText, mismatch, lookup } from './pattern.mjs';
import { http, pushWithinMs } from './doors.mjs';
import { problemToError } from './routes.mjs';
import { StoryError } from './story.mjs';

/// Pushes that come by themselves; a story may expect them, "nothing more" overlooks them.
const background = new Set(['hello', 'queue-updated', 'presence:changed', 'agent:status', 'chat:queue_position', 'chat:viewers',
  'chat-queue-notification', 'queue-notification', 'time:entry_started', 'time:entry_stopped', 'auth:expiring']);

/// Cuts that a client does not come back from by itself: on Socket.IO a DISCONNECT of the namespace.
const final = new Set([1008, 4401, 4403]);

export async function play(story, stage, { trace = () => {} } = {}) {
  const player = new Player(stage);
  for (const statement of story.statements) {
    if (statement.only && !statement.only.includes(stage.door)) continue;
    trace(statement);
    try {
      await player.perform(statement);
    } catch (error) {
      if (error instanceof StoryError) throw error;
      throw failure(story, statement, stage, error);
    }
  }
  const last = story.statements.at(-1);
  try {
    player.settleAnswers();
    await stage.settle();
    const wrong = stage.violations();
    if (wrong.length > 0) throw new Error(`what must hold for every connection did not:\n${wrong.slice(0, 10).join('\n')}`);
  } catch (error) { throw failure(story, last, stage, error); }
}

function failure(story, { line, source }, stage, error) {
  const where = error.code || error instanceof TypeError ? `\n${error.stack.split('\n').slice(1, 3).join('\n')}` : '';
  return new StoryError(story.file, line, source, `through ${stage.door}: ${error.message}${where}`, `\n  What was said:\n${stage.transcript()}\n  The daemon's log:\n${stage.daemon.tail(12)}`);
}

class Player {
  constructor(stage) {
    this.stage = stage;
    this.vars = stage.variables;
    this.answers = new Map();  // actor → the answer to its last request, until a statement looks at it
  }

  async perform(statement) {
    const claims = statement.kind === 'answers' || statement.kind === 'one of';
    if (!claims) this.settleAnswers();
    const verbs = {
      declare: () => this.declare(statement), another: () => this.another(statement), requests: () => this.requests(statement),
      answers: () => this.checkAnswers(statement), 'one of': () => this.oneOf(statement), push: () => this.push(statement),
      'none of': () => this.noneOf(statement), 'nothing more': () => this.nothingMore(statement), closed: () => this.closed(statement),
      move: () => this.move(statement), world: () => this.world(statement),
      operator: () => this.operator(statement), database: () => this.stage.daemon.sql(asText(statement.text, this.vars)), check: () => this.check(statement),
    };
    await this.within(statement.withinMs, verbs[statement.kind]);
  }

  /// Again and again until it holds, but not for longer than that; without a time, once.
  async within(ms, attempt) {
    const until = performance.now() + ms;
    for (;;) {
      try { return await attempt(); } catch (error) { if (performance.now() >= until) throw error; }
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async declare({ who, role, of, tenant, away, options }) {
    const given = options ? evaluate(options, this.vars) : {};
    this.vars.tenant = await this.stage.cast.tenant();
    this.vars.config = this.vars.tenant.config;
    if (tenant) this.vars[tenant] = await this.stage.cast.tenant(tenant);
    for (const name of who) {
      if (role === 'chat config') await this.stage.addConfig(name, { tenant, team: of, ...given });
      else if (role === 'visitor') await this.stage.addVisitor(name, { of, tenant, away, options: given });
      else await this.stage.addStaff(name, { role, of, tenant, away });
    }
  }

  async another({ who, of, how, token }) {
    for (const name of who) await this.stage.addAnother(name, of, how, token ? evaluate(token, this.vars) : undefined);
  }

  /// All parts at once; each waits for its answer.
  async requests({ parts }) {
    const running = parts.flatMap((part) => part.who.map((name) => this.request(name, part)));
    await Promise.all(running);
  }

  async request(name, part) {
    const answers = [];
    const oneByOne = this.stage.door === 'rest';
    for (let i = 1; i <= part.times; i++) {
      if (part.times > 1) this.vars.i = i;
      const answer = this.ask(name, part);
      answers.push(oneByOne ? await answer : answer);
    }
    const all = await Promise.all(answers);
    for (const answer of all) this.remember(name, part, answer);
    for (const answer of all.slice(0, -1)) if (!answer.ok) throw new Error(`${name}: one of ${part.times} was answered ${told(answer)}`);
    const last = all.at(-1);
    if (part.expected.word) this.checkAnswer(name, last, part.expected, part.gives);
    else if (part.expected.captures.length > 0) this.checkAnswer(name, last, { ...part.expected, word: 'ok' }, part.gives);
    else this.answers.set(name, last);
  }

  async ask(name, part) {
    const payload = part.payload ? evaluate(part.payload, this.vars) : undefined;
    if (part.upload) return this.upload(name, part.upload);
    if (!part.method) return this.stage.client(name).send(part.event, payload ?? {});
    const token = name === 'nobody' ? undefined : this.stage.actor(name).token;
    const path = asText(part.path, this.vars);
    const client = name === 'nobody' ? null : this.stage.actor(name).client;
    client?.record('sent', { event: `${part.method} ${path}`, data: payload });
    const answer = await http(this.stage.daemon.url, part.method, path, { token, body: payload });
    const normal = answer.status < 400 ? { ok: true, status: answer.status, data: answer.body ?? {} } : { ok: false, status: answer.status, error: problemToError(answer) };
    client?.record('ack', { event: `${part.method} ${path}`, answer: normal });
    return normal;
  }

  /// A form with a file, as browsers send it; the same through every door.
  async upload(name, { content, name: filename }) {
    const form = new FormData();
    form.append('file', new Blob([asText(content, this.vars)]), filename);
    const headers = { authorization: `Bearer ${this.stage.actor(name).token}` };
    const { status, headers: told, body } = await http(this.stage.daemon.url, 'POST', '/api/chat-upload/upload', { form, headers });
    return status < 400 ? { ok: true, status, data: body } : { ok: false, status, error: problemToError({ status, headers: told, body }) };
  }

  remember(name, part, answer) {
    if (part.event === 'chat:start' && answer.ok && answer.data.session) this.stage.started.set(answer.data.session.session_id, this.stage.actor(name));
  }

  checkAnswer(name, answer, { word, match, captures }, gives) {
    if (word === 'any') return;
    const got = /^\d/.test(word) ? String(answer.status) : answer.ok ? 'ok' : answer.error?.code;
    if (got !== word) throw new Error(`${name}: expected the answer ${word}, got ${told(answer)}`);
    const subject = answer.ok ? answer.data : answer.error.details ?? {};
    const wrong = match && mismatch(match, subject, this.vars);
    if (wrong) throw new Error(`${name}: the answer does not fit: ${wrong}\nit was ${told(answer)}`);
    this.capture(captures, subject, gives);
  }

  capture(captures, subject, gives) {
    for (const { variable, path } of captures) {
      const from = path ?? gives;
      const value = from ? lookup(`it.${from}`, { it: subject }) : subject;
      if (value === undefined) throw new Error(`there is no ${from} to call $${variable} in ${JSON.stringify(subject)}`);
      this.vars[variable] = value;
    }
  }

  /// Requests that no statement asked about must have been answered ok.
  settleAnswers() {
    const bad = [...this.answers].filter(([, answer]) => !answer.ok);
    this.answers.clear();
    if (bad.length > 0) throw new Error(bad.map(([name, answer]) => `${name}: a request before this line was answered ${told(answer)}`).join('\n'));
  }

  claim(name) {
    const answer = this.answers.get(name);
    if (!answer) throw new Error(`${name} has asked nothing just before`);
    this.answers.delete(name);
    return answer;
  }

  checkAnswers({ who, result }) { for (const name of who) this.checkAnswer(name, this.claim(name), result); }

  oneOf({ who, winner, loser }) {
    const answers = who.map((name) => [name, this.claim(name)]);
    const fits = ([, answer]) => (winner.word === 'ok' ? answer.ok : answer.error?.code === winner.word);
    const winners = answers.filter(fits);
    if (winners.length !== 1) throw new Error(`expected one ${winner.word}, got ${winners.length}: ${answers.map(([name, answer]) => `${name} ${told(answer)}`).join('; ')}`);
    const [[name, answer]] = winners;
    this.vars.winner = this.vars[name];
    this.checkAnswer(name, answer, winner);
    for (const [other, lost] of answers) if (other !== name) this.checkAnswer(other, lost, loser);
  }

  async push({ who, event, match, captures }) {
    for (const name of who) {
      const client = this.stage.client(name);
      const fits = (data) => !match || mismatch(match, data, this.vars) === undefined;
      const data = await client.expect(event, fits, pushWithinMs).catch(() => { throw new Error(this.instead(client, event, match)); });
      this.capture(captures, data);
    }
  }

  /// Why an expected push was not there.
  instead(client, event, match) {
    const untaken = client.untaken();
    const near = untaken.filter((push) => push.event === event).map(({ data }) => `  it came, but ${mismatch(match, data, this.vars)}\n    in ${JSON.stringify(data)}`);
    const others = untaken.filter((push) => push.event !== event && !background.has(push.event)).map((push) => push.event);
    return [`${client.name}: ${event} did not come`, ...near.slice(0, 4), `  instead, not taken yet: ${others.join(', ') || 'nothing'}`].join('\n');
  }

  async noneOf({ who, event, match }) {
    await this.stage.settle();
    for (const name of who) {
      const found = this.stage.client(name).untaken().find((push) => push.event === event && (!match || mismatch(match, push.data, this.vars) === undefined));
      if (found) throw new Error(`${name}: ${event} came: ${JSON.stringify(found.data)}`);
    }
  }

  async nothingMore({ who }) {
    await this.stage.settle();
    for (const name of who) {
      const more = this.stage.client(name).untaken().filter((push) => !background.has(push.event));
      if (more.length > 0) throw new Error(`${name}: there was more: ${more.map(({ event, data }) => `${event} ${JSON.stringify(data)}`).join('\n  ')}`);
    }
  }

  async closed({ who, code }) {
    for (const name of who) {
      const client = this.stage.client(name);
      const got = await client.expectClose();
      const expected = client.door !== 'socketio' || code === undefined ? code : final.has(code) ? 'io server disconnect' : 'transport close';
      if (expected !== undefined && got !== expected) throw new Error(`${name}: expected to be closed with ${expected}, got ${got}`);
    }
  }

  async move({ who, verb, from }) {
    for (const name of who) await this.moveOne(this.stage.actor(name), verb, from);
  }

  async moveOne(actor, verb, from) {
    if (verb === 'goes away') { actor.client.drop(); await actor.client.expectClose(); return; }
    if (verb === 'closes') { await actor.client.close(); return; }
    if (verb === 'signs in again') {
      actor.signedIn = await this.stage.signIn(actor.login);
      actor.token = actor.signedIn.access_token;
      this.stage.describe(actor);
      return;
    }
    await this.stage.connect(actor);
    if (verb === 'connects') return;
    const held = from ? evaluate(from, this.vars) : actor.client.held();
    const answer = await actor.client.resume(held);
    if (!answer.ok) throw new Error(`${actor.name}: chat:resume was answered ${told(answer)}`);
    this.answers.set(actor.name, answer);
  }

  async world({ verb }) {
    await this.stage.daemon.restart({ hard: verb === 'kill' });
    await Promise.all([...this.stage.actors.values()].map(({ client }) => client?.expectClose()));
  }

  operator({ text }) { return this.stage.daemon.run(...asText(text, this.vars).split(' ')); }

  check({ actual, match }) {
    const wrong = mismatch(match, evaluate(actual, this.vars), this.vars);
    if (wrong) throw new Error(wrong);
  }
}

const told = (answer) => (answer.ok ? `ok ${JSON.stringify(answer.data)}` : `${answer.error?.code} ${JSON.stringify(answer.error)}`);
