import { type Weight, widthOf } from './font.ts';

/** A piece of a line at its place, in ems from the line's left. */
export interface Placed {
  text: string;
  x: number;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;
const STRONG = /\p{L}/u;

export function isRightToLeft(text: string): boolean {
  const first = STRONG.exec(text)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}

/**
 * The words of a line where they are read (the part of UAX #9 that names need): the line runs as its first letter does, words of
 * the other direction keep theirs among themselves. The letters inside a word are turned by the font.
 */
export function placed(line: string, weight: Weight): { pieces: Placed[]; width: number } {
  if (!RIGHT_TO_LEFT.test(line)) return { pieces: [{ text: line, x: 0 }], width: lineWidth(line, weight) };
  const backwards = isRightToLeft(line);
  const runs: { words: string[]; backwards: boolean }[] = [];
  for (const word of line.split(' ')) {
    const own = STRONG.test(word) ? isRightToLeft(word) : (runs.at(-1)?.backwards ?? backwards);
    const last = runs.at(-1);
    if (last?.backwards === own) last.words.push(word);
    else runs.push({ words: [word], backwards: own });
  }
  const seen = (backwards ? runs.toReversed() : runs).flatMap((run) =>
    run.backwards ? run.words.toReversed() : [run.words.join(' ')],
  );
  const pieces: Placed[] = [];
  const space = widthOf(' ', weight);
  let x = 0;
  for (const text of seen) {
    pieces.push({ text, x });
    x += lineWidth(text, weight) + space;
  }
  return { pieces, width: x - space };
}

export function lineWidth(line: string, weight: Weight): number {
  const words = line.split(' ');
  return (
    words.reduce((sum, word) => sum + widthOf(word, weight), 0) + (words.length - 1) * widthOf(' ', weight)
  );
}
