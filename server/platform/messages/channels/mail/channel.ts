import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { house, inHouse } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import '../../settings.ts';
import type { Channel, Delivery, Outcome } from '../channel.ts';
import type { Target } from './conversation.ts';
import { Lane, type NoWay, noWay } from './lane.ts';
import { type MailOptions, mailOptions } from './options.ts';
import { mailHosts } from './resolver.ts';
import { openSession, type Session, type SessionWishes, TlsFailedError } from './session.ts';

/** Mail: through the smart host where one is set, else straight to the servers of each domain. */

const CLOSE_GRACE_MS = 5000;
/** Addresses of one host that are tried. */
const ADDRESSES = 2;
/** Hosts of a domain that are tried in one go. */
const HOSTS = 5;

export class MailChannel implements Channel {
  readonly name = 'mail';
  readonly says = 'Mail by SMTP, through a smart host or straight to the recipients’ servers.';
  readonly #lanes = new Map<string, Lane>();
  /** Hosts whose STARTTLS failed: next time without. */
  readonly #plain = new Set<string>();

  most(): number {
    return setting('relayUrl') === null ? mailOptions().most : this.#lane('').capacity();
  }

  capacity(destination: string): number {
    return this.#lane(destination).capacity();
  }

  /** Destinations that share connections have one lane: with a smart host, all. */
  laneOf(destination: string): string {
    return setting('relayUrl') ?? destination;
  }

  deliver(what: Delivery): Promise<Outcome> {
    return this.#lane(what.destination).deliver(what);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close(CLOSE_GRACE_MS)));
    this.#lanes.clear();
  }

  #lane(destination: string): Lane {
    const key = this.laneOf(destination);
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      this.#forgetQuietLanes();
      lane = this.#newLane(destination);
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  #newLane(destination: string): Lane {
    const where = house();
    const options = mailOptions();
    const relay = setting('relayUrl');
    return new Lane({
      limits: relay === null ? options.direct : options.relay,
      timeouts: options.timeouts,
      perMinute: () => inHouse(where, () => (relay === null ? setting('sendingPerMinute') : null)),
      connect: () =>
        inHouse(where, () =>
          relay === null ? this.#connectDirect(destination, options) : this.#connectRelay(relay, options),
        ),
    });
  }

  #forgetQuietLanes(): void {
    if (this.#lanes.size < 1000) return;
    for (const [key, lane] of this.#lanes)
      if (lane.quiet && lane.coolUntil < Date.now()) this.#lanes.delete(key);
  }

  async #connectRelay(relayUrl: string, options: MailOptions): Promise<Session | NoWay> {
    const url = new URL(relayUrl);
    const implicit = url.protocol === 'smtps:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? (implicit ? 465 : url.username === '' ? 25 : 587) : Number(url.port);
    const login =
      url.username === ''
        ? null
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    return this.#connectHost(host, port, { tls: implicit ? 'implicit' : 'try', login }, options, () => true);
  }

  async #connectDirect(domain: string, options: MailOptions): Promise<Session | NoWay> {
    const found = await mailHosts(domain, options.resolver);
    if (!('hosts' in found)) return { ...found, host: domain };
    let last: NoWay = {
      outcome: 'later',
      host: domain,
      reply: 'No server of this domain has an address.',
      enhancedCode: '4.4.4',
    };
    for (const host of found.hosts.slice(0, HOSTS)) {
      const session = await this.#connectHost(
        host,
        options.mxPort,
        { tls: 'try', login: null },
        options,
        options.mayConnect,
      );
      if ('conversation' in session) return session;
      last = session;
    }
    return last;
  }

  async #connectHost(
    host: string,
    port: number,
    wishes: Omit<SessionWishes, 'name'>,
    options: MailOptions,
    mayConnect: (address: string) => boolean,
  ): Promise<Session | NoWay> {
    let addresses: string[];
    try {
      addresses = isIP(host) === 0 ? await options.resolver.addresses(host) : [host];
    } catch (error) {
      return {
        outcome: 'later',
        host,
        reply: `The address of ${host} was not found (${(error as NodeJS.ErrnoException).code}).`,
        enhancedCode: '4.4.3',
      };
    }
    let last: NoWay = { outcome: 'later', host, reply: `${host} has no address.`, enhancedCode: '4.4.4' };
    for (const address of addresses.slice(0, ADDRESSES)) {
      if (!mayConnect(address)) {
        last = {
          outcome: 'failed',
          host: `${host} [${address}]`,
          reply: 'This address is inside the house’s own network; mail goes there through a smart host only.',
          enhancedCode: '5.4.4',
        };
        continue;
      }
      const target = { address, port, servername: host };
      try {
        return await this.#openSession(target, wishes, options);
      } catch (error) {
        last = noWay(`${host} [${address}]:${port}`, error);
      }
    }
    return last;
  }

  /** With TLS where it is offered; where it is offered and broken, without, as long as no password is at stake. */
  async #openSession(
    target: Target,
    wishes: Omit<SessionWishes, 'name'>,
    options: MailOptions,
  ): Promise<Session> {
    const name = helloName();
    const key = `${target.address}:${target.port}`;
    if (wishes.tls === 'try' && this.#plain.has(key))
      return openSession(target, { ...wishes, name, tls: 'no' }, options.timeouts);
    try {
      return await openSession(target, { ...wishes, name }, options.timeouts);
    } catch (error) {
      if (!(error instanceof TlsFailedError) || wishes.login !== null) throw error;
      this.#plain.add(key);
      return openSession(target, { ...wishes, name, tls: 'no' }, options.timeouts);
    }
  }
}

/** Our name in EHLO: the machine's, where it is a full one. */
function helloName(): string {
  const own = hostname();
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(own) ? own : (setting('mailDomains')[0] ?? 'localhost');
}
