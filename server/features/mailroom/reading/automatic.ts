import type { MessageKind } from '#platform/messages/model.ts';
import { fold } from '#kernel/text/fold.ts';
import type { MailReport } from './report.ts';

/** Whether a mail was written by a person, by a machine that answers, or by a mail system about another mail. */

export interface KindFacts {
  headers: ReadonlyMap<string, string>;
  subject: string;
  fromAddress: string;
  report: MailReport | null;
}

export interface KindFound {
  kind: MessageKind;
  /** The evidence, in words; '' for plain mail. */
  says: string;
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

/** RFC 3834 section 5 first, then what programs wrote before it. */
export function kindOf({ headers, subject, fromAddress, report }: KindFacts): KindFound {
  if (report !== null) return { kind: report.kind, says: SAYS[report.kind] };
  const words = fold(subject);
  const system = /^(mailer-daemon|postmaster|mail-daemon|mdaemon)(@|$)/i.test(fromAddress) || fromAddress === '';
  if (system && DELIVERY.some((sign) => words.includes(sign))) return { kind: 'bounce', says: `A report of ${fromAddress === '' ? 'nobody' : fromAddress}: “${subject}”.` };
  const submitted = (headers.get('auto-submitted') ?? '').toLowerCase();
  if (submitted.startsWith('auto-replied')) return { kind: 'auto-reply', says: `Auto-Submitted: ${submitted}` };
  const answered = ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-mail-autoreply'].find((name) => headers.has(name));
  if (answered !== undefined) return { kind: 'auto-reply', says: `The header has ${answered}.` };
  if (/^auto.?reply$/i.test(headers.get('precedence') ?? '')) return { kind: 'auto-reply', says: `Precedence: ${headers.get('precedence')}` };
  // With a colon behind it: a person may write about furniture that stands out of the office.
  const sign = OUT_OF_OFFICE.find((each) => words === each || words.startsWith(`${each}:`) || words.startsWith(`${each} re:`));
  if (sign !== undefined) return { kind: 'auto-reply', says: `The subject begins with “${sign}”.` };
  return { kind: 'mail', says: '' };
}

const SAYS: Record<MailReport['kind'], string> = {
  bounce: 'A delivery report (RFC 3464) that says a mail did not arrive.',
  delay: 'A delivery report (RFC 3464) that says a mail is late.',
  feedback: 'A complaint report (RFC 5965).',
};
