import type { DkimKey } from '../dkim/keys.ts';
import { dkimRecord } from '../dkim/keys.ts';
import type { Dns } from './dns.ts';

/**
 * What DNS says about the mail of a domain and what it should say: MX (RFC 5321), SPF (RFC 7208), DKIM (RFC 6376), DMARC
 * (RFC 7489), and the name of the sending address (PTR). Each finding has the exact record to type, also where nobody could be
 * asked. Pure but for the answers of `Dns`.
 */

export interface DnsRecord {
  type: 'MX' | 'TXT' | 'A' | 'PTR';
  /** Where: the full name, without a dot at its end. */
  name: string;
  /** What to type there. */
  value: string;
}

export interface Finding {
  what: 'mx' | 'spf' | 'dkim' | 'dmarc' | 'ptr';
  /** `ok`; `bad`: to be put right; `note`: may be meant so; `unknown`: the name servers gave no answer. */
  state: 'ok' | 'bad' | 'note' | 'unknown';
  /** Key of the sentence. */
  code: string;
  /** What stands in DNS. */
  found: string[];
  /** What to type, and where; empty where nothing is to be done. */
  records: DnsRecord[];
}

export interface Sending {
  /** Host of the public URL: where the house is reached, and from where it sends. */
  host: string;
  /** Host of the smart host; null where mail goes straight out. */
  relay: string | null;
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, '');

export async function lookAtDomain(
  domain: string,
  sending: Sending,
  keys: readonly DkimKey[],
  dns: Dns,
): Promise<Finding[]> {
  return Promise.all([
    lookAtMx(domain, sending, dns),
    lookAtSpf(domain, sending, dns),
    lookAtDkim(keys, dns),
    lookAtDmarc(domain, dns),
    lookAtPtr(sending, dns),
  ]);
}

async function lookAtMx(domain: string, { host }: Sending, dns: Dns): Promise<Finding> {
  const records: DnsRecord[] = [{ type: 'MX', name: domain, value: `10 ${host}.` }];
  const answer = await dns.mx(domain);
  if (answer === null) return { what: 'mx', state: 'unknown', code: 'mx.unknown', found: [], records };
  const found = answer.map(({ priority, exchange }) => `${priority} ${exchange}`);
  if (answer.some(({ exchange }) => plain(exchange) === host))
    return { what: 'mx', state: 'ok', code: 'mx.ok', found, records: [] };
  return answer.length === 0
    ? { what: 'mx', state: 'bad', code: 'mx.missing', found, records }
    : { what: 'mx', state: 'note', code: 'mx.elsewhere', found, records };
}

async function lookAtSpf(domain: string, { host, relay }: Sending, dns: Dns): Promise<Finding> {
  const from = `a:${relay ?? host}`;
  const typed = (value: string): DnsRecord[] => [{ type: 'TXT', name: domain, value }];
  const answer = await dns.txt(domain);
  const fresh = typed(`v=spf1 ${from} ~all`);
  if (answer === null)
    return { what: 'spf', state: 'unknown', code: 'spf.unknown', found: [], records: fresh };
  const found = answer.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [one] = found;
  if (one === undefined) return { what: 'spf', state: 'bad', code: 'spf.missing', found, records: fresh };
  // More than one is as good as none (RFC 7208, 4.5).
  if (found.length > 1)
    return { what: 'spf', state: 'bad', code: 'spf.double', found, records: typed(joined(found, from)) };
  if (await names(one, domain, relay ?? host, dns))
    return { what: 'spf', state: 'ok', code: 'spf.ok', found, records: [] };
  // A smart host's owner says what to include; what stands there may name it by other words.
  return relay === null
    ? { what: 'spf', state: 'bad', code: 'spf.without', found, records: typed(joined(found, from)) }
    : { what: 'spf', state: 'note', code: 'spf.relay', found, records: typed(joined(found, from)) };
}

/** Whether a record lets the sending host through by name, by address, or by being its MX. */
async function names(record: string, domain: string, sender: string, dns: Dns): Promise<boolean> {
  const terms = record.toLowerCase().split(/\s+/).slice(1);
  const passes = terms.filter((term) => !/^[-~?]/.test(term)).map((term) => term.replace(/^\+/, ''));
  if (passes.includes('all') || passes.includes(`a:${sender}`)) return true;
  if (passes.includes('a') && sender === domain) return true;
  if (passes.includes('mx') && ((await dns.mx(domain)) ?? []).some((each) => plain(each.exchange) === sender))
    return true;
  const addresses = (await dns.addresses(sender)) ?? [];
  return addresses.some((address) => passes.includes(`ip4:${address}`) || passes.includes(`ip6:${address}`));
}

/** One record with everything that stood in several, the sender let through, and one `all` at the end. */
function joined(records: readonly string[], term: string): string {
  const terms = records.flatMap((record) => record.split(/\s+/).slice(1));
  const ends = terms.filter((each) => /^[-~?+]?all$/i.test(each));
  const others = terms.filter((each) => !/^[-~?+]?all$/i.test(each) && each !== term);
  return ['v=spf1', term, ...new Set(others), ends[0] ?? '~all'].join(' ');
}

async function lookAtDkim(keys: readonly DkimKey[], dns: Dns): Promise<Finding> {
  if (keys.length === 0) return { what: 'dkim', state: 'bad', code: 'dkim.none', found: [], records: [] };
  const looked = await Promise.all(keys.map(async (key) => ({ key, seen: await isPublished(key, dns) })));
  const records = looked.filter(({ seen }) => seen !== true).map(({ key }) => dkimRecord(key));
  const found = looked.filter(({ seen }) => seen === true).map(({ key }) => dkimRecord(key).name);
  if (looked.some(({ seen }) => seen === null))
    return { what: 'dkim', state: 'unknown', code: 'dkim.unknown', found, records };
  if (records.length > 0) return { what: 'dkim', state: 'bad', code: 'dkim.missing', found, records };
  const used = keys.some((key) => key.usedSince !== null);
  return { what: 'dkim', state: used ? 'ok' : 'bad', code: used ? 'dkim.ok' : 'dkim.unused', found, records };
}

/** Null where nobody answered. */
async function isPublished(key: DkimKey, dns: Dns): Promise<boolean | null> {
  const answer = await dns.txt(dkimRecord(key).name);
  if (answer === null) return null;
  return answer.some((text) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s+/g, '') === key.publicKey);
}

async function lookAtDmarc(domain: string, dns: Dns): Promise<Finding> {
  const records: DnsRecord[] = [
    { type: 'TXT', name: `_dmarc.${domain}`, value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}` },
  ];
  const answer = await dns.txt(`_dmarc.${domain}`);
  if (answer === null) return { what: 'dmarc', state: 'unknown', code: 'dmarc.unknown', found: [], records };
  const found = answer.filter((text) => /^v=DMARC1\b/i.test(text));
  const [one] = found;
  if (one === undefined) return { what: 'dmarc', state: 'bad', code: 'dmarc.missing', found, records };
  if (found.length > 1 || !/;\s*p=(?:none|quarantine|reject)\b/i.test(one))
    return { what: 'dmarc', state: 'bad', code: 'dmarc.wrong', found, records };
  return /;\s*p=none\b/i.test(one)
    ? { what: 'dmarc', state: 'note', code: 'dmarc.watching', found, records: [] }
    : { what: 'dmarc', state: 'ok', code: 'dmarc.ok', found, records: [] };
}

/** The name of each address must be the host, and the host must have the address: many servers refuse mail without. */
async function lookAtPtr({ host, relay }: Sending, dns: Dns): Promise<Finding> {
  const what = 'ptr' as const;
  if (relay !== null) return { what, state: 'ok', code: 'ptr.relay', found: [relay], records: [] };
  const addresses = await dns.addresses(host);
  if (addresses === null) return { what, state: 'unknown', code: 'ptr.unknown', found: [], records: [] };
  if (addresses.length === 0)
    return {
      what,
      state: 'bad',
      code: 'ptr.noAddress',
      found: [],
      records: [{ type: 'A', name: host, value: '…' }],
    };
  const looked = await Promise.all(
    addresses.map(async (address) => ({ address, names: await dns.names(address) })),
  );
  const found = looked.map(({ address, names: own }) => `${address} ${(own ?? []).join(' ')}`.trim());
  if (looked.some(({ names: own }) => own === null))
    return { what, state: 'unknown', code: 'ptr.unknown', found, records: [] };
  const wrong = looked.filter(({ names: own }) => !(own ?? []).some((name) => plain(name) === host));
  const records = wrong.map(({ address }): DnsRecord => ({ type: 'PTR', name: address, value: `${host}.` }));
  return wrong.length === 0
    ? { what, state: 'ok', code: 'ptr.ok', found, records }
    : { what, state: 'bad', code: 'ptr.wrong', found, records };
}
