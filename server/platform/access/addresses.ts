import { isIP } from 'node:net';
import type { Context } from 'koa';
import { house } from '#kernel/house.ts';

/**
 * The address a request comes from. `X-Forwarded-For` counts only as far as the proxies named in LOBI_TRUSTED_PROXIES have
 * written it: read from its end, the first address that is none of theirs.
 */
export function addressOf(ctx: Context): string {
  const trusted = house().config.trustedProxies.map(plainAddress);
  const chain = [...ctx.get('x-forwarded-for').split(','), ctx.req.socket.remoteAddress ?? '']
    .map(plainAddress)
    .filter((each) => each !== '');
  for (let at = chain.length - 1; at >= 0; at--) {
    const address = chain[at] as string;
    if (at === 0 || !trusted.includes(address)) return isIP(address) === 0 ? 'unknown' : address;
  }
  return 'unknown';
}

/** Without spaces, and an IPv4 address in IPv6 clothes as what it is. */
function plainAddress(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}
