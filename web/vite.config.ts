import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { licencesOf } from './licences.mjs';

// dist/licences.json: the packages whose code is in the bundle, with their licences; the page "Over" shows them.
const licences: Plugin = {
  name: 'licences',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((each) =>
      each.type === 'chunk' ? Object.keys(each.modules) : each.originalFileNames,
    );
    this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(licencesOf(modules)) });
  },
};

export default defineConfig({
  plugins: [react(), licences],
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0 },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/open/': 'http://127.0.0.1:8080' } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
