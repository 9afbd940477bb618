import { encodeWords } from 'nodemailer/lib/mime-funcs';

/**
 * A delivery status notification (RFC 3464) that the house writes to itself: about a mail of its own that another server would
 * not take. It has the form that every mail server uses, so that it reads like any other bounce.
 */
export interface Report {
  messageId: string;
  date: Date;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  action: 'failed' | 'delayed';
  recipient: string;
  /** RFC 3463 */
  status: string;
  /** Of the other server. */
  host: string;
  reply: string;
  lastAttempt: Date;
  /** Message-ID of the mail it is about. */
  about: string;
}

export function renderReport(report: Report): Buffer {
  const boundary = `report-${report.messageId.split('@')[0]}`;
  const parts = [
    wordsPart(report),
    statusPart(report),
    ['Content-Type: text/rfc822-headers', '', `Message-ID: <${report.about}>`, ''],
  ];
  const lines = [
    ...header(report, boundary),
    '',
    ...parts.flatMap((part) => [`--${boundary}`, ...part]),
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

function header(report: Report, boundary: string): string[] {
  const plain = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return [
    `From: ${encodeWords(plain(report.from.name), 'Q', 52, true)} <${report.from.address}>`,
    `To: <${report.to}>`,
    `Subject: ${encodeWords(plain(report.subject), 'B', 52, true)}`,
    `Date: ${rfcDate(report.date)}`,
    `Message-ID: <${report.messageId}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
  ];
}

function wordsPart({ text }: Report): string[] {
  const encoded = Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64');
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(encoded.match(/.{1,76}/g) ?? []),
    '',
  ];
}

function statusPart(report: Report): string[] {
  const oneLine = (text: string) =>
    text
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 900);
  return [
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${report.from.address.split('@')[1]}`,
    '',
    `Final-Recipient: rfc822; ${report.recipient}`,
    `Action: ${report.action}`,
    `Status: ${report.status}`,
    `Remote-MTA: dns; ${oneLine(report.host)}`,
    `Diagnostic-Code: smtp; ${oneLine(report.reply)}`,
    `Last-Attempt-Date: ${rfcDate(report.lastAttempt)}`,
    '',
  ];
}

function rfcDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
