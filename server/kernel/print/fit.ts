import { type Weight, widthOf } from './font.ts';

/**
 * Text into a box, never cut: it shrinks in steps and wraps at spaces and hyphens. Words are broken only where the letters are at
 * the floor already; a text of many thousand letters goes on shrinking below it until all of it stands there.
 */

/** One voice of a block (given names, family name, firm): all of a block shrink together. */
export interface Part {
  text: string;
  weight: Weight;
  /** Its size as a share of the block's. */
  share: number;
  /** Points below which it does not follow the others, as long as those can be read. */
  least?: number;
}

export interface Line {
  text: string;
  weight: Weight;
  /** Points. */
  size: number;
  /** Baseline below the top of the block, in points. */
  baseline: number;
}

export interface Fitted {
  lines: Line[];
  /** Points. */
  height: number;
}

export interface Box {
  /** Points. */
  width: number;
  height: number;
}

const STEP = 0.94;
/** Points; below it nobody reads at arm's length, and words may be broken. */
const FLOOR = 7;
/** Points; ten thousand letters fit on a card at this size. */
const LEAST = 0.6;
const LEADING = 1.14;
/** Between two parts, as a share of the size of the second. */
const GAP = 0.3;
const ASCENT = 0.8;

/** Gives the largest setting of at most `most` points that fits. */
export function fit(parts: readonly Part[], box: Box, most: number): Fitted {
  const words = parts.filter((part) => part.text !== '').map((part) => ({ part, words: wordsOf(part) }));
  for (let size = most; ; size *= STEP) {
    const lines = words.map(({ part, words: some }) =>
      wrapped(some, part, box.width / sizeOf(part, size), size * part.share <= FLOOR),
    );
    const last = size * STEP < LEAST;
    if (!last && lines.includes(null)) continue;
    const set = stacked(
      words.map(({ part }) => part),
      lines as string[][],
      size,
    );
    if (last || set.height <= box.height) return set;
  }
}

/** Points of a part in a block of a size. */
function sizeOf({ share, least = 0 }: Part, size: number): number {
  return size > FLOOR ? Math.max(size * share, Math.min(size, least)) : size * share;
}

interface Word {
  text: string;
  /** Ems. */
  width: number;
  /** Follows its neighbour after a space; else after a hyphen. */
  spaced: boolean;
}

function wordsOf({ text, weight }: Part): Word[] {
  return text
    .split(' ')
    .flatMap((word) =>
      word
        .split(/(?<=[-–/])(?=[^-–/])/u)
        .map((piece, at) => ({ text: piece, width: widthOf(piece, weight), spaced: at === 0 })),
    );
}

/** Lines of at most `width` ems; null where a word is wider and may not be broken. */
function wrapped(
  words: readonly Word[],
  { weight }: Part,
  width: number,
  breaking: boolean,
): string[] | null {
  const space = widthOf(' ', weight);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of words) {
    const before = line === '' || !word.spaced ? 0 : space;
    if (used + before + word.width <= width) {
      line += (before > 0 ? ' ' : '') + word.text;
      used += before + word.width;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word.text;
    used = word.width;
    if (word.width <= width) continue;
    if (!breaking) return null;
    const pieces = broken(word.text, weight, width);
    line = pieces.pop() as string;
    used = widthOf(line, weight);
    lines.push(...pieces);
  }
  return line === '' ? lines : [...lines, line];
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function broken(word: string, weight: Weight, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of letters.segment(word)) {
    const own = widthOf(segment, weight);
    if (piece !== '' && used + own > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += segment;
    used += own;
  }
  return [...pieces, piece];
}

function stacked(parts: readonly Part[], lines: readonly string[][], size: number): Fitted {
  const set: Line[] = [];
  let top = 0;
  parts.forEach((part, at) => {
    const own = sizeOf(part, size);
    if (at > 0) top += own * GAP;
    for (const text of lines[at] ?? []) {
      set.push({ text, weight: part.weight, size: own, baseline: top + own * (ASCENT + (LEADING - 1) / 2) });
      top += own * LEADING;
    }
  });
  return { lines: set, height: top };
}
