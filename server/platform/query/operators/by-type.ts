import type { Field } from '#kernel/schema.ts';
import { operatorsOf } from '#platform/catalog/describe.ts';
import { AGE } from './age.ts';
import { CHOICE } from './choice.ts';
import { CRITERIA } from './criteria.ts';
import { DAY } from './day.ts';
import { FLAG } from './flag.ts';
import { MOMENT } from './moment.ts';
import { NUMBER } from './number.ts';
import type { Operator } from './operator.ts';
import { REFERENCE } from './reference.ts';
import { ADDRESS, CODE, TEXT } from './text.ts';

/** Operators by type of field. A new type stands here and in platform/catalog/types. */
const BY_TYPE: Record<string, readonly Operator[]> = {
  text: TEXT,
  longText: TEXT,
  code: CODE,
  word: CODE,
  email: ADDRESS,
  phone: CODE,
  link: ADDRESS,
  number: NUMBER,
  age: AGE,
  day: DAY,
  moment: MOMENT,
  flag: FLAG,
  choice: CHOICE,
  reference: REFERENCE,
  criteria: CRITERIA,
};

/** The operator that a word means for a field; undefined where the field does not take it. `known` is not one: it asks of any field. */
export function operatorFor(field: Field, word: string): Operator | undefined {
  if (!operatorsOf(field).includes(word)) return undefined;
  return BY_TYPE[field.type.name]?.find((each) => each.word === word);
}

/** For sums. */
export function numberOperator(word: string): Operator | undefined {
  return NUMBER.find((each) => each.word === word);
}
