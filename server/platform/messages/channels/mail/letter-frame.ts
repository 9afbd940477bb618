import { createHash, randomBytes } from 'node:crypto';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { Piece } from '#kernel/joined.ts';
import { type SigningKey, signatureFields } from '../../dkim/sign.ts';
import { checkHeaderWords, type MailAttachment, type NamedAddress, subjectWords } from './render.ts';

/**
 * A letter to many, encoded once. What all mails of it share (text, pictures, documents) is encoded when the frame is made; each
 * mail adds its header and the personal words, encoded by themselves: quoted-printable allows a soft line break anywhere (RFC 2045,
 * 6.7), so a stretch that begins and ends with one has the same bytes in every mail.
 */

/** A text with places for personal words: `['Dear ', 0, ', …']` takes the first of them. */
export type Slotted = readonly (string | number)[];

export interface FrameParts {
  text: Slotted;
  /** The whole page. The words put in must be escaped already. */
  html: Slotted;
  attachments: readonly MailAttachment[];
}

/** What one mail has of its own. */
export interface PersonalMail {
  from: NamedAddress;
  to: NamedAddress;
  replyTo: NamedAddress | null;
  subject: string;
  /** Without angle brackets. */
  messageId: string;
  date: Date;
  /** Further headers; names and values are the house's own. */
  headers: Readonly<Record<string, string>>;
  /** Words for the slots, in plain text and escaped for HTML. */
  words: readonly { text: string; html: string }[];
}

export interface FramedMail {
  /** `''` names the frame's own blob; `restOn` puts its id in. */
  pieces: Piece[];
  size: number;
  /** Hex. */
  sha256: string;
}

interface Stretch {
  from: number;
  to: number;
}

interface Slot {
  slot: number;
  as: 'text' | 'html';
}

export class LetterFrame {
  /** Bytes that all mails share. */
  readonly shared: Buffer;
  readonly #body: readonly (Stretch | Slot)[];
  readonly #type: string;

  constructor(parts: FrameParts) {
    const outline = new Outline();
    this.#type = outlineOf(parts, outline);
    this.shared = Buffer.concat(outline.shared);
    this.#body = outline.body;
  }

  /** Bytes of one mail, signed, with the frame's blob named by its id. Throws where a header would hold a line break. */
  async mail(personal: PersonalMail, frame: string, keys: readonly SigningKey[] = []): Promise<FramedMail> {
    const header = `${headerOf(personal, this.#type)}\r\n`;
    const body = this.#bodyOf(personal, frame);
    if (keys.length === 0) return this.#whole([`${header}\r\n`, ...body]);
    // The body ends in one CR LF, so that its simple form is the bytes themselves: nothing is made anew to be hashed.
    const hash = createHash('sha256');
    for (const piece of body) hash.update(this.#bytes(piece));
    const simple = { form: 'simple' as const, hash: hash.digest('base64') };
    const signatures = await signatureFields(header, simple, keys, personal.date);
    return this.#whole([`${signatures}${header}\r\n`, ...body]);
  }

  #bodyOf(personal: PersonalMail, frame: string): Piece[] {
    const pieces: Piece[] = [];
    for (const part of this.#body) {
      if ('slot' in part) {
        const word = personal.words[part.slot]?.[part.as] ?? '';
        pieces.push(`=\r\n${encoded(word)}=\r\n`);
      } else pieces.push([frame, part.from, part.to]);
    }
    return pieces;
  }

  /** The bytes of a mail of this frame. */
  bytesOf({ pieces }: Pick<FramedMail, 'pieces'>): Buffer {
    return Buffer.concat(pieces.map((piece) => this.#bytes(piece)));
  }

  #whole(pieces: Piece[]): FramedMail {
    const hash = createHash('sha256');
    let size = 0;
    for (const piece of pieces) {
      const bytes = this.#bytes(piece);
      hash.update(bytes);
      size += bytes.length;
    }
    return { pieces, size, sha256: hash.digest('hex') };
  }

  #bytes(piece: Piece): Buffer {
    return typeof piece === 'string'
      ? Buffer.from(piece, 'latin1')
      : this.shared.subarray(piece[1], piece[2]);
  }
}

/** Collects the body: shared stretches, one behind the other, and the slots between them. */
class Outline {
  readonly shared: Buffer[] = [];
  readonly body: (Stretch | Slot)[] = [];
  #length = 0;

  add(bytes: string | Buffer): void {
    const given = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    if (given.length === 0) return;
    const last = this.body.at(-1);
    if (last !== undefined && 'to' in last && last.to === this.#length) last.to += given.length;
    else this.body.push({ from: this.#length, to: this.#length + given.length });
    this.#length += given.length;
    this.shared.push(given);
  }

  slot(slot: number, as: Slot['as']): void {
    this.body.push({ slot, as });
  }

  words(words: Slotted, as: Slot['as']): void {
    for (const word of words)
      if (typeof word === 'number') this.slot(word, as);
      else this.add(encoded(word));
  }
}

/** Text and HTML side by side, the pictures it shows beside it, documents after it. Gives the type of the whole. */
function outlineOf({ text, html, attachments }: FrameParts, outline: Outline): string {
  const pictures = attachments.filter((each) => each.contentId !== null);
  const documents = attachments.filter((each) => each.contentId === null);
  const sides = boundary();
  const alternative = `multipart/alternative; boundary="${sides}"`;
  const addSides = () => {
    outline.add(`--${sides}\r\n${partHead('text/plain')}`);
    outline.words(text, 'text');
    outline.add(`\r\n--${sides}\r\n${partHead('text/html')}`);
    outline.words(html, 'html');
    outline.add(`\r\n--${sides}--\r\n`);
  };
  const related = wrapped('related', alternative, addSides, pictures, outline);
  const mixed = wrapped('mixed', related.type, related.add, documents, outline);
  mixed.add();
  return mixed.type;
}

/** What stands with parts after it; by itself where there are none. */
function wrapped(
  kind: 'related' | 'mixed',
  type: string,
  add: () => void,
  parts: readonly MailAttachment[],
  outline: Outline,
): { type: string; add: () => void } {
  if (parts.length === 0) return { type, add };
  const mark = boundary();
  return {
    type: `multipart/${kind}; boundary="${mark}"`,
    add() {
      outline.add(`--${mark}\r\nContent-Type: ${type}\r\n\r\n`);
      add();
      for (const part of parts) outline.add(`\r\n--${mark}\r\n${attached(part)}`);
      outline.add(`\r\n--${mark}--\r\n`);
    },
  };
}

/** Two signs that no line of quoted-printable or base64 can hold. */
function boundary(): string {
  return `lobi=_${randomBytes(12).toString('hex')}`;
}

function partHead(type: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}

function attached({ name, type, bytes, contentId }: MailAttachment): string {
  const carried = /^(message|multipart)\//i.test(type) ? 'application/octet-stream' : type;
  const node = new MimeNode(carried, { filename: name });
  node.setHeader('Content-Disposition', contentId === null ? 'attachment' : 'inline');
  if (contentId !== null) node.setHeader('Content-ID', `<${contentId}>`);
  node.setHeader('Content-Transfer-Encoding', 'base64');
  const base64 = bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
  return `${bodyHeaders(node)}\r\n\r\n${base64}`;
}

/** A part has none of the headers that a whole mail has. */
function bodyHeaders(node: MimeNode): string {
  return node
    .buildHeaders()
    .split(/\r\n(?![ \t])/)
    .filter((line) => /^content-/i.test(line))
    .join('\r\n');
}

/** Quoted-printable that may be cut between any two stretches: lines of 75, so that a soft break fits behind. */
function encoded(words: string): string {
  return wrap(encode(Buffer.from(words.replace(/\r\n?|\n/g, '\r\n'), 'utf8')), 75);
}

function headerOf(personal: PersonalMail, type: string): string {
  const { from, to, replyTo, subject, messageId, date, headers } = personal;
  checkHeaderWords([
    subject,
    messageId,
    ...[from, to, ...(replyTo === null ? [] : [replyTo])].flatMap(({ name, address }) => [name, address]),
    ...Object.values(headers),
  ]);
  const node = new MimeNode(type);
  node.setHeader([
    { key: 'From', value: [from] as never },
    ...(replyTo === null ? [] : [{ key: 'Reply-To', value: [replyTo] as never }]),
    { key: 'To', value: [to] as never },
    { key: 'Subject', value: subjectWords(subject) },
    { key: 'Message-ID', value: `<${messageId}>` },
    { key: 'Date', value: date.toUTCString().replace('GMT', '+0000') },
    ...Object.entries(headers).map(([key, value]) => ({ key, value })),
    { key: 'MIME-Version', value: '1.0' },
  ]);
  return node.buildHeaders();
}
