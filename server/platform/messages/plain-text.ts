/**
 * The plain text of a mail that this house rendered: its first text/plain part, in quoted-printable (RFC 2045, 6.7). Of a mail
 * made elsewhere nothing is asked here: the mailroom reads those.
 */
export function plainTextOf(raw: Buffer): string {
  const bytes = raw.toString('latin1');
  const part = /(?:^|\r\n)Content-Type: text\/plain;[^\r]*\r\n(?:[^\r]+\r\n)*?\r\n/i.exec(bytes);
  if (part === null) return '';
  const before = bytes.slice(0, part.index);
  const boundary = /--([^\r\n]+)\s*$/.exec(before)?.[1];
  const from = part.index + part[0].length;
  const to = boundary === undefined ? bytes.length : bytes.indexOf(`\r\n--${boundary}`, from);
  return decoded(bytes.slice(from, to === -1 ? bytes.length : to));
}

function decoded(quoted: string): string {
  const plain = quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}
