import { fold } from '#kernel/text/fold.ts';
import type { MessageKind } from '#platform/messages/model.ts';
import type { Said } from './mail.ts';
import type { MailReport } from './report.ts';

/** Whether a mail was written by a person, by a machine that answers, or by a mail system about another mail. */

export interface KindFacts {
  headers: ReadonlyMap<string, string>;
  subject: string;
  fromAddress: string;
  /** What it says to people. */
  text: string;
  report: MailReport | null;
}

export interface KindFound {
  kind: MessageKind;
  /** The evidence; null for plain mail. */
  says: Said | null;
}

const OUT_OF_OFFICE = [
  'otomatik yanit',
  'otomatik cevap',
  'ofis disinda',
  'out of office',
  'automatic reply',
  'auto reply',
  'autoreply',
  'auto-reply',
  'autoresponse',
  'vacation',
  'on leave',
  'odpowiedz automatyczna',
  'automatyczna odpowiedz',
  'poza biurem',
  'nieobecnosc w biurze',
  'abwesenheit',
  'automatische antwort',
  'abwesend',
  'reponse automatique',
  'respuesta automatica',
];

const DELIVERY = [
  'undeliver',
  'returned mail',
  'delivery status notification',
  'delivery failure',
  'mail delivery failed',
  'failure notice',
  'failed delivery',
  'delayed',
  'delivery has failed',
  'could not be delivered',
  'mail system error',
  'iletilemedi',
  'teslim edilemedi',
  'ulastirilamadi',
  'niedostarczon',
  'nie dostarczono',
  'zwrot wiadomosci',
  'unzustellbar',
];

/** Who writes such reports. */
const SYSTEMS = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|mail\.?delivery\.?(?:sub)?system)(?:@|$)/i;

/** What such reports begin with, where their subject says nothing (folded). */
const OPENINGS = [
  'did not reach the following recipient',
  'unable to deliver',
  'trouble delivering',
  'not yet been delivered',
  'could not be delivered to',
  'recipients failed',
  'addresses had',
  'recipients was rejected',
  'error delivering your mail',
  'the following recipient has been delayed',
  'asagidaki aliciya iletilemedi',
  'aliciya teslim edilemedi',
  'nie zostala dostarczona do',
  'nie udalo sie dostarczyc wiadomosci',
];

/** Machines of providers without such a name: their own words are looked at, since parcels cannot be delivered either. */
const NOTICES =
  /"notificationType"\s*:\s*"(?:Bounce|Complaint)"|could not be delivered to: <[^>]+>\s+as their mailbox/i;

function isReport({ headers, subject, fromAddress, text }: KindFacts): boolean {
  const beginning = text.slice(0, 3000);
  if (/^(?:no-?reply|mms|sysadmin)@/i.test(fromAddress) && NOTICES.test(beginning)) return true;
  const system = fromAddress === '' || SYSTEMS.test(fromAddress) || headers.get('return-path') === '<>';
  if (!system) return false;
  const words = fold(subject);
  if (DELIVERY.some((sign) => words.includes(sign))) return true;
  // An answering machine has no sender of its own either; only mail systems are believed by their first words.
  const said = fold(beginning);
  return (fromAddress === '' || SYSTEMS.test(fromAddress)) && OPENINGS.some((sign) => said.includes(sign));
}

/** RFC 3834 section 5 first, then what programs wrote before it. */
export function kindOf(facts: KindFacts): KindFound {
  const { headers, subject, fromAddress, report } = facts;
  if (report !== null) return { kind: report.kind, says: { key: report.kind, facts: {} } };
  if (isReport(facts))
    return { kind: 'bounce', says: { key: 'system', facts: { from: fromAddress, subject } } };
  const words = fold(subject);
  const submitted = (headers.get('auto-submitted') ?? '').toLowerCase();
  if (submitted.startsWith('auto-replied'))
    return { kind: 'auto-reply', says: { key: 'header', facts: { header: `Auto-Submitted: ${submitted}` } } };
  const answered = ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-mail-autoreply'].find((name) =>
    headers.has(name),
  );
  if (answered !== undefined)
    return { kind: 'auto-reply', says: { key: 'header', facts: { header: answered } } };
  if (/^auto.?reply$/i.test(headers.get('precedence') ?? ''))
    return {
      kind: 'auto-reply',
      says: { key: 'header', facts: { header: `Precedence: ${headers.get('precedence')}` } },
    };
  // With a colon behind it: a person may write about furniture that stands out of the office.
  const sign = OUT_OF_OFFICE.find(
    (each) => words === each || words.startsWith(`${each}:`) || words.startsWith(`${each} re:`),
  );
  if (sign !== undefined) return { kind: 'auto-reply', says: { key: 'subject', facts: { words: sign } } };
  return { kind: 'mail', says: null };
}
