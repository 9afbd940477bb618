import type { Party } from '#platform/messages/model.ts';
import { readFailure } from './failure-text.ts';
import {
  brokenReport,
  failedRecipients,
  idsNamed,
  type MailReport,
  type ReportPart,
  readReport,
  recipientsOfOriginal,
} from './report.ts';

/** A mail as far as reports are found in it. */
interface ReportMail {
  parties: readonly Party[];
  subject: string;
  report: readonly ReportPart[];
}

/** Letters of a body in which a report is looked for whose parts came apart. */
const BODY_LETTERS = 128 * 1024;
/** Lines are unfolded: some encode what must not be encoded (RFC 3464, 2.1). */
const lettersOf = (body: Buffer) =>
  body.toString('utf8', 0, BODY_LETTERS).replace(/\r\n?/g, '\n').replace(/=\n/g, '');

/** The report that a mail is by its parts or header; null where it is none. */
export function reportOf(
  parsed: ReportMail,
  headers: ReadonlyMap<string, string>,
  text: string,
  body: Buffer,
): MailReport | null {
  const report = readReport(parsed.report, text);
  if (report !== null && report.recipients.length > 0) return report;
  const failed = headers.get('x-failed-recipients');
  if (failed !== undefined)
    return { kind: 'bounce', recipients: failedRecipients(failed, text), about: idsNamed(lettersOf(body)) };
  if (report?.kind !== 'feedback') return report;
  // The original stands in the mail as if it were its text.
  const [recipient] = recipientsOfOriginal(lettersOf(body));
  const complaint = { status: '', reason: 'feedback', hard: false, state: 'unknown' };
  return recipient === undefined ? report : { ...report, recipients: [{ recipient, ...complaint }] };
}

/** What a mail system says in words, or in parts that came apart. */
export function failureOf(parsed: ReportMail, text: string, body: Buffer): MailReport {
  const own = new Set(parsed.parties.map((party) => party.address.toLowerCase()));
  const originals = parsed.report.map((part) => part.text);
  const letters = lettersOf(body);
  const found = brokenReport(letters) ?? readFailure({ text, own, originals, subject: parsed.subject });
  return { kind: found?.kind ?? 'bounce', recipients: found?.recipients ?? [], about: idsNamed(letters) };
}
