import { say as sayText } from '#kernel/i18n.ts';
import type { Field, Language } from '#kernel/schema.ts';
import type {
  CheckedQuery,
  FieldMeaning,
  GroupMeaning,
  Hop,
  KnownMeaning,
  Meaning,
  RowsMeaning,
} from './meaning.ts';
import type { Saying } from './operators/operator.ts';
import { asSentence, asWord, dayForm, joinedClauses } from './phrases.ts';

/**
 * `say`: the question as a sentence in Turkish, Polish or English, so that people see what they asked. Labels stay in their basic
 * form: sentences are built so that neither Turkish suffixes nor Polish cases have to be guessed for words that administrators
 * chose themselves.
 */

export interface Speaking {
  language: Language;
  /** IANA zone for moments. */
  zone: string;
  /** How a record or a node of a set is called: by key or id, then by entity (`criteria:sector` for nodes of a set). */
  nameOf?(key: string, entity: string | null): string | undefined;
}

/** “Persons where age is over 35 and there are positions where title is “General Manager”.” */
export function sayQuery(query: CheckedQuery, speaking: Speaking): string {
  const { language } = speaking;
  const text = textIn(language);
  const entities = query.of.label.many[language];
  const where = query.where;
  const all = where.kind === 'all' && where.parts.length === 0;
  const sentence = all
    ? text('query.everything', { entities: asWord(entities, language) })
    : text('query.sentence', { entities: asWord(entities, language), where: clause(where, speaking, true) });
  if (query.asOf === undefined) return asSentence(sentence, language);
  const saying = sayingOf(speaking, query.of.fields[0] as Field, '');
  return asSentence(text('query.asOf', { day: dayForm(saying, [query.asOf]), sentence }), language);
}

/** `outermost`: nothing stands beside it that parentheses must keep apart. */
function clause(meaning: Meaning, speaking: Speaking, outermost: boolean): string {
  switch (meaning.kind) {
    case 'all':
    case 'any':
      return group(meaning, speaking, outermost);
    case 'not':
      return textIn(speaking.language)('query.not', { clause: clause(meaning.part, speaking, false) });
    case 'rows':
      return rows(meaning, speaking);
    case 'field':
      return meaning.operator.say(
        meaning.value,
        sayingOf(speaking, meaning.field, subjectOf(meaning, speaking)),
      );
    case 'known':
      return textIn(speaking.language)(meaning.known ? 'query.known' : 'query.unknown', {
        field: subjectOf(meaning, speaking),
      });
  }
}

function group({ kind, parts }: GroupMeaning, speaking: Speaking, outermost: boolean): string {
  const [only] = parts;
  if (only === undefined) return textIn(speaking.language)(kind === 'all' ? 'query.always' : 'query.never');
  if (parts.length === 1) return clause(only, speaking, outermost);
  const clauses = parts.map((part) => clause(part, speaking, false));
  const joined = joinedClauses(speaking.language, clauses, kind === 'all' ? 'conjunction' : 'disjunction');
  return outermost ? joined : `(${joined})`;
}

function rows(meaning: RowsMeaning, speaking: Speaking): string {
  const text = textIn(speaking.language);
  const { relation, measure } = meaning;
  const label = asWord(relation.label[speaking.language], speaking.language);
  const list = meaning.ever ? text('query.ever', { relation: label }) : label;
  const where = meaning.which === null ? '' : clause(meaning.which, speaking, false);
  const form = where === '' ? 'any' : 'where';
  const many = 'many' in relation.link ? '' : 'One';
  if (measure?.kind === 'sum') return sum(meaning, speaking, { relation: list, where, form });
  if (measure?.kind === 'count') return counted(measure, speaking, { relation: list, where, form });
  return text(`query.${meaning.word}${many}.${form}`, { relation: list, where });
}

interface ListWords {
  relation: string;
  where: string;
  form: string;
}

function counted(
  measure: { atLeast: number | null; atMost: number | null },
  { language }: Speaking,
  { form, ...words }: ListWords,
): string {
  const text = textIn(language);
  const bounds = (['atLeast', 'atMost'] as const).filter((word) => measure[word] !== null);
  const clauses = bounds.map((word) =>
    text(`query.count.${word}.${form}`, { ...words, n: measure[word] as number }),
  );
  return joinedClauses(language, clauses, 'conjunction');
}

function sum({ measure }: RowsMeaning, speaking: Speaking, { form, ...words }: ListWords): string {
  if (measure?.kind !== 'sum') return '';
  const text = textIn(speaking.language);
  const field = fieldLabel(measure.field, speaking.language);
  const saying = sayingOf(speaking, measure.field, text('query.sum.field', { field }));
  return text(`query.sum.${form}`, { ...words, clause: measure.operator.say(measure.value, saying) });
}

/** The field as a noun, with the path to it: `organisation’s sector`. */
function subjectOf({ hops, field }: FieldMeaning | KnownMeaning, { language }: Speaking): string {
  const text = textIn(language);
  const label = fieldLabel(field, language);
  if (hops.length === 0) return label;
  const owners = hops.map((hop: Hop) => asWord(hop.relation.label[language], language));
  const owner = owners.reduce((outer, inner) => text('query.path', { owner: outer, field: inner }));
  return text('query.path', { owner, field: label });
}

function fieldLabel(field: Field, language: Language): string {
  return asWord(field.label[language], language);
}

function sayingOf(speaking: Speaking, field: Field, subject: string): Saying {
  const { language, zone } = speaking;
  const known = field.tree === undefined ? null : `criteria:${field.of?.[0] ?? ''}`;
  return {
    language,
    zone,
    field,
    subject,
    text: textIn(language),
    nameOf: (key, entity) => speaking.nameOf?.(key, known ?? entity ?? null) ?? key,
  };
}

function textIn(language: Language): Saying['text'] {
  return (key, values = {}) => sayText(language, key, values);
}
