import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import type { SampleFile } from './sample-file.ts';

/** A sample mail as another program would have sent it: bytes with CRLF, encoded as RFC 2045 and 2047 have it. */
export interface RawMail {
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  at: Date;
  /** Without angle brackets. */
  messageId: string;
  /** Message-IDs of what it answers, oldest first. */
  references: string[];
  text: string;
  html: string | null;
  charset: string;
  automatic: boolean;
  files: readonly SampleFile[];
}

export function rawMail(mail: RawMail): Buffer {
  const last = mail.references.at(-1);
  const head = [
    `Date: ${mail.at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${mail.messageId}>`,
    `From: ${party(mail.from)}`,
    `To: ${mail.to.map(party).join(', ')}`,
    ...(mail.cc.length === 0 ? [] : [`Cc: ${mail.cc.map(party).join(', ')}`]),
    `Subject: ${encodedWords(mail.subject)}`,
    ...(last === undefined
      ? []
      : [`In-Reply-To: <${last}>`, `References: ${mail.references.map((id) => `<${id}>`).join('\r\n ')}`]),
    ...(mail.automatic ? ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All'] : []),
    'MIME-Version: 1.0',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n${body(mail)}`, 'latin1');
}

function body(mail: RawMail): string {
  const plain = textPart('plain', mail.text, mail.charset);
  const words =
    mail.html === null
      ? plain
      : multipart('alternative', mail, [plain, textPart('html', mail.html, mail.charset)]);
  return mail.files.length === 0 ? words : multipart('mixed', mail, [words, ...mail.files.map(filePart)]);
}

function textPart(kind: 'plain' | 'html', text: string, charset: string): string {
  const bytes = iconv.encode(text.replace(/\n/g, '\r\n'), charset);
  return `Content-Type: text/${kind}; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(bytes)}\r\n`;
}

function filePart({ name, type, bytes }: SampleFile): string {
  return `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(bytes)}\r\n`;
}

function multipart(kind: string, mail: RawMail, parts: readonly string[]): string {
  const boundary = `${kind}-${createHash('sha256').update(`${kind}${mail.messageId}`).digest('hex').slice(0, 24)}`;
  const inside = parts.map((part) => `--${boundary}\r\n${part}`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${inside}--${boundary}--\r\n`;
}

function party(text: string): string {
  const [, name, address] = /^(.*?)\s*<([^>]+)>$/.exec(text) ?? [];
  return address === undefined ? text : `${encodedWords(name as string)} <${address}>`;
}

/** RFC 2047 words of at most 45 bytes each, cut between letters. */
function encodedWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const parts: string[] = [''];
  for (const letter of text) {
    const last = parts.length - 1;
    if (Buffer.byteLength(`${parts[last]}${letter}`) > 42) parts.push(letter);
    else parts[last] += letter;
  }
  return parts.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

function lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}
