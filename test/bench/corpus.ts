/** Texts like mail, the same in every run: words by Zipf's law, Turkish and Polish letters among them. */

const SYLLABLES = [
  'ka',
  'lı',
  'şe',
  'mak',
  'tes',
  'lim',
  'ğu',
  'za',
  'kła',
  'dy',
  'mię',
  'sne',
  'of',
  'er',
  'ta',
  'ró',
  'fat',
  'ura',
  'üre',
  'tim',
  'çe',
  'lik',
  'pom',
  'pa',
  'sı',
  'vak',
  'um',
  'hat',
  'tı',
  'gı',
  'da',
];
const WORDS = 40_000;

/** A generator of numbers from 0 to 1 that gives the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const vocabulary = Array.from({ length: WORDS }, (_, n) => {
  const next = chance(n + 1);
  return Array.from(
    { length: 2 + Math.floor(next() * 3) },
    () => SYLLABLES[Math.floor(next() * SYLLABLES.length)],
  ).join('');
});

/** A word; frequent ones come often. */
export function word(next: () => number): string {
  return vocabulary[Math.floor(WORDS ** next()) - 1] ?? 'teklif';
}

export function sentence(next: () => number, length: number): string {
  return Array.from({ length }, () => word(next)).join(' ');
}
