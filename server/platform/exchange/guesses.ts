import { createHash } from 'node:crypto';
import { fold } from '#kernel/text/fold.ts';
import type { Column, Target } from './importers.ts';
import type { Said } from './said.ts';

/** What the columns of a file may be, from the words of its header and from what stands below. */

export interface Guess extends Column {
  /** Why; null where nothing speaks for anything. */
  evidence: Said | null;
}

/** Rows whose cells are looked at. */
export const SAMPLE_ROWS = 200;
/** A header that means something beats samples; samples must be quite sure. */
const SURE = 0.6;

/**
 * A target for each column, none twice unless it takes several. Headers in any of the languages, folded; then what the cells
 * look like.
 */
export function guessColumns(
  header: readonly string[],
  samples: readonly (readonly string[])[],
  targets: readonly Target[],
): Guess[] {
  const width = Math.max(header.length, ...samples.map((row) => row.length), 0);
  const guesses: Guess[] = Array.from({ length: width }, (_, at) => ({ at, to: null, evidence: null }));
  const taken = new Set<string>();
  const take = (at: number, target: Target, evidence: Said) => {
    const guess = guesses[at] as Guess;
    if (guess.to !== null || (taken.has(target.key) && target.many !== true)) return;
    taken.add(target.key);
    Object.assign(guess, { to: target.key, evidence });
  };
  for (const { at, target, words } of byHeader(header, targets))
    take(at, target, { key: 'exchange.evidence.header', values: { words } });
  for (const { at, target } of bySamples(guesses, samples, targets))
    take(at, target, { key: 'exchange.evidence.samples' });
  return guesses;
}

/** What headers mean, the surest first: a header that is a target's word, then one that has it among others. */
function byHeader(header: readonly string[], targets: readonly Target[]) {
  const known = targets.map((target) => ({
    target,
    words: [...target.words, ...Object.values(target.label)].map(plain),
  }));
  const found: { at: number; target: Target; words: string; weight: number }[] = [];
  for (const [at, cell] of header.entries()) {
    const text = plain(cell);
    if (text === '') continue;
    for (const { target, words } of known) {
      const weight = Math.max(0, ...words.map((word) => likeness(text, word)));
      if (weight > 0) found.push({ at, target, words: cell.slice(0, 60), weight });
    }
  }
  return found.sort((a, b) => b.weight - a.weight || a.at - b.at);
}

function likeness(text: string, word: string): number {
  if (word === '') return 0;
  if (text === word) return 1000;
  if (text.replaceAll(' ', '') === word.replaceAll(' ', '')) return 900;
  // The word among others: the longer it is, the more of the header it explains.
  if (word.length >= 3 && ` ${text} `.includes(` ${word} `)) return word.length / text.length;
  return 0;
}

function bySamples(
  guesses: readonly Guess[],
  samples: readonly (readonly string[])[],
  targets: readonly Target[],
) {
  const found: { at: number; target: Target; share: number }[] = [];
  for (const { at, to } of guesses) {
    if (to !== null) continue;
    const values = samples.map((row) => row[at] ?? '').filter((cell) => cell !== '');
    if (values.length === 0) continue;
    for (const target of targets) {
      const share = target.looks?.(values) ?? 0;
      if (share >= SURE) found.push({ at, target, share });
    }
  }
  return found.sort((a, b) => b.share - a.share || a.at - b.at);
}

/** Folded words: `E-Posta Adresi` → `e posta adresi`. */
function plain(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Most rows among which the header is looked for: above it may stand a title and a date. */
const HEADER_WITHIN = 10;

/** The row (from 1) of the header: the first that has words which mean columns, else the first of a table without numbers; null where there is none. */
export function headerRowOf(
  rows: readonly { n: number; cells: readonly string[] }[],
  targets: readonly Target[],
): number | null {
  const words = new Set(
    targets.flatMap((target) => [...target.words, ...Object.values(target.label)].map(plain)),
  );
  const scored = rows.slice(0, HEADER_WITHIN).map(({ n, cells }) => {
    const filled = cells.filter((cell) => cell !== '');
    return { n, known: filled.filter((cell) => words.has(plain(cell))).length, filled };
  });
  const best = scored.toSorted((a, b) => b.known - a.known || a.n - b.n)[0];
  if (best !== undefined && best.known > 0) return best.n;
  const [first] = scored;
  if (first === undefined) return null;
  const isData = first.filled.some((cell) => /@|\d{3}/.test(cell));
  return isData ? null : first.n;
}

/** Tells equal headers apart from others, whatever the case and the signs. */
export function headerDigest(header: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(header.map(plain)))
    .digest('hex');
}
