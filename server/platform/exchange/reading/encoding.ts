import iconv from 'iconv-lite';
import type { Said } from '../said.ts';
import { SAMPLE_BYTES } from './limits.ts';

/**
 * Which letters the bytes of a text file stand for. Programs in Turkey and Poland write UTF-8 with and without a mark, UTF-16
 * ("Unicode text" of Excel) and the code pages of Windows, of Unix and of DOS; only the first says so.
 */

export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1254',
  'windows-1250',
  'iso-8859-9',
  'iso-8859-2',
  'cp857',
  'cp852',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingGuess {
  encoding: Encoding;
  evidence: Said;
}

/** Code pages that are tried, the likelier first: where two read alike, the first is meant. */
const PAGES: readonly Encoding[] = [
  'windows-1254',
  'windows-1250',
  'iso-8859-9',
  'iso-8859-2',
  'cp857',
  'cp852',
];
const TURKISH = 'çğıöşüÇĞİÖŞÜâîûÂÎÛ';
const POLISH = 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ';
/** Letters of both alphabets' own pages, and signs that people type between them. */
const EXPECTED: Record<string, Set<string>> = {
  tr: new Set(`${TURKISH}äÄéÉ`),
  pl: new Set(`${POLISH}äöüÄÖÜéÉ`),
};
const LANGUAGE: Partial<Record<Encoding, 'tr' | 'pl'>> = {
  'windows-1254': 'tr',
  'iso-8859-9': 'tr',
  cp857: 'tr',
  'windows-1250': 'pl',
  'iso-8859-2': 'pl',
  cp852: 'pl',
};
const SIGNS = new Set('“”„’‘–—…€§°«»·²³½•');

/** Tells the encoding of a text from its bytes. `country` decides where nothing else does (`TR`, `PL`). */
export function encodingOf(bytes: Buffer, country: string): EncodingGuess {
  const marked = markOf(bytes);
  if (marked !== null) return marked;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = wideOf(sample);
  if (wide !== null) return wide;
  if (sample.every((byte) => byte < 0x80)) {
    // Marked letters may come later than the sample: all of it is asked.
    if (isUtf8(bytes)) return { encoding: 'utf-8', evidence: { key: 'exchange.evidence.ascii' } };
  } else if (isUtf8(bytes)) return { encoding: 'utf-8', evidence: { key: 'exchange.evidence.utf8' } };
  return pageOf(telling(bytes), country);
}

/** The text of bytes; a mark of the encoding at its beginning is left out. */
export function decoded(bytes: Buffer, encoding: Encoding): string {
  return iconv.decode(bytes, encoding);
}

function markOf(bytes: Buffer): EncodingGuess | null {
  const evidence: Said = { key: 'exchange.evidence.mark' };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', evidence };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', evidence };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', evidence };
  return null;
}

/** UTF-16 without a mark: separators, digits and line ends leave a zero in every other byte. */
function wideOf(sample: Buffer): EncodingGuess | null {
  let [even, odd] = [0, 0];
  for (let at = 0; at < sample.length; at++)
    if (sample[at] === 0) {
      if (at % 2 === 0) even++;
      else odd++;
    }
  const half = sample.length / 2;
  const evidence: Said = { key: 'exchange.evidence.wide' };
  if (odd > half * 0.3 && even < half * 0.02) return { encoding: 'utf-16le', evidence };
  if (even > half * 0.3 && odd < half * 0.02) return { encoding: 'utf-16be', evidence };
  return null;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Words with letters beyond ASCII, of the whole file, up to a sample's size. */
function telling(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, first - 64);
  return bytes.subarray(from, from + SAMPLE_BYTES);
}

function pageOf(sample: Buffer, country: string): EncodingGuess {
  const scored = PAGES.map((encoding) => ({
    encoding,
    ...scoreOf(iconv.decode(sample, encoding), encoding, country),
  }));
  scored.sort((a, b) => b.score - a.score);
  const [best] = scored as [(typeof scored)[number]];
  return {
    encoding: best.encoding,
    evidence: {
      key: 'exchange.evidence.letters',
      values: { letters: [...best.seen].slice(0, 8).join(' '), count: best.right },
    },
  };
}

/** Letters that a language writes count for a page; signs between letters and control characters count against it. */
function scoreOf(
  text: string,
  encoding: Encoding,
  country: string,
): { score: number; right: number; seen: Set<string> } {
  const expected = EXPECTED[LANGUAGE[encoding] as string] as Set<string>;
  const seen = new Set<string>();
  let [score, right] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (letter < '\u0080') continue;
    if (expected.has(letter)) {
      score += 2;
      right++;
      seen.add(letter);
      // A capital in the middle of small letters is a wrong page's.
      if (/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(text[at - 1] ?? '') && /\p{Ll}/u.test(text[at + 1] ?? ''))
        score -= 3;
    } else if (/\p{L}/u.test(letter)) score -= 1;
    else if (!SIGNS.has(letter) || /\p{L}/u.test(text[at - 1] ?? '')) score -= 3;
  }
  const home = country === 'PL' ? 'pl' : 'tr';
  return { score: score + (LANGUAGE[encoding] === home ? 0.5 : 0), right, seen };
}
