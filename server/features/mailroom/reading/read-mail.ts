import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AttachmentStream,
  type HeaderLines,
  MailParser,
  type MailParserOptions,
  type MessageText,
} from 'mailparser';
import { cleaned } from '#kernel/text/fold.ts';
import type { Party } from '#platform/messages/model.ts';
import { sameHashOf, splitRaw } from '#platform/messages/raw-mail.ts';
import { kindOf } from './automatic.ts';
import { idsIn, momentIn, oneLine, partiesOf, valueOf } from './headers.ts';
import { type SafeHtml, safeHtml } from './html.ts';
import type { ReadAttachment, ReadMail, Said } from './mail.ts';
import { plainText } from './plain-text.ts';
import { quoteStart, writtenPart } from './quote.ts';
import type { ReportPart } from './report.ts';
import { failureOf, reportOf } from './report-of.ts';

/**
 * Reads a mail of which nothing is sure. What cannot be read leaves a plain note and everything else stands; the caller keeps the
 * bytes in any case. Runs in a thread of its own with a limit of time: some mails are written to take for ever.
 */

const OPTIONS: MailParserOptions = {
  skipHtmlToText: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  checksumAlgo: false,
  maxChildNodes: 1000,
};

const LONGEST_TEXT = 1_000_000;
const LONGEST_HTML = 2_000_000;
const MOST_ATTACHMENTS = 500;
/** Of each part of a report. */
const REPORT_LETTERS = 256 * 1024;
/** Bytes handed over at once, so that the thread can be stopped between. */
const PIECE = 64 * 1024;

/** Headers that later steps look at. */
const KEPT = [
  ...[
    'auto-submitted',
    'precedence',
    'x-autoreply',
    'x-autorespond',
    'x-auto-reply-from',
    'x-mail-autoreply',
    'x-auto-response-suppress',
  ],
  ...['list-id', 'list-unsubscribe', 'return-path', 'x-failed-recipients', 'dkim-signature', 'x-lobi-house'],
];

/** Reads everything. Throws where the mail cannot be taken apart at all; `readHeaderOnly` is for those. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const parsed = await parse(raw);
  return assembled(raw, parsed);
}

/** What the header alone says, for a mail whose body cannot be read; `why` goes into its note. */
export async function readHeaderOnly(raw: Buffer, why: string): Promise<ReadMail> {
  const { header } = splitRaw(raw.subarray(0, 1024 * 1024));
  let parsed: Parsed;
  try {
    parsed = await parse(Buffer.concat([withoutContentType(header), Buffer.from('\r\n\r\n')]));
  } catch {
    parsed = { lines: [], parties: [], subject: '', text: '', html: '', attachments: [], report: [] };
  }
  return {
    ...assembled(raw, { ...parsed, text: '', html: '', attachments: [], report: [] }),
    faults: [{ key: 'unreadable', facts: { why } }],
  };
}

/** The n-th attachment of a mail, decoded. Throws where there is none. */
export async function openPart(raw: Buffer, part: number): Promise<Buffer> {
  let at = -1;
  let found: Buffer | undefined;
  await feed(raw, async (attachment) => {
    at++;
    const chunks: Buffer[] = [];
    for await (const chunk of attachment.content) if (at === part) chunks.push(chunk as Buffer);
    if (at === part) found = Buffer.concat(chunks);
  });
  if (found === undefined) throw new Error(`this mail has no attachment ${part}`);
  return found;
}

interface Parsed {
  lines: HeaderLines;
  parties: Party[];
  subject: string;
  text: string;
  html: string;
  attachments: ReadAttachment[];
  report: ReportPart[];
}

async function parse(raw: Buffer): Promise<Parsed> {
  const attachments: ReadAttachment[] = [];
  const report: ReportPart[] = [];
  let count = 0;
  const { parser, body } = await feed(raw, async (attachment) => {
    const part = count++;
    const described = await describe(attachment, part);
    if (REPORT_TYPES.test(attachment.contentType))
      report.push({ type: attachment.contentType, text: described.beginning });
    if (attachments.length < MOST_ATTACHMENTS) attachments.push(described.attachment);
  });
  const lines = parser.headerLines || [];
  const roles: [Party['role'], unknown][] = [
    ['from', parser.from],
    ['sender', parser.headers && parser.headers.get('sender')],
    ['reply-to', parser.replyTo],
    ['to', parser.to],
    ['cc', parser.cc],
    ['bcc', parser.bcc],
  ];
  const parties = roles.flatMap(([role, value]) =>
    [value ?? []].flat().flatMap((each) => partiesOf(role, (each as { value?: [] } | null)?.value ?? [])),
  );
  return {
    lines,
    parties,
    subject: oneLine(parser.subject ?? '', 1000),
    text: body.text ?? '',
    html: body.html ?? '',
    attachments,
    report,
  };
}

const REPORT_TYPES =
  /^(message\/(global-)?delivery-status|message\/feedback-report|message\/rfc822|text\/rfc822-headers|message\/global(-headers)?)$/;

async function describe(
  attachment: AttachmentStream,
  part: number,
): Promise<{ attachment: ReadAttachment; beginning: string }> {
  const hash = createHash('sha256');
  const wanted = REPORT_TYPES.test(attachment.contentType);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of attachment.content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (wanted && size < REPORT_LETTERS) chunks.push(chunk);
    size += chunk.length;
  }
  const beginning = Buffer.concat(chunks).toString('utf8', 0, REPORT_LETTERS);
  const embedded =
    attachment.contentType === 'message/rfc822'
      ? `${oneLine(/(?:^|\n)subject:([^\n]*)/i.exec(beginning)?.[1] ?? '', 80) || 'message'}.eml`
      : '';
  return {
    beginning,
    attachment: {
      part,
      name: oneLine(attachment.filename ?? embedded, 300),
      type: attachment.contentType,
      size,
      sha256: hash.digest('hex'),
      contentId: attachment.cid === undefined ? null : oneLine(attachment.cid, 300),
      inline: false,
    },
  };
}

/**
 * mailparser turns every text into HTML with named entities, which takes a third of its time. Here HTML is wanted of the texts that
 * stand between parts of HTML alone, and there these four signs are all that matters.
 */
class Parser extends MailParser {
  declare hasHtml: boolean;
  override textToHtml(text: string): string {
    if (!this.hasHtml) return '';
    const safe = text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] as string);
    return `<p>${safe.trim().replace(/\r?\n/g, '<br/>')}</p>`;
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Runs the parser over the bytes; `take` reads each attachment to its end. */
function feed(
  raw: Buffer,
  take: (attachment: AttachmentStream) => Promise<void>,
): Promise<{ parser: MailParser; body: Partial<MessageText> }> {
  return new Promise((resolve, reject) => {
    const parser = new Parser(OPTIONS);
    const taken: Promise<void>[] = [];
    let body: Partial<MessageText> = {};
    parser.on('error', reject);
    parser.on('data', (data) => {
      if (data.type === 'text') body = data;
      else
        taken.push(
          take(data).then(
            () => data.release?.(),
            (error: unknown) => void parser.destroy(error as Error),
          ),
        );
    });
    parser.on('end', () => void Promise.all(taken).then(() => resolve({ parser, body })));
    void pour(raw, parser).catch(reject);
  });
}

async function pour(raw: Buffer, parser: MailParser): Promise<void> {
  for (let from = 0; from < raw.length && !parser.destroyed; from += PIECE) {
    const more = parser.write(raw.subarray(from, from + PIECE));
    if (!more) await new Promise<void>((resolve) => parser.once('drain', resolve).once('close', resolve));
    else await nextTurn();
  }
  parser.end();
}

function assembled(raw: Buffer, parsed: Parsed): ReadMail {
  const { header, body } = splitRaw(raw);
  const value = (name: string) => valueOf(parsed.lines.find((line) => line.key === name)?.line ?? '');
  const headers = KEPT.flatMap((name): [string, string][] => {
    const found = value(name);
    return found === '' ? [] : [[name, oneLine(found, 2000)]];
  });
  const shown = showable(parsed);
  const from = parsed.parties.find((party) => party.role === 'from')?.address ?? '';
  const byName = new Map(headers);
  const report = reportOf(parsed, byName, shown.text, body);
  const quotedAt = quoteStart(shown.text);
  const told = kindOf({
    headers: byName,
    subject: parsed.subject,
    fromAddress: from,
    text: shown.text,
    report,
  });
  const failure = report === null && told.kind === 'bounce' ? failureOf(parsed, shown.text, body) : report;
  // A report of which nobody is late for good is a delay, whatever its subject says.
  const kind = report === null && failure !== null ? { ...told, kind: failure.kind } : told;
  return {
    subject: parsed.subject,
    parties: parsed.parties,
    messageId: idsIn(value('message-id'))[0] ?? '',
    inReplyTo: idsIn(value('in-reply-to')),
    references: idsIn(value('references')),
    date: momentIn(value('date')),
    text: shown.text,
    html: shown.html?.html ?? null,
    quotedAt,
    snippet: snippetOf(writtenPart(shown.text, quotedAt)),
    attachments: attachmentsOf(parsed, report !== null, shown.html),
    kind: kind.kind,
    kindSays: kind.says,
    report: failure,
    headers,
    remotePictures: shown.html?.remote ?? 0,
    sameHash: sameHashOf({ header, body }),
    faults: shown.faults,
  };
}

function showable(parsed: Parsed): { text: string; html: SafeHtml | null; faults: Said[] } {
  const faults: Said[] = [];
  let html: SafeHtml | null = null;
  if (parsed.html.length > LONGEST_HTML) faults.push({ key: 'htmlTooLong', facts: {} });
  else if (parsed.html.trim() !== '') html = safeHtml(cleaned(parsed.html));
  const given = cleaned(parsed.text.replace(/\r\n?/g, '\n'));
  const text = given.trim() === '' && html !== null ? cleaned(plainText(html.html)) : given;
  if (text.length > LONGEST_TEXT) faults.push({ key: 'textTooLong', facts: {} });
  return { text: text.slice(0, LONGEST_TEXT).toWellFormed(), html, faults };
}

/** Attachments as documents. What a report says for machines is read already. */
function attachmentsOf(parsed: Parsed, isReport: boolean, html: SafeHtml | null): ReadAttachment[] {
  const shown = new Set(html?.contentIds ?? []);
  return parsed.attachments
    .filter((each) => !isReport || each.type === 'message/rfc822' || !REPORT_TYPES.test(each.type))
    .map((each) => ({ ...each, inline: each.contentId !== null && shown.has(each.contentId) }));
}

function snippetOf(text: string): string {
  const line = text.slice(0, 2000).replace(/\s+/g, ' ').trim();
  // A letter is two units at most.
  return [...line.slice(0, 2 * 160)].slice(0, 160).join('');
}

/** A header whose body is missing must not promise parts. */
function withoutContentType(header: Buffer): Buffer {
  const text = header
    .toString('latin1')
    .replace(/(^|\n)content-(type|transfer-encoding):[^\n]*(\n[ \t][^\n]*)*/gi, '');
  return Buffer.from(text, 'latin1');
}
