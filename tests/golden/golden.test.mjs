import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { binary } from '../support/daemon.mjs';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const chatd = binary();
const print = (...command) => execFileSync(chatd, command, { encoding: 'utf8' });

/// The text, line by line, so that a difference shows itself.
function sameAsGolden(name, text) {
  const file = path.join(here, name);
  if (process.env.CHATD_GOLDEN_WRITE) fs.writeFileSync(file, text);
  assert.ok(fs.existsSync(file), `${name} is not there yet: tests/golden/run --write`);
  assert.deepEqual(text.split('\n'), fs.readFileSync(file, 'utf8').split('\n'), `${name} has changed: tests/golden/run --write, and look at the difference`);
}

test('the OpenAPI document is the one last looked at', () => sameAsGolden('openapi.json', print('openapi')));
test('the AsyncAPI document is the one last looked at', () => sameAsGolden('asyncapi.json', print('asyncapi')));
test('the TypeScript types are the ones last looked at', () => sameAsGolden('../../web/sdk/generated.ts', print('typescript')));

test('a public validator takes the OpenAPI document', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(print('openapi')));
  assert.ok(valid, JSON.stringify(errors, null, 2));
});

test('the AsyncAPI project\'s own schema takes the AsyncAPI document', () => {
  const document = JSON.parse(print('asyncapi'));
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
  addFormats(ajv);
  const validate = ajv.compile(require('@asyncapi/specs')['schemasWithoutId'][document.asyncapi]);
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 5), null, 2));
});

test('every reference of the documents leads somewhere', () => {
  for (const name of ['openapi', 'asyncapi']) {
    const document = JSON.parse(print(name));
    const walk = (value) => {
      if (value === null || typeof value !== 'object') return;
      if (typeof value.$ref === 'string') {
        const target = value.$ref.slice(2).split('/').reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
        assert.ok(target !== undefined, `${name}: ${value.$ref}`);
      }
      Object.values(value).forEach(walk);
    };
    walk(document);
  }
});

test('the TypeScript types compile, strictly', (t) => {
  const tsc = path.join(root, 'web/node_modules/typescript/bin/tsc');
  if (!fs.existsSync(tsc)) return t.skip('web/ is not installed');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-ts-'));
  fs.writeFileSync(path.join(folder, 'chatd.ts'), print('typescript'));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', '--target', 'es2022', path.join(folder, 'chatd.ts')], { encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  assert.equal(status, 0, stdout);
});

test('the example configuration is a good one', () => {
  const { status, stderr } = spawnSync(chatd, ['check-config', '--config', path.join(root, 'config/chatd.yaml')], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('check-config tells every error with file, line and key, and the daemon does not start', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-config-'));
  const file = path.join(folder, 'chatd.yaml');
  fs.writeFileSync(file, 'server:\n  listn: 127.0.0.1:1\ndatabase:\n  pool: many\n');
  for (const command of [['check-config'], ['serve']]) {
    const { status, stderr } = spawnSync(chatd, [...command, '--config', file, '--data-dir', path.join(folder, 'data')], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /chatd\.yaml:2: server\.listn is not known here; did you mean listen\?/);
    assert.match(stderr, /chatd\.yaml:4: database\.pool is not an integer; found "many"/);
  }
  fs.rmSync(folder, { recursive: true });
});
