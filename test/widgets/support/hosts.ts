// Pages of another origin, served with exactly the directives that docs/guides/embed.md tells host pages to take.

import { readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import axeSource from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { freshContext } from '#test/support/chromium.ts';
import type { Stage } from './stage.ts';

const root = new URL('../../../', import.meta.url).pathname;

/** The block of directives in the guide, for a Lobi at that address. */
export function publishedDirectives(lobi: string): Map<string, string[]> {
  const guide = readFileSync(`${root}docs/guides/embed.md`, 'utf8');
  const block = /```csp\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const here = block
    .replaceAll('https://lobi.firm.example', lobi)
    .replaceAll('wss://lobi.firm.example', lobi.replace('http', 'ws'));
  return new Map(
    here
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map(([name = '', ...values]) => [name, values]),
  );
}

/** A strict host: nothing but its own files, and what the guide asks for. */
export function hostPolicy(lobi: string): string {
  const own: [string, string[]][] = [
    ['default-src', ["'none'"]],
    ['script-src', ["'self'"]],
    ['style-src', ["'self'"]],
    ['connect-src', ["'self'"]],
    ['base-uri', ["'none'"]],
    ['form-action', ["'self'"]],
  ];
  const asked = publishedDirectives(lobi);
  const names = new Set([...own.map(([name]) => name), ...asked.keys()]);
  return [...names]
    .map((name) => [name, ...(new Map(own).get(name) ?? []), ...(asked.get(name) ?? [])].join(' '))
    .join('; ');
}

/** A file of test/widgets/hosts with its places filled. */
export function hostFile(name: string, places: Record<string, string>): string {
  const text = readFileSync(`${root}test/widgets/hosts/${name}`, 'utf8');
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => places[place] ?? whole);
}

export interface Seen {
  page: Page;
  /** What the browser refused, complained of or threw. */
  complaints: string[];
  /** Addresses that were asked for. */
  requests: string[];
}

/** Opens a page of the host, with the clock of the records unless a real house answers. */
export async function visit(
  t: ExecutionContext<any>,
  url: string,
  {
    real = false,
    ...options
  }: Partial<Pick<BrowserContextOptions, 'viewport' | 'locale'>> & { real?: boolean } = {},
): Promise<Seen> {
  const context = await freshContext(t, { viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  if (!real) {
    await page.clock.install({ time: new Date('2026-11-24T09:22:00+03:00') });
    await page.clock.resume();
  }
  const seen: Seen = { page, complaints: [], requests: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('pageerror', (error) => seen.complaints.push(String(error)));
  page.on('console', (message) => {
    // The records have no live news; the elements say nothing about it, the browser does.
    const idle = /WebSocket|\/live\/|404 \(Not Found\)/.test(message.text() + message.location().url);
    if (message.type() === 'error' && !idle) seen.complaints.push(message.text());
  });
  await page.goto(url);
  return seen;
}

/** A page with one element of that markup, strict, and of that width. */
export function elementPage(
  stage: Stage,
  markup: string,
  { width = 480, lang = 'en', dark = false } = {},
): string {
  const path = `/${encodeURIComponent(markup)}-${width}-${lang}-${dark}`;
  const css = `body{margin:16px;font-family:system-ui,'DejaVu Sans',sans-serif;${dark ? 'background:#141716;color:#e9ece9;color-scheme:dark' : 'background:#f6f6f3'}}main{width:${width}px}`;
  stage.pages[`${path}.css`] = { html: css, type: 'text/css' };
  stage.pages[path] = {
    csp: hostPolicy(stage.lobi),
    html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Host</title><link rel="stylesheet" href="${path}.css"><script type="module" src="${stage.lobi}/embed/v1/lobi.js"></script></head><body><main>${markup}</main></body></html>`,
  };
  return stage.host + path;
}

/** Faults that axe finds, each as 'rule: where'; only inside these elements where some are named. */
export async function axeFaults(page: Page, ...within: string[]): Promise<string[]> {
  // As an expression of the browser's own tool: the page's policy does not reach it.
  await page.evaluate(axeSource.source);
  const results = await page.evaluate(async (inside) => {
    const axe = (globalThis as unknown as { axe: typeof axeSource }).axe;
    return axe.run(inside.length > 0 ? { include: inside } : document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      iframes: false,
    });
  }, within);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
  );
}
