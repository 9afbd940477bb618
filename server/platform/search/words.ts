import { foldedWords } from '#kernel/text/fold.ts';

/** At most so many letters of a text are searched. */
const LONGEST_TEXT = 200_000;
/** Letters of a word that count; what is longer is no word that somebody types, and PostgreSQL has a limit of its own. */
const LONGEST_WORD = 64;

/** Folded words of a text, each once, as the index holds them. */
export function wordsIn(...texts: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const text of texts)
    for (const word of foldedWords(text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text))
      words.add(word.length > LONGEST_WORD ? shortened(word) : word);
  return words;
}

/** A word as it is asked for: cut where the index cuts it. */
export function shortened(word: string): string {
  return word.slice(0, LONGEST_WORD).toWellFormed();
}

/**
 * Keys stand in the index among the words, told apart by a sign that no word of a text can have: so nobody is shown a mail because
 * its writer wrote somebody's key into it.
 */
export function entityKey(entity: string): string {
  return `_e${plain(entity)}`;
}

/** The key of a word of access: `mb01J…`, `card`. */
export function accessKey(word: string): string {
  return `_${plain(word)}`;
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** What stands in a row's words where one of them begins so. */
export function beginning(unfinished: string): string {
  return ` ${unfinished}`;
}

/** What stands in a row's words where this is one of them. */
export function standing(word: string): string {
  return ` ${word} `;
}
