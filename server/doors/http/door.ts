import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import {
  createServer as createPlain,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import type { Config } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { buildApp } from '#kernel/http/app.ts';
import { describeApi } from '#kernel/http/openapi.ts';
import { corsMiddleware } from '#platform/access/cors.ts';
import { identify } from '#platform/access/identify.ts';
import { VERSION } from '#platform/system/version.ts';
import { assets } from './assets.ts';
import { health } from './health.ts';
import { apiDocs, consolePage, mailFrame } from './pages.ts';
import { answerWaiting, type WaitingFor } from './waiting.ts';

export interface HttpDoor {
  server: Server;
  /** The port it listens on. */
  port: number;
  close(): Promise<void>;
}

/** The port without a house behind it: it says 503 until one is put there, and again from `drain` on. */
export interface HttpPort extends HttpDoor {
  open(where: House): void;
  drain(): void;
}

/** Opens console, API and elements on LOBI_HOST and LOBI_HTTP_PORT; with certificate files by TLS. */
export async function openHttpDoor(where: House): Promise<HttpDoor> {
  const port = await openHttpPort(where.config);
  port.open(where);
  return port;
}

/** Opens the port at once. Throws where it is taken. */
export async function openHttpPort(config: Config): Promise<HttpPort> {
  const say =
    (why: WaitingFor): Handler =>
    (req, res) =>
      answerWaiting(req, res, why, config.language);
  let answer = say('starting');
  const { server, stopWatching } = makeServer(config.tlsCert, config.tlsKey, (req, res) => answer(req, res));
  server.requestTimeout = 5 * 60_000;
  server.headersTimeout = 20_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.httpPort, config.host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    open(where) {
      const app = appOf(where).callback();
      answer = (req, res) => inHouse(where, () => void app(req, res));
    },
    drain() {
      answer = say('closing');
    },
    async close() {
      stopWatching();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
      await closed;
    },
  };
}

function appOf(where: House): Koa {
  return buildApp(where, where.registry.routes, {
    identify,
    before: [
      health(),
      safety(),
      compress({ threshold: 1024, br: false }),
      assets,
      mailFrame,
      corsMiddleware,
      openapi(where),
      apiDocs,
    ],
    after: [consolePage],
  });
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void;
function makeServer(
  cert: string | null,
  key: string | null,
  answer: Handler,
): { server: Server; stopWatching(): void } {
  if (cert === null || key === null) return { server: createPlain(answer), stopWatching() {} };
  const read = () => ({ cert: readFileSync(cert), key: readFileSync(key) });
  const server = createSecure(read(), answer);
  const renew = () => {
    try {
      server.setSecureContext(read());
    } catch {
      // Half-written files: the old certificate stays until both fit; the next change comes here again.
    }
  };
  watchFile(cert, { interval: 30_000 }, renew);
  return { server: server as unknown as Server, stopWatching: () => unwatchFile(cert, renew) };
}

/** Headers that hurt nobody; policies of pages are set where the pages are. */
function safety(): Middleware {
  return helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    frameguard: false,
    hsts: false,
  }) as unknown as Middleware;
}

function openapi(where: House): Middleware {
  let described: string | undefined;
  return async (ctx, next) => {
    if (ctx.path !== '/api/openapi.json') return next();
    described ??= JSON.stringify(describeApi(where.registry.routes, VERSION));
    ctx.type = 'application/json';
    ctx.body = described;
  };
}
