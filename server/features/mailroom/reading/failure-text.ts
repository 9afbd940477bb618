import type { BounceReport } from '#platform/messages/model.ts';
import { beforeOriginal, type MailReport, recipientsOfOriginal, said } from './report.ts';

/**
 * Reports that only their words give away: qmail, old Exchange and Notes, DragonFly, providers with sentences of their own. What
 * they repeat of the original is cut off first, since it is full of addresses and of words that mean nothing here. Who was not
 * reached is looked for by the forms such programs use, the surest first; what is said about an address stands around it.
 */

export interface FailureFacts {
  /** What the report says to people. */
  text: string;
  /** Addresses of the report's own header: who sent it and to whom, in lower case. */
  own: ReadonlySet<string>;
  /** Beginnings of what it repeats of the original. */
  originals: readonly string[];
  subject: string;
}

/** Null where nobody can be found. */
export function readFailure(facts: FailureFacts): MailReport | null {
  const notice = amazonNotice(facts.text);
  if (notice !== null) return notice;
  const before = beforeOriginal(facts.text);
  const told = before.slice(0, 8000);
  const repeated = [...facts.originals, facts.text.slice(before.length, before.length + 20_000)];
  const addresses = addressesIn(told, facts.own, repeated);
  if (addresses.length === 0) return null;
  const late = LATE.test(told) || LATE.test(facts.subject);
  return {
    kind: late ? 'delay' : 'bounce',
    recipients: addresses.map((address) => reportOf(address, addresses, told, facts.subject, late)),
    about: [],
  };
}

const LATE =
  /\bdelay(?:ed)?\b.{0,40}\b(?:hours?|days?)\b|has been delayed|not yet been delivered|still undelivered after|will be retried|warning message only|gecikti|opóźnion/i;

const ADDRESS = String.raw`[^\s<>()[\]@:;,"'\x60]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,190}[a-z0-9])?`;

/** Forms in which programs name who was not reached; each is asked only where the ones before found nobody. */
const PLACES: readonly RegExp[] = [
  // Alone in its line, between brackets or behind arrows, perhaps with a colon, dots or the way it was expanded.
  new RegExp(
    String.raw`^[ \t]*(?:>>>|[>*])?[ \t]*<?(${ADDRESS})>?(?:[ \t]*<[^>\n]+>)?[ \t]*[:.]?[ \t]*(?=$|\.\.\.|\()`,
    'gim',
  ),
  // Behind the words that name it.
  new RegExp(
    String.raw`(?:deliver(?:y|ing|ed)?\b[^\n<@]{0,40}?\bto:?|recipient:?|userid:|address:|rejected recipient|rcpt to:|alıcı:?|odbiorc[ay]:?)[ \t]*<?(${ADDRESS})>?`,
    'gi',
  ),
  new RegExp(String.raw`<(${ADDRESS})>\.\.\.`, 'gi'),
  // At the beginning of what is said about it.
  new RegExp(String.raw`^[ \t]*<?(${ADDRESS})>?[ \t]+\S`, 'gim'),
];

/** Addresses of offices, which stand in reports to be asked for help. */
const OFFICES = /^(?:postmaster|mailer-daemon|abuse|support|help|info|no-?reply|root)@/i;

function addressesIn(told: string, own: ReadonlySet<string>, repeated: readonly string[]): string[] {
  const once = (found: readonly string[]) =>
    [...new Set(found.map((address) => address.replace(/\.+$/, '')))]
      .filter((address) => !own.has(address.toLowerCase()))
      .slice(0, 20);
  for (const place of PLACES) {
    const found = once([...told.matchAll(place)].map((match) => match[1] as string));
    if (found.length > 0) return found;
  }
  const anywhere = once(told.match(new RegExp(ADDRESS, 'gi')) ?? []).filter(
    (address) => !OFFICES.test(address),
  );
  if (anywhere.length > 0) return anywhere.slice(0, 1);
  return once(repeated.flatMap(recipientsOfOriginal)).slice(0, 1);
}

function reportOf(
  address: string,
  all: readonly string[],
  told: string,
  subject: string,
  late: boolean,
): BounceReport {
  const at = told.indexOf(address);
  const next = all
    .filter((each) => each !== address)
    .map((each) => told.indexOf(each, at + 1))
    .filter((place) => place > at);
  const behind = at === -1 ? '' : told.slice(at + address.length, Math.min(...next, at + 1500));
  // Alone, all that is said is about it: some say why before they say who.
  const words = all.length > 1 ? behind : `${behind}\n${at === -1 ? told : told.slice(0, at)}\n${subject}`;
  return said(address, '', words, false, late);
}

/** What Amazon tells by its notices: JSON in a mail, often with line breaks where none belong. */
function amazonNotice(text: string): MailReport | null {
  const kind = /"notificationType"\s*:\s*"(Bounce|Complaint)"/.exec(text)?.[1];
  if (kind === undefined) return null;
  const list = /"(?:bounced|complained)Recipients"\s*:\s*\[([^\]]{0,50000})\]/.exec(text)?.[1] ?? '';
  const value = (from: string, name: string) =>
    new RegExp(`"${name}"\\s*:\\s*"([^"]{0,1000})"`).exec(from)?.[1] ?? '';
  const recipients = list
    .split('}')
    .filter((one) => value(one, 'emailAddress') !== '')
    .slice(0, 200)
    .map((one): BounceReport => {
      const recipient = value(one, 'emailAddress');
      return kind === 'Complaint'
        ? { recipient, status: '', reason: 'feedback', hard: false, state: 'unknown' }
        : said(recipient, value(one, 'status'), value(one, 'diagnosticCode'), true);
    });
  if (recipients.length === 0) return null;
  return { kind: kind === 'Complaint' ? 'feedback' : 'bounce', recipients, about: [] };
}
