/**
 * Builds the elements and the console into dist/widgets:
 *
 *   embed/v1/lobi.js        the loader; the names of the chunks are inside it
 *   embed/mail-frame.html   the page that HTML mail is shown in
 *   console/index.html      the console
 *   assets/*                chunks, styles, fonts, by content hash
 *   manifest.json           what is served under which path, with which headers (build/manifest.ts)
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { mailFrame } from './build/frame.ts';
import { icons } from './build/icons.ts';
import { consoleFile, manifest } from './build/manifest.ts';
import { templates } from './build/templates.ts';
import { words } from './build/words.ts';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8')) as { version: string };
const page = join(root, consoleFile);

export default defineConfig({
  root,
  publicDir: false,
  define: { LOBI_VERSION: JSON.stringify(version) },
  plugins: [words(), icons(), templates(), mailFrame(root), manifest(version)],
  build: {
    outDir: join(root, '..', 'dist', 'widgets'),
    emptyOutDir: true,
    target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
    // The loader knows what belongs together; a preload helper would put <link> elements into the host's page.
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { lobi: join(root, 'index.ts'), ...(existsSync(page) ? { console: page } : {}) },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: (chunk) => (chunk.name === 'lobi' ? 'embed/v1/lobi.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
