// Tokens that are not good, on every door: refused with the documented code, and nothing is told about why they are bad beyond that.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { http, open } from '../support/doors.mjs';
import { decode, resigned, seconds, sign } from '../support/tokens.mjs';
import { Scene } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

const good = () => scene.dana.token;
const cut = (token, from, to) => token.slice(0, from) + token.slice(to);
const cases = [
  ['expired', () => resigned(good(), { iat: seconds(-7200), exp: seconds(-3600) }), 'token_expired'],
  ['not good yet', () => resigned(good(), { nbf: seconds(3600) }), 'unauthenticated'],
  ['without an end', () => resigned(good(), { exp: undefined }), 'unauthenticated'],
  ['an end that is a word', () => resigned(good(), { exp: 'never' }), 'unauthenticated'],
  ['alg none', () => sign(decode(good()), { header: { alg: 'none' } }), 'unauthenticated'],
  ['alg none in capitals', () => sign(decode(good()), { header: { alg: 'NONE' } }), 'unauthenticated'],
  ['an algorithm that is not the key\'s', () => sign(decode(good()), { header: { alg: 'RS256' } }), 'unauthenticated'],
  ['signed with another secret', () => resigned(good(), {}, { secret: 'a guess' }), 'unauthenticated'],
  ['signed with nothing', () => resigned(good(), {}, { secret: '' }), 'unauthenticated'],
  ['an unknown key', () => resigned(good(), {}, { header: { kid: 'other' } }), 'unauthenticated'],
  ['a key that is a path', () => resigned(good(), {}, { header: { kid: '../../dev/null' } }), 'unauthenticated'],
  ['without its signature', () => good().split('.').slice(0, 2).join('.'), 'unauthenticated'],
  ['with an empty signature', () => `${good().split('.').slice(0, 2).join('.')}.`, 'unauthenticated'],
  ['with one character changed', () => cut(good(), 60, 61), 'unauthenticated'],
  ['for somebody else\'s audience', () => resigned(good(), { aud: 'another-service' }), 'unauthenticated'],
  ['of another issuer', () => resigned(good(), { iss: 'another-service' }), 'unauthenticated'],
  ['of another tenant', () => resigned(good(), { tid: decode(scene.stranger.token).tid }), 'unauthenticated'],
  ['of a tenant that is not there', () => resigned(good(), { tid: 999_999_999 }), 'unauthenticated'],
  ['of a user that is not there', () => resigned(good(), { sub: '999999999' }), 'unauthenticated'],
  ['of a sign-in that is not there', () => resigned(good(), { sid: 999_999_999 }), 'unauthenticated'],
  ['garbage', () => 'garbage', 'unauthenticated'],
  ['three dots', () => '...', 'unauthenticated'],
  ['very long', () => `${good()}${'A'.repeat(4000)}`, 'unauthenticated'],
];

for (const [name, make, code] of cases) {
  test(`${name}: REST`, async () => {
    const answer = await http(scene.url, 'GET', '/api/me', { token: make() });
    assert.equal(answer.status, 401, JSON.stringify(answer.body));
    assert.equal(answer.body.code, code);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  });
  test(`${name}: plain`, async () => {
    await refusedPlain(make(), code);
  });
  test(`${name}: socketio`, async () => {
    const error = await open('socketio', { url: scene.url, token: make() }).then((client) => client.close().then(() => null), (refusal) => refusal);
    assert.equal(error?.data?.code, code, `expected CONNECT_ERROR with ${code}, got ${error?.message}`);
  });
}

/// Either the upgrade is refused with 401, or an `error` comes and the socket is closed with 4401.
async function refusedPlain(token, code) {
  const error = await open('plain', { url: scene.url, token }).then((client) => client.close().then(() => null), (refusal) => refusal);
  assert.ok(error, 'it was let in');
  assert.equal(error.code, 4401, error.message);
  assert.ok(error.message.includes(code), `expected ${code}: ${error.message}`);
}

test('no token: REST', async () => {
  const answer = await http(scene.url, 'GET', '/api/me');
  assert.equal(answer.status, 401);
  assert.equal(answer.body.code, 'unauthenticated');
});
test('no token: socketio', async () => {
  const error = await open('socketio', { url: scene.url }).catch((refusal) => refusal);
  assert.equal(error?.data?.code, 'unauthenticated', error?.message);
});
test('no token: plain may send an auth frame, and nothing else before it', async () => {
  const client = await open('plain', { url: scene.url });
  const early = await client.send('chat:start', { subject: 'Too early' }).catch((error) => error);
  assert.equal(early.error?.code ?? client.untaken().at(-1)?.data.code, 'unauthenticated', early.message);
  if (!client.connected) return;
  const answer = await client.send('auth', { token: scene.visa.token });
  assert.ok(answer.ok, JSON.stringify(answer.error));
  await client.expect('hello');
  await scene.works(client);
  await client.close();
});
test('an auth frame with a bad token', async () => {
  const client = await open('plain', { url: scene.url });
  await client.send('auth', { token: 'garbage' }).catch(() => null);
  assert.equal(await client.expectClose(), 4401);
});
test('a scheme that is not Bearer, and a token in the URL, are no token', async () => {
  const basic = await http(scene.url, 'GET', '/api/me', { headers: { authorization: `Basic ${good()}` } });
  assert.equal(basic.status, 401);
  const url = await http(scene.url, 'GET', `/api/me?token=${good()}&access_token=${good()}`);
  assert.ok([401, 422].includes(url.status), `HTTP ${url.status}`);
});
test('no refusal tells whether an account exists', async () => {
  const known = await http(scene.url, 'POST', '/api/auth/login', { body: { email: 'dana@one.test', password: 'wrong' } });
  const unknown = await http(scene.url, 'POST', '/api/auth/login', { body: { email: 'nobody@one.test', password: 'wrong' } });
  const plain = ({ status, body }) => ({ status, code: body.code, detail: body.detail, title: body.title });
  assert.deepEqual(plain(known), plain(unknown));
  assert.equal(known.status, 401);
});
test('the log has no token and no password', async () => {
  await http(scene.url, 'POST', '/api/auth/login', { body: { email: 'dana@one.test', password: 'a very secret guess' } });
  const logs = scene.daemon.logs.join('\n');
  assert.ok(!logs.includes('a very secret guess'));
  assert.ok(!logs.includes(good()) && !logs.includes(good().split('.')[2]));
});
