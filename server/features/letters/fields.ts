import { Fault } from '#kernel/errors.ts';

/**
 * Personal words in a letter: `{{givenName}}`, or `{{givenName | dear customer}}` with what stands there where a card has none. There
 * is nothing else: no conditions, no functions, nothing that reaches for more than these words.
 */

const LETTER_FIELDS = [
  'salutation',
  'name',
  'givenName',
  'familyName',
  'formOfAddress',
  'organisation',
  'title',
  'email',
  'reference',
  'today',
] as const;
type LetterField = (typeof LETTER_FIELDS)[number];
/** The address at which a recipient is left alone stands below every letter, and may stand elsewhere, too. */
type InnerField = LetterField | 'unsubscribe';

export interface Slot {
  field: InnerField;
  fallback: string;
}

const FIELD = /\{\{\s*([A-Za-z]+)\s*(?:\|([^{}]*))?\}\}/g;

/** Texts of one letter share their slots: the same words are asked for once. */
export class Slots {
  readonly all: Slot[] = [];

  /** A text with places for personal words. Throws Fault `invalid` at `path` for words nobody knows. */
  read(text: string, path: string): (string | number)[] {
    const found: (string | number)[] = [];
    let from = 0;
    for (const match of text.matchAll(FIELD)) {
      found.push(text.slice(from, match.index), this.#place(match[1] as string, match[2] ?? '', path));
      from = match.index + match[0].length;
    }
    found.push(text.slice(from));
    for (const part of found)
      if (typeof part === 'string' && /\{\{|\}\}|\{%/.test(part))
        throw Fault.invalidAt(
          path,
          'letter.field',
          `"${around(part)}" is not a field. Write {{givenName}} or {{givenName | dear customer}}; fields are ${LETTER_FIELDS.join(', ')}.`,
        );
    return found.filter((part) => part !== '');
  }

  #place(field: string, fallback: string, path: string): number {
    if (field === 'unsubscribe') return this.#slot(field, '');
    if (!(LETTER_FIELDS as readonly string[]).includes(field))
      throw Fault.invalidAt(
        path,
        'letter.field',
        `There is no field "${field}". Fields are ${LETTER_FIELDS.join(', ')}.`,
      );
    return this.#slot(field as LetterField, fallback.trim());
  }

  #slot(field: InnerField, fallback: string): number {
    const at = this.all.findIndex((each) => each.field === field && each.fallback === fallback);
    if (at >= 0) return at;
    this.all.push({ field, fallback });
    return this.all.length - 1;
  }
}

export type Words = Partial<Record<InnerField, string>>;

/** The words of one recipient, in the order of the slots. */
export function wordsFor(slots: Slots, words: Words): string[] {
  return slots.all.map(({ field, fallback }) => oneLine(words[field] ?? '') || fallback);
}

/** Fields that a recipient has no word for and the letter no fallback. */
export function gapsOf(slots: Slots, words: Words): string[] {
  const gaps = slots.all
    .filter(
      ({ field, fallback }) =>
        field !== 'unsubscribe' && fallback === '' && oneLine(words[field] ?? '') === '',
    )
    .map(({ field }) => field);
  return [...new Set(gaps)];
}

/** A text with its words put in. */
export function filled(parts: readonly (string | number)[], words: readonly string[]): string {
  return parts.map((part) => (typeof part === 'number' ? (words[part] ?? '') : part)).join('');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function around(text: string): string {
  const at = text.search(/\{\{|\}\}|\{%/);
  return text.slice(Math.max(0, at - 10), at + 30).replace(/\s+/g, ' ');
}
