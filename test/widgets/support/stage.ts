// A Lobi that answers from records, and a host page of another origin, in a real browser.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Manifest } from '#widgets/build/manifest.ts';
import type { Recorded } from './answers.ts';

const root = new URL('../../../', import.meta.url).pathname;
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
};

export interface Built {
  folder: string;
  manifest: Manifest;
}

let built: Built | undefined;

/** The elements, built once for a test file: a second or two. */
export function builtElements(): Built {
  if (built) return built;
  const folder = join(tmpdir(), `lobi-elements-${process.pid}`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [
    vite,
    'build',
    '--config',
    'widgets/vite.config.ts',
    '--mode',
    'elements',
    '--outDir',
    folder,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0 || !existsSync(folder))
    throw new Error(`the elements were not built:\n${stdout}${stderr}`);
  built = { folder, manifest: JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest };
  return built;
}

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Stage {
  /** http://127.0.0.1:… of Lobi. */
  lobi: string;
  /** http://localhost:… of the host: another origin. */
  host: string;
  asked: Asked[];
  answers: Recorded;
  manifest: Manifest;
  /** Answers of the host by path. */
  pages: Record<string, HostPage>;
  /** Holds back the API's answers for so many milliseconds. */
  delay: number;
}

/** Answers like the http door: assets with their headers, the mail frame with its policy, the API from records. */
export async function stage(t: ExecutionContext<any>, answers: Recorded): Promise<Stage> {
  const { folder, manifest } = builtElements();
  const made: Stage = {
    lobi: '',
    host: '',
    asked: [],
    answers: { ...answers },
    manifest,
    pages: {},
    delay: 0,
  };
  made.lobi = `http://127.0.0.1:${await listen(t, (req, res) => void lobi(made, folder, req, res))}`;
  made.host = await hostOf(t, made.pages);
  return made;
}

async function listen(
  t: ExecutionContext<any>,
  answer: (req: IncomingMessage, res: ServerResponse) => void,
): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

export interface HostPage {
  html: string | (() => string | Promise<string>);
  csp?: string;
  type?: string;
}

/** A host's server on an origin of its own: http://localhost:… with these pages. */
export async function hostOf(t: ExecutionContext<any>, pages: Record<string, HostPage>): Promise<string> {
  return `http://localhost:${await listen(t, (req, res) => void hostPage(pages, req, res))}`;
}

async function hostPage(
  pages: Record<string, HostPage>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const page = pages[req.url ?? '/'];
  res.setHeader('Content-Type', `${page?.type ?? 'text/html'}; charset=utf-8`);
  if (page?.csp) res.setHeader('Content-Security-Policy', page.csp);
  res.statusCode = page ? 200 : 404;
  res.end(typeof page?.html === 'function' ? await page.html() : (page?.html ?? ''));
}

async function lobi(made: Stage, folder: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = new URL(req.url ?? '/', made.lobi).pathname;
  if (path.startsWith('/api/')) return api(made, req, res);
  const { loader, mailFrame, mailFrameScript } = made.manifest;
  const byName: Record<string, string> = {
    '/embed/v1/lobi.js': loader,
    [`/embed/${made.manifest.version}/lobi.js`]: loader,
    '/embed/mail-frame': mailFrame,
  };
  const file = byName[path] ?? path.slice(1);
  if (!existsSync(join(folder, file)) || path.startsWith('/live')) {
    res.statusCode = 404;
    res.end();
    return;
  }
  res.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (file === mailFrame) {
    res.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${mailFrameScript}; style-src 'unsafe-inline'; img-src blob: data:; form-action 'none'; base-uri 'none'`,
    );
  }
  res.end(readFileSync(join(folder, file)));
}

async function api(made: Stage, req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.setHeader(
    'Access-Control-Allow-Headers',
    'authorization, content-type, if-match, idempotency-key, x-lobi-request',
  );
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
  if (req.method === 'OPTIONS') {
    res.statusCode = 204;
    res.end();
    return;
  }
  let body = '';
  for await (const chunk of req) body += String(chunk);
  const path = decodeURIComponent(req.url ?? '');
  made.asked.push({ method: req.method ?? '', path, headers: req.headers, body });
  if (made.delay) await new Promise((resolve) => setTimeout(resolve, made.delay));
  const answer = answerTo(made.answers, req.method ?? 'GET', path);
  const [status, json] =
    answer === undefined
      ? [404, problem(404, 'record.missing')]
      : isRefusal(answer)
        ? [answer.status, answer]
        : [200, answer];
  if (Buffer.isBuffer(json)) {
    res.end(json);
    return;
  }
  res.statusCode = status;
  res.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json');
  res.end(JSON.stringify(json));
}

/** A refusal, to be put among the answers. */
export function problem(
  status: number,
  code: string,
  more: Record<string, unknown> = {},
): { status: number; code: string } {
  return { status, code, title: code, ...more } as { status: number; code: string };
}

function isRefusal(answer: unknown): answer is { status: number } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'code' in answer &&
    'status' in answer &&
    typeof answer.status === 'number'
  );
}

// 'POST /api/messages', else '/api/messages?thread=T1&sort=at' by its longest known beginning.
function answerTo(answers: Recorded, method: string, path: string): unknown {
  const named = method === 'GET' ? '' : `${method} `;
  const fits = Object.keys(answers).filter((key) => {
    const wanted = named + path;
    return wanted === key || wanted.startsWith(`${key}?`) || wanted.startsWith(`${key}&`);
  });
  const key = fits.sort((a, b) => b.length - a.length)[0];
  const answer = key === undefined ? undefined : answers[key];
  return typeof answer === 'function' ? (answer as () => unknown)() : answer;
}
