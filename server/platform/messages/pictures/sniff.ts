/** What a picture is by its first bytes; what its server says of it counts for nothing. SVG is a program and is no picture here. */

export interface Sniffed {
  type: string;
  /** In pixels; null where it does not stand in the beginning. */
  width: number | null;
  height: number | null;
}

/** Null for everything that is not PNG, JPEG, GIF or WebP. */
export function sniffPicture(bytes: Buffer): Sniffed | null {
  const starts = (hex: string, at = 0) =>
    bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'));
  if (starts('89504e470d0a1a0a') && bytes.length >= 24)
    return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) && bytes.length >= 10)
    return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  if (starts('ffd8ff')) return { type: 'image/jpeg', ...jpegSize(bytes) };
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return { type: 'image/webp', ...webpSize(bytes) };
  return null;
}

type Size = Pick<Sniffed, 'width' | 'height'>;
const UNKNOWN: Size = { width: null, height: null };

/** Size in the first frame header (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Buffer): Size {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return UNKNOWN;
}

/** Size in the canvas of VP8X, or in the frame of VP8 and VP8L (RFC 9649). */
function webpSize(bytes: Buffer): Size {
  if (bytes.length < 30) return UNKNOWN;
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8 ')
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (kind !== 'VP8L') return UNKNOWN;
  const bits = bytes.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
