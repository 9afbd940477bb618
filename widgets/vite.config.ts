/**
 * Builds the elements and the console into dist/widgets:
 *
 *   lobi.js              the loader of the elements; the names of the chunks are inside it
 *   assets/*             chunks, styles, fonts, by content hash
 *   console/index.html   the console
 *   mail-frame.html      the page that HTML mail is shown in
 *   manifest.json        what is served under which path, with which headers (build/manifest.ts)
 *
 * `--mode elements` leaves the console out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { consolePage } from './build/console.ts';
import { mailFrame } from './build/frame.ts';
import { icons } from './build/icons.ts';
import { loaderFile, manifest } from './build/manifest.ts';
import { templates } from './build/templates.ts';
import { words } from './build/words.ts';

// Whoever builds (a test runner sets it to 'test'), what is built is what people get: Lit without its warnings.
process.env.NODE_ENV = 'production';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8')) as { version: string };
/** What an element needs for its first picture, whichever it is. */
const atOnce = [
  /node_modules\/(@lit\/reactive-element\/|lit-element\/|lit-html\/(lit-html|is-server)\.js|lit\/index\.js)/,
  /widgets\/kernel\/(api|box|button-look|connection|element|i18n|icons|kept|live|records|refs|refused|texts|theme|watch|want)\.ts$/,
  /widgets\/controls\/avatar\.ts$/,
  /icons\/(mail|phone|sticky-note|square-arrow-out-up-right|user-round)\.svg/,
];
/** What most need right after it, and those that begin with a list at once. */
const thereupon = [
  /widgets\/kernel\/(dates|lists|list-watch)\.ts$/,
  /widgets\/controls\/line\.ts$/,
  /icons\/(circle-small)\.svg/,
];
const among = (files: RegExp[]) => (id: string) => files.some((one) => one.test(id));
const sources = () => [words(), icons(), templates()];

export default defineConfig(({ mode }) => ({
  root,
  publicDir: false,
  define: { LOBI_VERSION: JSON.stringify(version) },
  plugins: [
    sources(),
    mailFrame(root, 'mailroom/frame/main.ts'),
    mode === 'elements' ? [] : consolePage(root, version, sources),
    manifest(version),
  ],
  build: {
    outDir: join(root, '..', 'dist', 'widgets'),
    emptyOutDir: true,
    target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
    minify: true,
    // A library build: a page's build would put a preload helper and <link> elements into the host's page.
    lib: { entry: join(root, 'index.ts'), formats: ['es'] },
    rolldownOptions: {
      // It puts what two chunks share into one of them, and a namespace object around what stays.
      experimental: { chunkOptimization: false },
      output: {
        entryFileNames: loaderFile,
        chunkFileNames: 'assets/[name]-[hash].js',
        // Vite leaves the white space of libraries.
        minify: true,
        comments: false,
        // What every element needs at once is one file: fewer requests, and better compressed than in parts.
        codeSplitting: {
          groups: [
            { name: 'kernel', test: among(atOnce) },
            { name: 'lists', test: among(thereupon) },
          ],
        },
      },
    },
  },
}));
