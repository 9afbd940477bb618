import { promises as dns } from 'node:dns';

/** Where mail for a domain goes (RFC 5321, 5.1; RFC 7505). */
export interface Resolver {
  /** MX records; empty where the domain has none. Rejects as node:dns does. */
  mx(domain: string): Promise<{ exchange: string; priority: number }[]>;
  /** Addresses of a host, in the order they are to be tried. */
  addresses(host: string): Promise<string[]>;
}

export const systemResolver: Resolver = {
  mx: (domain) => dns.resolveMx(domain),
  async addresses(host) {
    const found = await dns.lookup(host, { all: true, order: 'ipv4first' });
    return found.map((each) => each.address);
  },
};

export type MailHosts =
  | { hosts: string[] }
  | { outcome: 'failed' | 'later'; reply: string; enhancedCode: string };

/** Servers of a domain in the order they are tried; equals in random order. Or why there is none. */
export async function mailHosts(domain: string, resolver: Resolver): Promise<MailHosts> {
  let records: { exchange: string; priority: number }[];
  try {
    records = await resolver.mx(domain);
  } catch (error) {
    return withoutMx(domain, resolver, error as NodeJS.ErrnoException);
  }
  if (records.some((record) => record.exchange === '' || record.exchange === '.')) return nullMx(domain);
  if (records.length === 0) return withoutMx(domain, resolver, { code: 'ENODATA' } as NodeJS.ErrnoException);
  const ranked = records.map((record) => ({ ...record, chance: Math.random() }));
  ranked.sort((a, b) => a.priority - b.priority || a.chance - b.chance);
  return { hosts: ranked.map((record) => record.exchange.replace(/\.$/, '')) };
}

function nullMx(domain: string): MailHosts {
  return { outcome: 'failed', reply: `${domain} takes no mail (null MX).`, enhancedCode: '5.1.10' };
}

/** No MX: the domain itself is its server, where it has an address. A name server that is silent is asked again later. */
async function withoutMx(
  domain: string,
  resolver: Resolver,
  error: NodeJS.ErrnoException,
): Promise<MailHosts> {
  if (error.code !== 'ENODATA' && error.code !== 'ENOTFOUND') return silent(domain, error);
  try {
    if ((await resolver.addresses(domain)).length > 0) return { hosts: [domain] };
  } catch (second) {
    const code = (second as NodeJS.ErrnoException).code;
    if (code !== 'ENOTFOUND' && code !== 'ENODATA') return silent(domain, second as NodeJS.ErrnoException);
  }
  return { outcome: 'failed', reply: `There is no domain ${domain} that takes mail.`, enhancedCode: '5.1.2' };
}

function silent(domain: string, error: NodeJS.ErrnoException): MailHosts {
  return {
    outcome: 'later',
    reply: `The name servers of ${domain} gave no answer (${error.code}).`,
    enhancedCode: '4.4.3',
  };
}
