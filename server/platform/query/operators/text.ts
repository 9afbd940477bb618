import type { Field } from '#kernel/schema.ts';
import { fold, likeEscaped } from '#kernel/text/fold.ts';
import { quotedList } from '../phrases.ts';
import { marks, sql } from '../sql.ts';
import { type Cell, listOf, type Operator, textOf, Unfit } from './operator.ts';

/**
 * Texts. Where the entity keeps a folded column they are compared folded: `isik` is `Işık`. Elsewhere as they stand, byte by
 * byte. LIKE only ever sees folded text with its signs escaped.
 */

const isText: Operator = {
  word: 'is',
  check: asked,
  say: (value, saying) => saying.text(saying.field.many === true ? 'query.has' : 'query.is', { field: saying.subject, value: quotedList(saying, [value as string]) }),
  match: (held, value, { field }) => comparable(field, held as string) === value,
  compile: (cell, value) => sql(`${compared(cell)} = ?`, [value]),
};

const inTexts: Operator = {
  word: 'in',
  check: (sent, field) => listOf(sent, (each) => asked(each, field)),
  say: (value, saying) => saying.text(saying.field.many === true ? 'query.has' : 'query.is', { field: saying.subject, value: quotedList(saying, value as string[]) }),
  match: (held, value, { field }) => (value as string[]).includes(comparable(field, held as string)),
  compile: (cell, value) => {
    const values = value as string[];
    return values.length === 0 ? sql('1 = 0') : sql(`${compared(cell)} IN ${marks(values.length)}`, values);
  },
};

const contains: Operator = {
  word: 'contains',
  check: asked,
  say: (value, saying) => saying.text('query.contains', { field: saying.subject, value: quotedList(saying, [value as string]) }),
  match: (held, value, { field }) => comparable(field, held as string).includes(value as string),
  compile: (cell, value, { dialect }) => {
    if (cell.field.folded !== undefined) return sql(`${compared(cell)} LIKE ? ESCAPE '\\'`, [`%${likeEscaped(value as string)}%`]);
    return sql(`${dialect === 'sqlite' ? 'instr' : 'strpos'}(${cell.value}, ?) > 0`, [value]);
  },
};

const startsWith: Operator = {
  word: 'startsWith',
  check: asked,
  say: (value, saying) => saying.text('query.startsWith', { field: saying.subject, value: quotedList(saying, [value as string]) }),
  match: (held, value, { field }) => comparable(field, held as string).startsWith(value as string),
  compile: (cell, value, { dialect }) => {
    const text = value as string;
    // SQLite cannot use an index for LIKE on bytewise columns; PostgreSQL can, where the collation is "C".
    if (dialect === 'sqlite') return sql(`(${compared(cell)} >= ? AND ${compared(cell)} < ?)`, [text, successor(text)]);
    return sql(`${compared(cell)} LIKE ? ESCAPE '\\'`, [`${likeEscaped(text)}%`]);
  },
};

export const TEXT: readonly Operator[] = [isText, inTexts, contains, startsWith];
/** For texts without a folded form. */
export const CODE: readonly Operator[] = [isText, inTexts];
/** Addresses are kept in one form, so that a part of one may be looked for as it stands. */
export const ADDRESS: readonly Operator[] = [isText, inTexts, contains];

/** A text in the form in which the field is compared. */
function comparable(field: Field, text: string): string {
  return field.folded === undefined ? text : fold(text);
}

function compared(cell: Cell): string {
  return cell.field.folded === undefined ? cell.value : cell.at(cell.field.folded);
}

function asked(sent: unknown, field: Field): string {
  const given = field.type.name === 'email' ? textOf(sent).trim().toLowerCase() : textOf(sent);
  const text = comparable(field, given);
  if (text === '') throw new Unfit('must have a letter or a digit');
  return text;
}

/** The least text that comes after every text with this beginning, bytewise in UTF-8. */
function successor(text: string): string {
  const points = [...text].map((letter) => letter.codePointAt(0) as number);
  while (points.length > 0) {
    const last = points.pop() as number;
    if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  // Nothing but the highest sign there is: no text comes after it.
  return text.padEnd(text.length + 64, '\u{10ffff}');
}
