import { Resolver } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DNSResolver } from 'mailauth';
import { house, roomMemory } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import type { Envelope } from './accept.ts';
import './settings.ts';

/**
 * Whether a mail comes from where it says: SPF, DKIM and DMARC, as words with their evidence. They are asked of name servers, so
 * never on the accept path and never for long: a house without name servers files its mail as "not checked".
 */

export interface Verdict {
  /** `pass`, `fail`, `softfail`, `neutral`, `none`, `temperror`, `permerror`. */
  result: string;
  says: string;
}

export interface Verdicts {
  /** `verified`: the sender's domain vouches for it; `failed`: it disowns it. */
  overall: 'verified' | 'unverified' | 'failed';
  /** Why nothing was checked; absent where it was. */
  unchecked?: string;
  spf?: Verdict;
  dkim?: Verdict;
  dmarc?: Verdict;
}

/** Longest for one mail. */
const PATIENCE_MS = 4000;
/** After name servers were silent, they are left alone for this long. */
const SILENCE_MS = 60_000;

const MEMORY = Symbol('mailroom.verdicts');
interface Memory {
  resolver: DNSResolver | undefined;
  silentUntil: number;
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({ resolver: undefined, silentUntil: 0 }));
}

/** Answers questions of DNS in place of the machine's resolver. */
export function useResolver(resolver: DNSResolver): void {
  memory().resolver = resolver;
}

/** Never throws. */
export async function verdictsOf(raw: Buffer, envelope: Envelope, signed: boolean): Promise<Verdicts> {
  const unchecked = whyUnchecked(envelope, signed);
  if (unchecked !== undefined) return { overall: 'unverified', unchecked };
  const patience = new AbortController();
  try {
    const late = pause(PATIENCE_MS, 'late' as const, { signal: patience.signal, ref: false });
    late.catch(() => {});
    const found = await Promise.race([asked(raw, envelope), late]);
    if (found === 'late') return silent('the name servers took too long');
    return found;
  } catch (error) {
    return { overall: 'unverified', unchecked: `not checked: ${(error as Error).message.slice(0, 200)}` };
  } finally {
    patience.abort();
  }
}

function whyUnchecked(envelope: Envelope, signed: boolean): string | undefined {
  if (!setting('checkSenders')) return 'not checked: it is switched off';
  if (performance.now() < memory().silentUntil) return 'not checked: the name servers are silent';
  if (isInside(envelope.peer) && !signed) return `not checked: it came from inside (${envelope.peer})`;
  return undefined;
}

async function asked(raw: Buffer, envelope: Envelope): Promise<Verdicts> {
  const { authenticate } = await import('mailauth');
  const inside = isInside(envelope.peer);
  const result = await authenticate(raw, {
    // Behind a relay of the firm, its address says nothing about the sender.
    ...(inside ? {} : { ip: envelope.peer, helo: envelope.greeting }),
    sender: envelope.from,
    resolver: memory().resolver ?? machineResolver(),
    disableArc: true,
    disableBimi: true,
    minBitLength: 1024,
  });
  const { spf, dkim, dmarc } = result;
  const signatures = dkim.results.slice(0, 10);
  if ([spf, dmarc].some((each) => each !== false && each?.status?.result === 'temperror')) rememberSilence();
  const verdicts: Verdicts = {
    overall: 'unverified',
    dkim: dkimVerdict(
      signatures.map(({ signingDomain, status }) => ({
        domain: signingDomain,
        result: status.result,
        comment: status.comment,
      })),
    ),
  };
  if (!inside && spf !== false && spf !== undefined)
    verdicts.spf = {
      result: spf.status.result,
      says: `${envelope.peer} for ${spf.domain}: ${spf.status.comment ?? spf.status.result}`,
    };
  if (dmarc !== false && dmarc !== undefined && dmarc.status !== undefined) {
    verdicts.dmarc = {
      result: dmarc.status.result,
      says: `${dmarc.domain ?? ''}: policy ${dmarc.policy ?? 'none'}`,
    };
    verdicts.overall =
      dmarc.status.result === 'pass' ? 'verified' : dmarc.status.result === 'fail' ? 'failed' : 'unverified';
  }
  return verdicts;
}

function dkimVerdict(
  signatures: readonly { domain?: string; result: string; comment?: string | false }[],
): Verdict {
  if (signatures.length === 0) return { result: 'none', says: 'It carries no signature.' };
  const best = signatures.find((each) => each.result === 'pass') ?? signatures[0];
  return {
    result: best?.result ?? 'none',
    says: signatures
      .map((each) => `${each.domain ?? ''}: ${each.result}${each.comment ? ` (${each.comment})` : ''}`)
      .join('; ')
      .slice(0, 1000),
  };
}

function silent(why: string): Verdicts {
  rememberSilence();
  return { overall: 'unverified', unchecked: `not checked: ${why}` };
}

function rememberSilence(): void {
  memory().silentUntil = performance.now() + SILENCE_MS;
  house().log.warn('the name servers are silent: senders are not checked for a minute');
}

let machines: DNSResolver | undefined;
function machineResolver(): DNSResolver {
  if (machines === undefined) {
    const resolver = new Resolver({ timeout: 1500, tries: 1 });
    machines = (domain, type) => resolver.resolve(domain, type as 'TXT') as Promise<string[][]>;
  }
  return machines;
}

/** Loopback, private and link-local addresses (RFC 1918, RFC 4193). */
function isInside(address: string): boolean {
  return (
    /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i.test(
      address,
    ) || address === ''
  );
}
