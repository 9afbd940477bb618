import { Fault } from '../errors.ts';

/**
 * Photos for print. Nothing is decoded here: the bytes are read as a list of segments (ITU-T T.81, Annex B), judged by what they
 * say, and written anew with only what a picture needs. So a photo leaves without place, camera and comments, without anything
 * hidden in it or hung behind it, and a bomb is seen by its size before anybody unpacks it. Other kinds are made JPEG by the page.
 */

export interface Jpeg {
  bytes: Buffer;
  /** As it is seen, in pixels. */
  width: number;
  height: number;
}

const MOST_BYTES = 8 * 1024 * 1024;
/** Pixels of one side, and of all. */
const MOST_SIDE = 6000;
const MOST_PIXELS = 25_000_000;
const LEAST_SIDE = 40;
/** A progressive photo has about ten; each costs whoever shows it a run over all pixels. */
const MOST_SCANS = 40;

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Baseline, extended and progressive: what every printer and viewer can. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const REFUSED_FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
/** Tables (DQT, DHT, DRI) and Adobe's word on colours. */
const KEPT = new Set([0xdb, 0xc4, 0xdd, 0xee]);

interface Seen {
  width: number;
  height: number;
  orientation: number;
  parts: Buffer[];
  scans: number;
  /** Bytes of the scans. */
  entropy: number;
}

/** Reads a photo. Throws Fault `invalid` (`photo.…`), whose sentence says what to do instead. */
export function readPhoto(bytes: Buffer): Jpeg {
  if (bytes.length > MOST_BYTES)
    throw refused('tooLarge', `The photo is larger than ${MOST_BYTES / 1024 / 1024} MB. Take a smaller one.`);
  if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) throw otherKind(bytes);
  const seen = segmentsOf(bytes);
  if (seen.scans === 0 || seen.width === 0) throw cutOff();
  // Every block of 8 × 8 needs two bits at least, in one of the scans.
  const blocks = (seen.width * seen.height) / 64;
  if (seen.entropy * 8 < blocks / 2) throw cutOff();
  const turned = seen.orientation > 4;
  return {
    bytes: Buffer.concat([
      Buffer.from([0xff, SOI]),
      ...(seen.orientation > 1 ? [orientationSegment(seen.orientation)] : []),
      ...seen.parts,
      Buffer.from([0xff, EOI]),
    ]),
    width: turned ? seen.height : seen.width,
    height: turned ? seen.width : seen.height,
  };
}

function segmentsOf(bytes: Buffer): Seen {
  const seen: Seen = { width: 0, height: 0, orientation: 1, parts: [], scans: 0, entropy: 0 };
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw cutOff();
    if (marker === EOI) return seen;
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw cutOff();
    takeSegment(seen, marker, bytes.subarray(at, end));
    at = marker === SOS ? takeScan(seen, bytes, end) : end;
  }
}

function takeSegment(seen: Seen, marker: number, segment: Buffer): void {
  if (REFUSED_FRAMES.has(marker))
    throw refused(
      'coding',
      'This kind of JPEG is not printed everywhere. Open the photo and save it as JPEG again.',
    );
  if (FRAMES.has(marker)) takeFrame(seen, segment);
  if (marker === 0xe1 && seen.orientation === 1) seen.orientation = orientationIn(segment.subarray(4));
  if (FRAMES.has(marker) || KEPT.has(marker) || marker === SOS) seen.parts.push(segment);
}

function takeFrame(seen: Seen, segment: Buffer): void {
  if (segment.length < 11 || seen.width > 0) throw cutOff();
  const [bits, height, width, colours] = [
    segment[4],
    segment.readUInt16BE(5),
    segment.readUInt16BE(7),
    segment[9],
  ];
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS)
    throw refused(
      'tooManyPixels',
      `The photo has ${width} × ${height} pixels; ${MOST_PIXELS / 1_000_000} million are the most. Take a smaller one.`,
    );
  if (width < LEAST_SIDE || height < LEAST_SIDE)
    throw refused(
      'tooFewPixels',
      `The photo has ${width} × ${height} pixels only. Take one of at least ${LEAST_SIDE} × ${LEAST_SIDE}.`,
    );
  if (bits !== 8 || (colours !== 1 && colours !== 3))
    throw refused('colours', 'The colours of this photo are made for a press. Save it as JPEG in RGB.');
  seen.width = width;
  seen.height = height;
}

/** The coded picture goes on to the next marker that is no restart; gives where that stands. */
function takeScan(seen: Seen, bytes: Buffer, from: number): number {
  if (seen.width === 0 || ++seen.scans > MOST_SCANS)
    throw refused('scans', 'This photo is built to keep machines busy. Take another one.');
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    const next = at < 0 ? undefined : bytes[at + 1];
    if (next === undefined) throw cutOff();
    if (next !== 0 && (next < 0xd0 || next > 0xd7) && next !== 0xff) break;
    at += next === 0xff ? 1 : 2;
  }
  seen.entropy += at - from;
  seen.parts.push(bytes.subarray(from, at));
  return at;
}

/** Tag 0x0112 of the first directory (Exif 2.3, 4.6.4); 1 where none can be read. */
function orientationIn(exif: Buffer): number {
  if (exif.toString('latin1', 0, 6) !== 'Exif\0\0' || exif.length < 16) return 1;
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = Math.min(short(start), 100);
  for (let n = 0; n < entries; n++) {
    const at = start + 2 + n * 12;
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** APP1 with Exif's mark, a big-endian TIFF head, and a directory with the one entry 0x0112. */
const ORIENTATION = 'ffe100224578696600004d4d002a000000080001011200030000000100000000' + '0'.repeat(8);

/** The one word of Exif that is kept: how the camera was held. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.from(ORIENTATION, 'hex');
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

const KINDS: [string, RegExp][] = [
  ['PNG', /^\x89PNG/],
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF....WEBP/s],
  ['PDF', /^%PDF/],
  ['HEIC or AVIF', /^....ftyp/s],
  ['TIFF', /^(II\*\0|MM\0\*)/],
  ['BMP', /^BM/],
  ['SVG or web page', /^(\xef\xbb\xbf)?\s*</],
  ['ZIP file', /^PK/],
];

function otherKind(bytes: Buffer): Fault {
  const head = bytes.toString('latin1', 0, 64);
  const kind = KINDS.find(([, begins]) => begins.test(head))?.[0];
  return refused(
    'kind',
    `A photo is a JPEG; this is ${kind === undefined ? 'no picture that is known' : `a ${kind}`}. Save it as JPEG, or choose it in the page of badges, which does that.`,
  );
}

function cutOff(): Fault {
  return refused('damaged', 'The photo is damaged or cut off. Take it again.');
}

function refused(reason: string, detail: string): Fault {
  return Fault.invalidAt('photo', `photo.${reason}`, detail);
}
