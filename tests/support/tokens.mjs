// JWTs of any shape, good and bad, signed with the key of the daemon under test.
import { createHmac } from 'node:crypto';
import { signingKey } from './daemon.mjs';

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function decode(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
}

/// HS256 over `claims`. `header` overrides (`alg`, `kid`); with alg none the signature is empty.
export function sign(claims, { header = {}, secret = signingKey.secret } = {}) {
  const head = { alg: 'HS256', typ: 'JWT', kid: signingKey.kid, ...header };
  const input = `${part(head)}.${part(claims)}`;
  if (head.alg === 'none') return `${input}.`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/// The same claims as a good token, with some of them changed, signed well.
export function resigned(token, changes, options) {
  return sign({ ...decode(token), ...changes }, options);
}

export const seconds = (ahead = 0) => Math.floor(Date.now() / 1000) + ahead;

export function identityHash(secret, externalId) {
  return createHmac('sha256', secret).update(externalId).digest('hex');
}
