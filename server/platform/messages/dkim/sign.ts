import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { splitRaw } from '../raw-mail.ts';

/**
 * Signs a mail (DKIM, RFC 6376; Ed25519 by RFC 8463), relaxed in header and body. Bytes are the house's own: every line ends in
 * CR LF and no header stands twice. Signing runs outside of the event loop.
 */

export interface SigningKey {
  domain: string;
  selector: string;
  algorithm: 'rsa' | 'ed25519';
  privateKey: KeyObject;
}

/** Signed where they are there. From is named once more than it stands, so that nobody can add a second one. */
const SIGNED = [
  'from',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
];

const signAsync = promisify(sign);

/** The mail with a signature of each key in front. The same bytes where there is no key. */
export async function signedMail(raw: Buffer, keys: readonly SigningKey[], at: Date): Promise<Buffer> {
  if (keys.length === 0) return raw;
  const { header, body } = splitRaw(raw);
  const hash = createHash('sha256').update(relaxedBody(body)).digest('base64');
  const fields = await signatureFields(header.toString('latin1'), { form: 'relaxed', hash }, keys, at);
  return Buffer.concat([Buffer.from(fields, 'latin1'), raw]);
}

/** A body by its hash (SHA-256, base64), in the form it was hashed in: `simple` is the bytes themselves (RFC 6376, 3.4.3). */
export interface HashedBody {
  form: 'relaxed' | 'simple';
  hash: string;
}

/** The signatures that go in front of a header, one field for each key. */
export async function signatureFields(
  header: string,
  body: HashedBody,
  keys: readonly SigningKey[],
  at: Date,
): Promise<string> {
  const fields = fieldsOf(header);
  return (await Promise.all(keys.map((key) => signatureField(key, fields, body, at)))).join('');
}

async function signatureField(
  { domain, selector, algorithm, privateKey }: SigningKey,
  fields: readonly [name: string, value: string][],
  body: HashedBody,
  at: Date,
): Promise<string> {
  const present = SIGNED.flatMap((name) => fields.filter(([each]) => each === name));
  const names = [...present.map(([name]) => name), 'from'];
  const tags = [
    'v=1',
    `a=${algorithm}-sha256`,
    `c=relaxed/${body.form}`,
    `d=${domain}`,
    `s=${selector}`,
    `t=${Math.floor(at.getTime() / 1000)}`,
    `h=${names.join(':')}`,
    `bh=${body.hash}`,
    'b=',
  ];
  const unsigned = folded(tags);
  const signed = [
    ...present.map(([name, value]) => `${name}:${relaxedValue(value)}\r\n`),
    `dkim-signature:${relaxedValue(unsigned)}`,
  ].join('');
  const data = Buffer.from(signed, 'latin1');
  const signature =
    algorithm === 'rsa'
      ? await signAsync('sha256', data, privateKey)
      : await signAsync(null, createHash('sha256').update(data).digest(), privateKey);
  const lines = (signature as Buffer).toString('base64').match(/.{1,72}/g) ?? [];
  return `DKIM-Signature:${unsigned}${lines.join('\r\n ')}\r\n`;
}

/** Tags in lines of at most 76 letters; the names in `h=` may be broken at a colon. */
function folded(tags: readonly string[]): string {
  const words = tags.flatMap((tag, at) => {
    const end = at === tags.length - 1 ? '' : ';';
    return tag.startsWith('h=') ? `${tag}${end}`.split(/(?<=:)/) : [`${at === 0 ? '' : ' '}${tag}${end}`];
  });
  let text = ' ';
  let width = 'DKIM-Signature: '.length;
  for (const word of words) {
    const first = word.startsWith('h=') ? ` ${word}` : word;
    if (width + first.length > 76) {
      text += `\r\n ${first.trimStart()}`;
      width = first.trimStart().length + 1;
    } else {
      text += first;
      width += first.length;
    }
  }
  return text;
}

/** Fields in their order, names in lower case, values as they stand. */
function fieldsOf(header: string): [name: string, value: string][] {
  return header
    .replace(/\r\n$/, '')
    .split(/\r\n(?![ \t])/)
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1)];
    });
}

/** RFC 6376, 3.4.2. */
function relaxedValue(value: string): string {
  return value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** RFC 6376, 3.4.4. */
function relaxedBody(body: Buffer): Buffer {
  const text = body
    .toString('latin1')
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/ $/, '')
    .replace(/(?:\r\n)+$/, '');
  return Buffer.from(text === '' ? '' : `${text}\r\n`, 'latin1');
}
