// Runs the tests of test/: bundles each TypeScript file with esbuild (it comes with Vite) and hands all to `node --test`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { build } from 'esbuild';

const out = 'node_modules/.tests';
fs.rmSync(out, { recursive: true, force: true });
const files = fs.readdirSync('test').filter((name) => /\.test\.tsx?$/.test(name));
await build({
  entryPoints: files.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
  // Node 18 has no global `crypto`; browsers do.
  banner: { js: "import { webcrypto } from 'node:crypto'; globalThis.crypto ??= webcrypto;" },
  plugins: [{
    name: 'server-as-it-is',
    setup: ({ onResolve }) => onResolve({ filter: /server\.mjs$/ }, () => ({ path: '../../test/server.mjs', external: true })),
  }],
});
const bundles = fs.readdirSync(out).map((name) => `${out}/${name}`);
const checks = fs.readdirSync('test').filter((name) => name.endsWith('.test.mjs')).map((name) => `test/${name}`);
const { status } = spawnSync(process.execPath, ['--test', ...bundles, ...checks], { stdio: 'inherit' });
process.exit(status ?? 1);
