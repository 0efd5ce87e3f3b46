// Builds everything into dist/: the pages, the widget's app under a hashed name, the loader that knows that name,
// and a .gz beside each file for a server that sends it as it is.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { build } from 'vite';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
process.env.NODE_ENV = 'production';

async function script(entry, file, define = {}) {
  const output = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
    build: {
      target: 'es2021',
      outDir: dist,
      emptyOutDir: false,
      rollupOptions: { input: path.join(root, entry), output: { format: 'iife', entryFileNames: file } },
    },
  });
  return [output].flat()[0].output[0].fileName;
}

await build({ root, logLevel: 'warn' });
const app = await script('widget/app.tsx', 'assets/widget-[hash].js');
await script('widget/loader.ts', 'widget.js', { APP_PATH: JSON.stringify(`/${app}`) });

for (const name of fs.readdirSync(dist, { recursive: true })) {
  const file = path.join(dist, name);
  if (!/\.(html|js|css|svg|json)$/.test(name) || !fs.statSync(file).isFile()) continue;
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file), { level: 9 }));
}
