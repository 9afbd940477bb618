import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import { inHouse } from '#kernel/house.ts';
import { buildApp } from '#kernel/http/app.ts';
import { corsMiddleware } from '#platform/access/cors.ts';
import { identify } from '#platform/access/identify.ts';
import type { World } from './world.ts';

/** What came back, with its JSON read. */
export interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Someone at the API: keeps cookies as a browser does and marks its writes as the console does. */
export class Client {
  readonly url: string;
  cookies = new Map<string, string>();
  headers: Record<string, string> = {};

  constructor(url: string) {
    this.url = url;
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        ...(cookie === '' ? {} : { Cookie: cookie, 'X-Lobi-Request': '1' }),
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...this.headers,
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: json && text !== '' ? JSON.parse(text) : text,
    };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }
  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', path, { body: body ?? {}, headers });
  }
  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PATCH', path, { body, headers });
  }
  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('DELETE', path, { headers });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const expires = attributes.find((each) => each.toLowerCase().startsWith('expires='))?.slice(8);
    if (expires !== undefined && Date.parse(expires) <= 0) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** The API of a world on a port of its own: every route, identified as the http door does, without pages and assets. */
export async function serveApi(
  t: ExecutionContext<any>,
  w: World,
): Promise<{ url: string; client(): Client }> {
  const app = buildApp(w.house, w.house.registry.routes, { identify, before: [corsMiddleware] });
  const answer = app.callback();
  const server = createServer((req, res) => inHouse(w.house, () => void answer(req, res)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, client: () => new Client(url) };
}
