import { isIPv4 } from 'node:net';

/** With what and from where somebody signed in, in words that people know. */

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/YaBrowser\//, 'Yandex'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/Thunderbird\//, 'Thunderbird'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

function firstOf(list: readonly [RegExp, string][], agent: string): string | null {
  return list.find(([sign]) => sign.test(agent))?.[1] ?? null;
}

/** Browser and system as they name themselves; null for what is none we know (a program). */
export function deviceOf(agent: string): { browser: string | null; system: string | null } {
  return { browser: firstOf(BROWSERS, agent), system: firstOf(SYSTEMS, agent) };
}

/** `machine` (this one), `network` (a private address: the firm's own network), `outside`, `unknown`. */
export function placeOf(address: string): 'machine' | 'network' | 'outside' | 'unknown' {
  if (address === '::1' || address.startsWith('127.')) return 'machine';
  if (isIPv4(address))
    return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address) ? 'network' : 'outside';
  if (/^f[cd]|^fe80:/i.test(address)) return 'network';
  return address.includes(':') ? 'outside' : 'unknown';
}
