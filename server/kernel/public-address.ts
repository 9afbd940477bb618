import { BlockList, isIP } from 'node:net';

/**
 * Whether an address is one of the public internet: what a stranger makes the house ask must never be a machine of its own
 * network, nor itself (server-side request forgery). By the special-purpose registries of IANA (RFC 6890 and what came after).
 */

const NOT_PUBLIC_4: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of the public part of IPv6 (2000::/3): tunnels, which lead to IPv4 addresses of the writer's choice, and documentation. */
const NOT_PUBLIC_6: readonly (readonly [net: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [net, bits] of NOT_PUBLIC_4) refused.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_6) refused.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** `address`: IPv4 or IPv6 as text, without brackets. What is neither, or names a zone, is not public. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !refused.check(address, 'ipv4');
  // IPv4 inside IPv6 (::ffff:…, 64:ff9b::…), unique local, link-local and the rest are all outside 2000::/3.
  return (
    kind === 6 && !address.includes('%') && global6.check(address, 'ipv6') && !refused.check(address, 'ipv6')
  );
}
