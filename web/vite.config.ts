// The pages: index, portal and console. The widget is built by build.mjs from the same settings.
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

/** Sizes of pages are written in px and become rem, so that a reader's own text size holds. Hairlines stay. */
const remPlugin = {
  postcssPlugin: 'px-to-rem',
  Declaration(declaration: { prop: string; value: string }) {
    if (declaration.prop.startsWith('border') && !declaration.prop.includes('radius')) return;
    declaration.value = declaration.value.replace(/(-?\d*\.?\d+)px/g, (whole, digits: string) => {
      const size = Number(digits);
      return Math.abs(size) <= 3 ? whole : `${+(size / 16).toFixed(4)}rem`;
    });
  },
};

const root = fileURLToPath(new URL('.', import.meta.url));
const daemon = process.env['CHATD_URL'] ?? 'http://127.0.0.1:8080';

const config: UserConfig = {
  root,
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  css: { postcss: { plugins: [remPlugin] } },
  build: {
    target: 'es2021',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'portal.html', 'console.html'].map((name) => root + name) },
  },
  server: {
    proxy: {
      '/api': daemon,
      '/widget.js': daemon,
      '/assets/widget-': daemon,
      '/socket.io': { target: daemon, ws: true },
    },
  },
};

export default defineConfig(config);
