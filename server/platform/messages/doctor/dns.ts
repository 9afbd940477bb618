import { Resolver } from 'node:dns/promises';
import { roomMemory } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import '../settings.ts';

/** What is asked of name servers about one's own mail. `null`: they gave no answer, so nothing is known. */
export interface Dns {
  mx(domain: string): Promise<{ exchange: string; priority: number }[] | null>;
  /** Each record with its pieces put together. */
  txt(name: string): Promise<string[] | null>;
  addresses(host: string): Promise<string[] | null>;
  names(address: string): Promise<string[] | null>;
}

/** There is none, which is an answer. */
const NONE = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN']);

/** The name servers of the setting, else the machine's. A silent one costs four seconds at most. */
function systemDns(): Dns {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  const servers = setting('dnsServers');
  if (servers.length > 0) resolver.setServers(servers);
  return {
    mx: (domain) => asked(resolver.resolveMx(domain)),
    txt: async (name) => (await asked(resolver.resolveTxt(name)))?.map((pieces) => pieces.join('')) ?? null,
    async addresses(host) {
      const four = await asked(resolver.resolve4(host));
      const six = await asked(resolver.resolve6(host));
      return four === null && six === null ? null : [...(four ?? []), ...(six ?? [])];
    },
    names: (address) => asked(resolver.reverse(address)),
  };
}

async function asked<T>(asking: Promise<T[]>): Promise<T[] | null> {
  try {
    return await asking;
  } catch (error) {
    return NONE.has((error as NodeJS.ErrnoException).code ?? '') ? [] : null;
  }
}

const MEMORY = Symbol('messages.doctor');

function memory(): { dns: Dns | undefined } {
  return roomMemory(MEMORY, () => ({ dns: undefined as Dns | undefined }));
}

export function doctorDns(): Dns {
  return memory().dns ?? systemDns();
}

/** Answers in place of name servers. */
export function useDns(dns: Dns): void {
  memory().dns = dns;
}
