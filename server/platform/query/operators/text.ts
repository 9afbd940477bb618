import type { Field } from '#kernel/schema.ts';
import { fold, likeEscaped } from '#kernel/text/fold.ts';
import { quotedList } from '../phrases.ts';
import { FALSE, marks, sql } from '../sql.ts';
import { type Cell, listOf, type Operator, type Saying, textOf, Unfit } from './operator.ts';

/**
 * Texts. Where the entity keeps a folded column they are compared folded: `isik` is `Işık`. Elsewhere as they stand, byte by
 * byte. LIKE only ever sees folded text with its signs escaped.
 */

/** A text that is asked for. */
interface Asked {
  /** As it was sent, for the sentence. */
  said: string;
  /** As it is compared. */
  form: string;
}

const isText: Operator = {
  word: 'is',
  check: asked,
  say: (value, saying) => sayTexts('query.is', [value as Asked], saying),
  match: (held, value, { field }) => comparable(field, held as string) === (value as Asked).form,
  compile: (cell, value) => sql(`${compared(cell)} = ?`, [(value as Asked).form]),
};

const inTexts: Operator = {
  word: 'in',
  check: (sent, field) => listOf(sent, (each) => asked(each, field)),
  say: (value, saying) => sayTexts('query.is', value as Asked[], saying),
  match: (held, value, { field }) =>
    (value as Asked[]).some((each) => comparable(field, held as string) === each.form),
  compile: (cell, value) => {
    const forms = (value as Asked[]).map((each) => each.form);
    return forms.length === 0 ? FALSE : sql(`${compared(cell)} IN ${marks(forms.length)}`, forms);
  },
};

const contains: Operator = {
  word: 'contains',
  check: asked,
  say: (value, saying) => sayTexts('query.contains', [value as Asked], saying),
  match: (held, value, { field }) => comparable(field, held as string).includes((value as Asked).form),
  compile: (cell, value, { dialect }) => {
    const { form } = value as Asked;
    if (cell.field.folded !== undefined)
      return sql(`${compared(cell)} LIKE ? ESCAPE '\\'`, [`%${likeEscaped(form)}%`]);
    return sql(`${dialect === 'sqlite' ? 'instr' : 'strpos'}(${cell.value}, ?) > 0`, [form]);
  },
};

const startsWith: Operator = {
  word: 'startsWith',
  check: asked,
  say: (value, saying) => sayTexts('query.startsWith', [value as Asked], saying),
  match: (held, value, { field }) => comparable(field, held as string).startsWith((value as Asked).form),
  compile: (cell, value, { dialect }) => {
    const { form } = value as Asked;
    // SQLite cannot use an index for LIKE on bytewise columns; PostgreSQL can, where the collation is "C".
    if (dialect === 'sqlite')
      return sql(`(${compared(cell)} >= ? AND ${compared(cell)} < ?)`, [form, successor(form)]);
    return sql(`${compared(cell)} LIKE ? ESCAPE '\\'`, [`${likeEscaped(form)}%`]);
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

function asked(sent: unknown, field: Field): Asked {
  const said = textOf(sent).trim();
  const form = comparable(field, field.type.name === 'email' ? said.toLowerCase() : said);
  if (form === '') throw new Unfit('must have a letter or a digit');
  return { said, form };
}

function sayTexts(key: string, asked: readonly Asked[], saying: Saying): string {
  const value = quotedList(
    saying,
    asked.map((each) => each.said),
  );
  return saying.text(key === 'query.is' && saying.field.many === true ? 'query.has' : key, {
    field: saying.subject,
    value,
  });
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
