import { createHash } from 'node:crypto';

/** Reading of raw bytes that received and sent mail share, without a parser. */

/** Where the body begins, and the bytes of the header before it. */
export function splitRaw(raw: Buffer): { header: Buffer; body: Buffer } {
  const strict = raw.indexOf('\r\n\r\n');
  const loose = raw.indexOf('\n\n');
  if (strict === -1 && loose === -1) return { header: raw, body: raw.subarray(raw.length) };
  if (strict !== -1 && (loose === -1 || strict < loose))
    return { header: raw.subarray(0, strict + 2), body: raw.subarray(strict + 4) };
  return { header: raw.subarray(0, loose + 1), body: raw.subarray(loose + 2) };
}

/** Hash of body, Date and From: with mailbox and Message-ID it tells the same mail, sent and received. */
export function sameHashOf({ header, body }: { header: Buffer; body: Buffer }): string {
  const hash = createHash('sha256');
  hash
    .update(rawHeader(header, 'date'))
    .update('\n')
    .update(rawHeader(header, 'from'))
    .update('\n')
    .update(body);
  return hash.digest('hex');
}

/** First value of a header, as it stands in the bytes. */
function rawHeader(header: Buffer, name: string): string {
  const found = new RegExp(`(?:^|\\n)${name}:([^\\n]*(?:\\n[ \\t][^\\n]*)*)`, 'i').exec(
    header.toString('latin1', 0, 256 * 1024),
  );
  return (found?.[1] ?? '').replace(/\r?\n[ \t]+/g, ' ').trim();
}
