import { fold } from '#kernel/text/fold.ts';
import type { MessageKind } from '#platform/messages/model.ts';
import type { Said } from './mail.ts';
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
  if (report !== null) return { kind: report.kind, says: { key: report.kind, facts: {} } };
  const words = fold(subject);
  const system =
    /^(mailer-daemon|postmaster|mail-daemon|mdaemon)(@|$)/i.test(fromAddress) || fromAddress === '';
  if (system && DELIVERY.some((sign) => words.includes(sign)))
    return { kind: 'bounce', says: { key: 'system', facts: { from: fromAddress, subject } } };
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
