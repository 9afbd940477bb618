import type { ZodType } from 'zod';
import type { Field, FieldType, Label, Language, Link, Tree } from '#kernel/schema.ts';
import { emailType, linkType, phoneType } from './types/address.ts';
import { choiceType, wordType } from './types/choice.ts';
import { dayType, momentType } from './types/day.ts';
import { flagType } from './types/flag.ts';
import { ageType, numberType } from './types/number.ts';
import { criteriaType, referenceType } from './types/reference.ts';
import { shapeType } from './types/shape.ts';
import { codeType, longTextType, textType } from './types/text.ts';

/**
 * The words in which rooms declare fields:
 *
 *   fields: [
 *     text('name', { label, required: true, sortable: true, search: 4, folded: 'nameFolded', sortKeys: sortKeysOf('name') }),
 *     reference('organisation', { label, of: ['organisation'], required: true }),   // column organisationId
 *     criteria('sector', { label, of: ['sector'], link, tree }),
 *   ]
 */

export interface FieldOptions {
  label: Label;
  /** Row key, where it is not the field's key. */
  column?: string;
  required?: boolean;
  readOnly?: boolean;
  hidden?: boolean;
  /** Too large for lists: sent with the single record only. */
  detail?: boolean;
  sortable?: boolean;
  search?: number;
  personal?: boolean;
  /** Class of fields that roles may hide: `contact`, `private`. */
  class?: string;
}

/** For types whose values may be several: `many` needs a `link`, the table that holds them. */
export interface ManyOptions extends FieldOptions {
  many?: boolean;
  link?: Link;
}

export interface TextOptions extends FieldOptions {
  max?: number;
  /** Row key that holds the text folded, for `is`, `contains`, `startsWith` without regard to case and marks. */
  folded?: string;
  /** Row keys of the sort keys. */
  sortKeys?: Record<Language, string>;
}

export function text(key: string, options: TextOptions): Field {
  return field(key, textType, options);
}

export function longText(key: string, options: TextOptions): Field {
  return field(key, longTextType, options);
}

/** A text compared only as it stands. */
export function code(key: string, options: ManyOptions & { max?: number }): Field {
  return field(key, codeType, options);
}

export function email(key: string, options: FieldOptions): Field {
  return field(key, emailType, options);
}

export function phone(key: string, options: FieldOptions): Field {
  return field(key, phoneType, options);
}

/** An address in the web. */
export function web(key: string, options: FieldOptions): Field {
  return field(key, linkType, options);
}

export function number(key: string, options: FieldOptions): Field {
  return field(key, numberType, options);
}

export function day(key: string, options: FieldOptions): Field {
  return field(key, dayType, options);
}

export function moment(key: string, options: FieldOptions): Field {
  return field(key, momentType, options);
}

export function flag(key: string, options: FieldOptions): Field {
  return field(key, flagType, options);
}

/** Completed years, from the row key of a day. */
export function age(key: string, options: FieldOptions & { from: string }): Field {
  const { from, ...rest } = options;
  return field(key, ageType, { ...rest, derived: from, readOnly: true });
}

export function choice(
  key: string,
  options: ManyOptions & { options: readonly { key: string; label: Label }[] },
): Field {
  return field(key, choiceType, options);
}

/** Words put on a record by people. */
export function words(key: string, options: FieldOptions & { link: Link }): Field {
  return field(key, wordType, { ...options, many: true });
}

/** Another record; its id rests in `column`, by default the key and `Id`. */
export function reference(
  key: string,
  options: FieldOptions & { of: readonly string[]; entityColumn?: string },
): Field {
  return field(key, referenceType, { ...options, column: options.column ?? `${key}Id` });
}

/** Several other records. */
export function references(
  key: string,
  options: FieldOptions & { of: readonly string[]; link: Link },
): Field {
  return field(key, referenceType, { ...options, many: true });
}

/** Nodes of a set of criteria; `of` names the set. Several unless `many: false`. */
export function criteria(key: string, options: ManyOptions & { of: string; link: Link; tree: Tree }): Field {
  return field(key, criteriaType, { many: true, ...options, of: [options.of] });
}

/** Something with parts: contact points, parties of a mail. In a JSON column, or shown by a presenter of the room (`stored: null`). */
export function shape(
  key: string,
  options: FieldOptions & { takes: ZodType; stored?: 'json' | null; many?: boolean },
): Field {
  const { takes, stored, ...rest } = options;
  return field(key, shapeType(takes, stored ?? null), rest);
}

/** Row keys of the sort keys of a text, as the migrations name them: `nameSortTr`, `nameSortPl`, `nameSortEn`. */
export function sortKeysOf(key: string): Record<Language, string> {
  return { tr: `${key}SortTr`, pl: `${key}SortPl`, en: `${key}SortEn` };
}

function field(key: string, type: FieldType, options: Omit<Field, 'key' | 'type'>): Field {
  return { key, type, ...options };
}
