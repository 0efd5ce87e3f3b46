// A host platform signs its own tokens: RS256, ES256 and EdDSA by a JWKS file, rotated while the daemon runs.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Daemon } from '../support/daemon.mjs';
import { http, open } from '../support/doors.mjs';
import { seconds } from '../support/tokens.mjs';

const issuer = 'https://portal.test';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-jwks-'));
const jwks = path.join(folder, 'jwks.json');
const kinds = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};
const keys = Object.fromEntries(Object.entries(kinds).map(([alg, make]) => [alg, { alg, kid: `first-${alg}`, ...make() }]));
const publish = (...list) => fs.writeFileSync(jwks, JSON.stringify({ keys: list.map(({ alg, kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), alg, kid, use: 'sig' })) }));

let daemon, tenant;
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token({ alg, kid, privateKey }, changes = {}) {
  const claims = { iss: issuer, aud: 'chatd', tid: tenant.id, sub: 'portal-7', kind: 'client', name: 'Priya', iat: seconds(), exp: seconds(600), ...changes };
  const input = `${part({ alg, kid, typ: 'JWT' })}.${part(claims)}`;
  const digest = alg === 'EdDSA' ? null : 'sha256';
  return `${input}.${sign(digest, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
const me = (made) => http(daemon.url, 'GET', '/api/me', { token: made });

before(async () => {
  publish(...Object.values(keys));
  daemon = await Daemon.start({ config: { auth: { jwks, trusted_issuers: [issuer] } } });
  tenant = await daemon.addTenant('portal');
});
after(async () => { await daemon?.dispose(); fs.rmSync(folder, { recursive: true, force: true }); });

for (const alg of Object.keys(kinds)) {
  test(`${alg}: an unknown person of the portal becomes a client, and the same one each time`, async () => {
    const first = await me(token(keys[alg]));
    assert.equal(first.status, 200, JSON.stringify(first.body));
    assert.equal(first.body.user.kind, 'client');
    assert.equal(first.body.user.name, 'Priya');
    assert.equal((await me(token(keys[alg]))).body.user.id, first.body.user.id);
    const socket = await open('plain', { url: daemon.url, token: token(keys[alg]) });
    assert.ok((await socket.send('chat:start', { subject: alg })).ok);
    await socket.close();
  });
}

test('a portal cannot vouch for staff, nor for another issuer, audience or tenant that does not exist', async () => {
  assert.equal((await me(token(keys.ES256, { sub: 'boss', kind: 'staff' }))).body.user?.kind ?? 'client', 'client');
  for (const changes of [{ iss: 'https://evil.test' }, { aud: 'other' }, { tid: 999999 }, { exp: seconds(-120) }])
    assert.equal((await me(token(keys.ES256, changes))).status, 401, JSON.stringify(changes));
});

test('a new key is believed soon after it is in the file, and one that has gone is not', async () => {
  const next = { alg: 'ES256', kid: 'second', ...kinds.ES256() };
  assert.equal((await me(token(next))).status, 401);
  publish(next);
  const give_up = Date.now() + 60_000;
  let answer;
  do answer = await me(token(next)); while (answer.status !== 200 && Date.now() < give_up);
  assert.equal(answer.status, 200);
  assert.equal((await me(token(keys.RS256))).status, 401);
});
