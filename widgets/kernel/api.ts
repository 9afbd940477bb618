/**
 * The one way to the server. Who asks is told by a bearer token where there is one (an element in a host page, a widget
 * token), else by the session cookie of the same site; writes by cookie carry `X-Lobi-Request: 1`, which no foreign form
 * can send. A token that ended is renewed once through `tokenProvider`, and the request is repeated.
 *
 *   const api = new Api({ server: 'https://lobi.firm.example', token });
 *   const person = await api.get<Row>('/api/persons/01J…');
 *   const page = await api.list<Row>('/api/messages', { about: 'person:01J…', limit: 50 });
 *   await api.post('/api/messages', letter, { key: draftId });         // Idempotency-Key: a repeat makes no second mail
 *   await api.patch('/api/persons/01J…', person.version, { language: 'tr' });
 *
 * Every refusal is thrown as a `Refusal`. Reads are tried a second time when the way broke; writes never are.
 */

import type { Page, Row } from './refs.ts';

export type Params = Record<string, string | number | boolean | null | undefined>;

export interface Access {
  /** Where Lobi answers, without a slash at the end: "https://lobi.firm.example". */
  server: string;
  token?: string | undefined;
  /** Fetches a fresh widget token from the host's own server. */
  tokenProvider?: (() => Promise<string>) | undefined;
  /** The language of the server's words. */
  lang?: string | undefined;
}

const patience = 20_000;

export class Api {
  readonly server: string;
  lang: string;
  /** Told when a token or the session ended and nobody provides the next one, so that the element can say so to its host. */
  onTokenEnd: (() => void) | null = null;
  #token: string | undefined;
  #provide: (() => Promise<string>) | undefined;
  #renewal: Promise<string> | null = null;

  constructor(access: Access) {
    this.server = access.server;
    this.lang = access.lang ?? 'en';
    this.#token = access.token;
    this.#provide = access.tokenProvider;
  }

  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = token;
  }

  get renewable(): boolean {
    return this.#provide !== undefined;
  }

  get<T = Row>(path: string, params?: Params, headers?: Record<string, string>): Promise<T> {
    return this.#answer<T>('GET', withParams(path, params), undefined, headers);
  }

  list<T = Row>(path: string, params?: Params): Promise<Page<T>> {
    return this.get<Page<T>>(path, params);
  }

  /** `key` makes a repeat harmless: the server answers a known key with the first answer. */
  post<T = Row>(path: string, body?: unknown, options: { key?: string } = {}): Promise<T> {
    return this.#answer<T>('POST', path, body, options.key ? { 'Idempotency-Key': options.key } : {});
  }

  put<T = Row>(path: string, body: unknown): Promise<T> {
    return this.#answer<T>('PUT', path, body);
  }

  /** Throws a Refusal of kind 'conflict' with `current` when somebody else wrote since `version`; null for what has none. */
  patch<T = Row>(path: string, version: number | null, change: unknown): Promise<T> {
    return this.#answer<T>('PATCH', path, change, version === null ? {} : { 'If-Match': `"${version}"` });
  }

  delete<T = unknown>(path: string, version?: number): Promise<T> {
    return this.#answer<T>(
      'DELETE',
      path,
      undefined,
      version === undefined ? {} : { 'If-Match': `"${version}"` },
    );
  }

  /** Bytes that need the token to be read (an attachment, a raw original); the caller makes an object URL of them. */
  async blob(path: string): Promise<Blob> {
    const answer = await this.#send('GET', path, undefined, {});
    return answer.blob();
  }

  /** A fresh token, where it is `renewable`; many that ask at once share one call to the host. */
  renew(): Promise<string> {
    this.#renewal ??= this.#provide!()
      .then((token) => (this.#token = token))
      .finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #answer<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const answer = await this.#send(method, path, body, headers);
    const text = answer.status === 204 ? '' : await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  // A token is fetched first when there is a provider and none yet. What did not go well is seen to in again.ts.
  async #send(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> {
    if (!this.#token && this.#provide) await this.renew();
    const ask = () => this.#fetch(method, path, body, headers);
    const answer = await ask().catch((thrown: Error) => thrown);
    if ('ok' in answer && answer.ok) return answer;
    return (await import('./again.ts')).again(this, method === 'GET', answer, ask);
  }

  async #fetch(
    method: string,
    path: string,
    body: unknown,
    extra: Record<string, string>,
  ): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Language': this.lang,
      ...extra,
    };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    else if (method !== 'GET') headers['X-Lobi-Request'] = '1';
    const plain = body === undefined || body instanceof FormData;
    if (!plain) headers['Content-Type'] = 'application/json';
    return fetch(this.server + path, {
      method,
      headers,
      body: plain ? ((body as FormData | undefined) ?? null) : JSON.stringify(body),
      credentials: this.#token ? 'omit' : 'same-origin',
      // An upload may take as long as its bytes need.
      signal: body instanceof FormData ? null : AbortSignal.timeout(patience),
    });
  }
}

/** '/api/messages', { about: 'person:1', limit: 50, q: '' } → '/api/messages?about=person%3A1&limit=50'. */
export function withParams(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  }
  const text = query.toString();
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}
