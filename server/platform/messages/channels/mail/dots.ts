/**
 * Bytes as they go over the wire after DATA (RFC 5321, 4.5.2): a dot at the beginning of a line is doubled, and the end is
 * CR LF dot CR LF. Frozen bytes have CR LF alone; a bare CR or LF would let one mail pass for two (SMTP smuggling), so such
 * bytes are refused here once more.
 */

const CR = 13;
const LF = 10;
const DOT = 46;
const END = Buffer.from('.\r\n');
const LINE_END = Buffer.from('\r\n');

/** Pieces to write: the whole in one piece where nothing is to be doubled. Throws where a line ends by half. */
export function wireBytes(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  if (bytes[0] === DOT) pieces.push(END.subarray(0, 1));
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) throw new Error('A line of these bytes ends in a bare LF.');
    if (bytes[at + 1] !== DOT) continue;
    pieces.push(bytes.subarray(from, at + 2));
    from = at + 1;
  }
  if (hasBareCr(bytes)) throw new Error('These bytes hold a bare CR.');
  pieces.push(bytes.subarray(from));
  const ended = bytes.length === 0 || (bytes.at(-1) === LF && bytes.at(-2) === CR);
  if (!ended) pieces.push(LINE_END);
  pieces.push(END);
  return pieces;
}

function hasBareCr(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] !== LF) return true;
  return false;
}

/** Bytes with every line ended by CR LF, whatever ended them before; the same buffer where nothing is to be done. */
export function relined(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const clean = text.replace(/\r\n|\r|\n/g, '\r\n');
  return clean.length === text.length ? bytes : Buffer.from(clean, 'latin1');
}
