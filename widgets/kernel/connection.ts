/**
 * What elements of one page share that talk to the same server with the same right: the way there (`api`), what was read
 * (`store`), live news (`live`).
 */
import type { Access } from './api.ts';
import { Api } from './api.ts';
import { Live } from './live.ts';
import { Store } from './records.ts';

export class Connection {
  readonly api: Api;
  readonly store: Store;
  readonly live: Live;

  constructor(access: Access) {
    this.api = new Api(access);
    this.store = new Store(this.api);
    this.live = new Live(this.api);
    this.live.onRejoin = () => this.store.refetchAll();
  }
}

const byProvider = new Map<unknown, Map<string, Connection>>();

/** The connection for this server and this right; elements with the same provider (or the same token) share one. */
export function connect(access: Access): Connection {
  const right = access.tokenProvider ?? access.token ?? '';
  const servers = byProvider.get(right) ?? new Map<string, Connection>();
  byProvider.set(right, servers);
  const key = `${access.server} ${access.lang ?? ''}`;
  const here = servers.get(key) ?? new Connection(access);
  servers.set(key, here);
  return here;
}

/**
 * Where Lobi answers when the page does not say: where this script came from. Built chunks stand below /assets, so what stands
 * before it is the server; on the console that is the page's own origin.
 */
export function serverOf(script: string): string {
  return script.slice(0, Math.max(0, script.lastIndexOf('/assets/')));
}
