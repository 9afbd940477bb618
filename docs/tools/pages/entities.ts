import type { Registry } from '#kernel/room.ts';
import type { Entity, Field } from '#kernel/schema.ts';
import { byName, code, page, table } from './markdown.ts';

export function entitiesPage(registry: Registry): string {
  return page(
    'Entities and fields',
    'One definition per entity: from it come column, validation, form, list filter, search, audit and the API. Administrators add fields of their own at run time.',
    ...byName(registry.entities.values()).map(entityPart),
  );
}

function entityPart(entity: Entity): string {
  const { one } = entity.label;
  const facts = [
    `${one.tr} · ${one.pl}`,
    `table ${code(entity.table)}`,
    entity.card && 'a card',
    entity.closes && 'is closed, never deleted',
  ];
  const fields = table(
    ['field', 'English', 'Türkçe', 'polski', 'type', 'notes'],
    entity.fields
      .filter((each) => !each.hidden)
      .map((each) => [
        code(each.key),
        each.label.en,
        each.label.tr,
        each.label.pl,
        typeOf(each),
        notesOn(each),
      ]),
  );
  const relations = table(
    ['relation', 'leads to', 'dated'],
    (entity.relations ?? []).map(({ key, of, dated }) => [
      code(key),
      code(of),
      dated ? `${dated.from} – ${dated.until}` : '',
    ]),
  );
  return [`## ${entity.name}`, `${facts.filter(Boolean).join(' · ')}.`, fields, relations]
    .filter(Boolean)
    .join('\n\n');
}

function typeOf(field: Field): string {
  const of = field.of ? ` of ${field.of.join(', ')}` : '';
  const options = field.options ? `: ${field.options.map(({ key }) => key).join(', ')}` : '';
  return `${field.type.name}${of}${options}${field.many ? ', several' : ''}`;
}

function notesOn(field: Field): string {
  return [
    field.required && 'required',
    field.readOnly && 'read only',
    field.derived && 'calculated',
    field.search && 'searched',
    field.sortable && 'sortable',
    field.personal && 'personal data',
    field.max && `at most ${field.max}`,
  ]
    .filter(Boolean)
    .join(', ');
}
