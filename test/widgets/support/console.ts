// The console of a real house, all doors open, in a real browser.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ExecutionContext } from 'ava';
import AxeSource from 'axe-core';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { readConfig } from '#kernel/config.ts';
import { inHouse } from '#kernel/house.ts';
import { setupToken } from '#platform/access/setup.ts';
import { type Served, serve } from '#server/serve.ts';
import { freshContext } from '#test/support/chromium.ts';
import { Client } from '#test/support/http.ts';

const root = new URL('../../../', import.meta.url).pathname;

export const ADMIN = { email: 'ayse@marmarapack.example', password: 'çınar altında üç ıhlamur' };

export interface ConsoleHouse {
  url: string;
  served: Served;
  /** The administrator at the API. */
  api: Client;
  in<T>(work: () => Promise<T>): Promise<T>;
}

/** Builds the elements where they changed; npm test has done so already. */
export async function builtConsole(): Promise<void> {
  const { ensureWidgets } = (await import(`${root}appliance/launch/widgets.mjs`)) as {
    ensureWidgets(node: string): Promise<void>;
  };
  await ensureWidgets(process.execPath);
}

/** A house of its own with an administrator; `unset` leaves it before its set-up. */
export async function consoleHouse(
  t: ExecutionContext<any>,
  options: { unset?: boolean; environment?: Record<string, string> } = {},
): Promise<ConsoleHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-console-'));
  const config = readConfig({
    LOBI_DATA: folder,
    LOBI_HTTP_PORT: '0',
    LOBI_SMTP_PORT: '0',
    LOBI_SUBMISSION_PORT: '0',
    LOBI_LOG_LEVEL: 'fatal',
    LOBI_LOG_FORMAT: 'json',
    LOBI_TIME_ZONE: 'Europe/Istanbul',
    ...(options.unset
      ? {}
      : {
          LOBI_ADMIN_EMAIL: ADMIN.email,
          LOBI_ADMIN_PASSWORD: ADMIN.password,
          LOBI_MAIL_DOMAINS: 'marmarapack.example',
        }),
    ...options.environment,
  });
  const served = await serve(config);
  t.teardown(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://localhost:${served.doors.httpPort}`;
  const api = new Client(url);
  if (!options.unset) await signInApi(api);
  return { url, served, api, in: (work) => inHouse(served.house, work) };
}

async function signInApi(api: Client): Promise<void> {
  const { status, body } = await api.post('/api/session', ADMIN);
  if (status !== 200) throw new Error(`the administrator could not sign in: ${JSON.stringify(body)}`);
}

export function setupLink(h: ConsoleHouse): Promise<string> {
  return h.in(async () => `${h.url}/setup?token=${await setupToken()}`);
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the browser refused, complained of or threw. */
  complaints: string[];
}

export interface VisitOptions extends Omit<BrowserContextOptions, 'contrast'> {
  lang?: 'tr' | 'pl' | 'en';
  theme?: 'auto' | 'light' | 'dark';
  contrast?: 'auto' | 'more';
  /** Stays outside. */
  stranger?: boolean;
}

/** Opens a page of the console as the administrator, in English unless it says otherwise. */
export async function visitConsole(
  t: ExecutionContext<any>,
  h: ConsoleHouse,
  path: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const { lang = 'en', theme = 'light', contrast = 'auto', stranger = false, ...more } = options;
  const context = await freshContext(t, { viewport: { width: 1440, height: 900 }, ...more });
  const look = JSON.stringify({ lang, theme, contrast });
  await context.addInitScript((kept) => {
    // The frame of HTML mail has no storage of its own.
    if (self === top && localStorage.getItem('lobi.look') === null) localStorage.setItem('lobi.look', kept);
  }, look);
  if (!stranger) await context.request.post(`${h.url}/api/session`, { data: ADMIN });
  const page = await context.newPage();
  const visit: Visit = { page, context, complaints: [] };
  page.on('pageerror', (error) => visit.complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal of the API is the page's business; the browser notes every one.
    const answered = /Failed to load resource: the server responded with a status of 4\d\d/.test(
      message.text(),
    );
    if (message.type() === 'error' && !answered) visit.complaints.push(message.text());
  });
  await page.goto(h.url + path);
  return visit;
}

/** What axe-core finds wrong with a page, shadow roots included: 'rule: where'. */
export async function axeComplaints(page: Page): Promise<string[]> {
  // The page's policy takes no script from outside; the browser's own debugger may put it there.
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: AxeSource.source });
  await debug.detach();
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          options: unknown,
        ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
    );
  });
  return found;
}

/** Pixels by which the page is wider than its window, and the text that is cut off without an ellipsis. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
