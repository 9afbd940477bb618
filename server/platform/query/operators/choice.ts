import type { Field } from '#kernel/schema.ts';
import { quotedList } from '../phrases.ts';
import { FALSE, marks, sql } from '../sql.ts';
import { listOf, type Operator, type Saying, textOf, Unfit } from './operator.ts';

/** One of the field's options, by key. */

export const CHOICE: readonly Operator[] = [
  {
    word: 'is',
    check: optionSaid,
    say: (value, saying) => sayOptions([value as string], saying),
    match: (held, value) => held === value,
    compile: (cell, value) => sql(`${cell.value} = ?`, [value]),
  },
  {
    word: 'in',
    check: (sent, field) => listOf(sent, (each) => optionSaid(each, field)),
    say: (value, saying) => sayOptions(value as string[], saying),
    match: (held, value) => (value as string[]).includes(held as string),
    compile: (cell, value) => {
      const keys = value as string[];
      return keys.length === 0 ? FALSE : sql(`${cell.value} IN ${marks(keys.length)}`, keys);
    },
  },
];

function optionSaid(sent: unknown, field: Field): string {
  const key = textOf(sent);
  const options = (field.options ?? []).map((option) => option.key);
  if (!options.includes(key)) throw new Unfit(`must be one of ${options.join(', ')}`);
  return key;
}

function sayOptions(keys: readonly string[], saying: Saying): string {
  const names = keys.map(
    (key) => saying.field.options?.find((option) => option.key === key)?.label[saying.language] ?? key,
  );
  return saying.text(saying.field.many === true ? 'query.has' : 'query.is', {
    field: saying.subject,
    value: quotedList(saying, names),
  });
}
