// What the compiler, the contrast of colours and the size budgets say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';

function passes(command, ...values) {
  const { status, stdout, stderr } = spawnSync(command, values, { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

test('types fit', () => passes(process.execPath, 'node_modules/typescript/bin/tsc', '--noEmit'));

test('every pair of colours can be read', () => passes('python3', 'contrast.py'));

test('the apps keep their budgets', { skip: !fs.existsSync('dist/console.html') && 'not built' }, () => passes(process.execPath, 'size.mjs'));

test('no page has an inline script or style', { skip: !fs.existsSync('dist/console.html') && 'not built' }, () => {
  for (const name of fs.readdirSync('dist').filter((one) => one.endsWith('.html'))) {
    const html = fs.readFileSync(`dist/${name}`, 'utf8');
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|javascript:/i, name);
  }
});
