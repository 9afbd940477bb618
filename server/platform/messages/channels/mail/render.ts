import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import { relined } from './dots.ts';

/**
 * Renders the exact bytes of a mail, once. Text and HTML side by side (multipart/alternative), pictures of the HTML beside it
 * (related), documents after it (mixed). Every line ends in CR LF; the body is ASCII; Bcc is nowhere in it.
 */

export interface MailParts {
  from: NamedAddress;
  to: readonly NamedAddress[];
  cc: readonly NamedAddress[];
  replyTo?: NamedAddress;
  subject: string;
  /** Without angle brackets. */
  messageId: string;
  inReplyTo: string | null;
  references: readonly string[];
  date: Date;
  text: string;
  html: string;
  attachments: readonly MailAttachment[];
  /** Further headers; names and values are the house's own, never people's. */
  headers?: Readonly<Record<string, string>>;
}

export interface NamedAddress {
  name: string;
  address: string;
}

export interface MailAttachment {
  name: string;
  type: string;
  bytes: Buffer;
  /** Content-ID without angle brackets, for pictures that the HTML shows. */
  contentId: string | null;
}

/** What must never come from people into a header. */
const BREAKING = /[\p{Cc}\u2028\u2029]/u;

export async function renderMail(parts: MailParts): Promise<Buffer> {
  const composer = new MailComposer({
    from: parts.from,
    to: [...parts.to],
    cc: [...parts.cc],
    replyTo: parts.replyTo,
    subject: subjectWords(parts.subject),
    messageId: `<${parts.messageId}>`,
    inReplyTo: parts.inReplyTo === null ? undefined : `<${parts.inReplyTo}>`,
    references: parts.references.map((each) => `<${each}>`).join(' ') || undefined,
    date: parts.date,
    headers: { ...parts.headers },
    text: parts.text === '' ? ' ' : parts.text,
    html: parts.html,
    attachments: parts.attachments.map(attachmentOf),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  checkHeaderWords(wordsOf(parts));
  return relined(await composer.compile().build());
}

/** A subject that looks like an encoded word (RFC 2047) is encoded itself: else it would be read as another one. */
export function subjectWords(subject: string): string {
  return subject.includes('=?') ? encodeWord(subject, 'Q', 52) : subject;
}

/** Throws where a header would hold a line break or another control character. */
export function checkHeaderWords(words: Iterable<string>): void {
  for (const word of words) if (BREAKING.test(word)) throw new Error('A header would hold a line break.');
}

function attachmentOf({ name, type, bytes, contentId }: MailAttachment) {
  return {
    filename: name,
    // A mail as attachment may not be encoded in transfer (RFC 2046, 5.2.1); as plain bytes it arrives unchanged.
    contentType: /^(message|multipart)\//i.test(type) ? 'application/octet-stream' : type,
    content: bytes,
    ...(contentId === null ? {} : { cid: contentId, contentDisposition: 'inline' }),
  };
}

function* wordsOf(parts: MailParts): Generator<string> {
  yield parts.subject;
  yield parts.messageId;
  if (parts.inReplyTo !== null) yield parts.inReplyTo;
  yield* parts.references;
  for (const { name, address } of [
    parts.from,
    ...(parts.replyTo === undefined ? [] : [parts.replyTo]),
    ...parts.to,
    ...parts.cc,
  ]) {
    yield name;
    yield address;
  }
  for (const { name, type, contentId } of parts.attachments) {
    yield name;
    yield type;
    if (contentId !== null) yield contentId;
  }
}
