import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ExecutionContext } from 'ava';
import { browser } from '#test/support/chromium.ts';
import { type ConsoleHouse, consoleHouse, visitConsole } from '#test/widgets/support/console.ts';
import type { Bench, Measure } from './bench.ts';

const BUILT = new URL('../../dist/widgets', import.meta.url).pathname;

interface Built {
  loader: string;
  /** Files of the first paint, by element. */
  elements: Record<string, string[]>;
}

function built(): Built {
  return JSON.parse(readFileSync(join(BUILT, 'manifest.json'), 'utf8')) as Built;
}

function weighed(files: readonly string[]): Measure {
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(BUILT, file)), { level: 9 }).length,
    0,
  );
  return { units: 1, wallMs: 1000, size: bytes / 1024, note: `${files.length} files` };
}

async function element(name: string): Promise<Measure> {
  const files = built().elements[name];
  if (files === undefined) throw new Error(`the build has no ${name}`);
  return weighed(files);
}

/** The test's way of clearing up, for helpers that are written for tests. */
const leftovers: (() => unknown)[] = [];
const test = { teardown: (done: () => unknown) => leftovers.push(done) } as unknown as ExecutionContext;
let house: ConsoleHouse;

/** What a real browser asks of the house until it sees certain words, scripts and styles and fonts alike. */
async function page(path: string, stranger: boolean, words: string): Promise<Measure> {
  const visit = await visitConsole(test, house, '/nowhere-yet', { stranger, lang: 'tr' });
  await visit.page.goto('about:blank');
  const loaded = new Set<string>();
  visit.page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
  await visit.page.goto(house.url + path);
  await visit.page.getByText(words).first().waitFor();
  await visit.page.waitForLoadState('networkidle');
  return weighed(['console/index.html', ...[...loaded].filter((name) => name.startsWith('/assets/'))]);
}

export default {
  says: 'What travels, with gzip: an element of a host page until its first picture (loader, Lit and one language among it), and the console until somebody may sign in, and until a list is there to work with.',
  unit: 'page',
  rounds: 1,
  async open() {
    house = await consoleHouse(test);
    return async () => {
      await (await browser()).close();
      for (const done of leftovers.toReversed()) await Promise.resolve(done()).catch(() => {});
    };
  },
  programs: {
    loader: async () => weighed([built().loader]),
    'contact card': () => element('lobi-contact-card'),
    'mail thread': () => element('lobi-mail-thread'),
    'console, sign-in': () => page('/', true, 'Oturum aç'),
    'console, list': () => page('/people', false, 'Henüz kimse yok'),
  },
  // The console's in KB of 1024: 150,000 and 300,000 bytes.
  targets: [
    { by: 'size', of: 'contact card', atMost: 14 },
    { by: 'size', of: 'mail thread', atMost: 30 },
    { by: 'size', of: 'console, sign-in', atMost: 146.5 },
    { by: 'size', of: 'console, list', atMost: 293 },
  ],
} satisfies Bench;
