import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import type { Entity, Field, Language } from '#kernel/schema.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import type { WireRecord } from '#platform/records/present.ts';
import { type Cell, type ExportColumn, exportPart, partColumn } from './declared.ts';

/** Columns of an exported list: the fields as they were asked for, or all that are shown. */

/** Throws Fault `invalid` for a field that is not there, or that lists do not show. */
export async function columnsOf(
  entityName: string,
  asked: readonly string[] | undefined,
  language: Language,
): Promise<ExportColumn[]> {
  const known = await catalog();
  const entity = known.entity(entityName);
  const keys = asked ?? defaultKeys(entity);
  const columns: ExportColumn[] = [];
  for (const key of keys) {
    const [field, part, one] = [
      known.field(entity, key),
      exportPart(entityName, key),
      partColumn(entityName, key),
    ];
    if (part !== undefined) columns.push(...part.columns);
    else if (field !== undefined && field.hidden !== true && field.type.name !== 'shape')
      columns.push(await columnOf(field, language));
    else if (one !== undefined) columns.push(one);
    else if (field === undefined || field.hidden === true)
      throw Fault.invalidAt('columns', 'export.column', `a ${entityName} has no "${key}" to be written out`);
  }
  if (columns.length === 0) throw Fault.invalidAt('columns', 'export.columns', 'name at least one column');
  return columns;
}

function defaultKeys(entity: Entity): string[] {
  return entity.fields
    .filter((field) => field.hidden !== true && field.detail !== true)
    .map((field) => field.key);
}

async function columnOf(field: Field, language: Language): Promise<ExportColumn> {
  const one = await readerOf(field, language);
  return {
    key: field.key,
    label: field.label,
    of(record: WireRecord): Cell {
      const value = record[field.key];
      if (value === null || value === undefined) return null;
      if (!Array.isArray(value)) return one(value);
      return value
        .map(one)
        .filter((each) => typeof each === 'string')
        .join('; ');
    },
  };
}

const YES_NO: Record<Language, readonly [string, string]> = {
  tr: ['hayır', 'evet'],
  pl: ['nie', 'tak'],
  en: ['no', 'yes'],
};

async function readerOf(field: Field, language: Language): Promise<(value: unknown) => Cell> {
  switch (field.type.name) {
    case 'day':
      return (value) => ({ day: String(value) });
    case 'moment':
      return (value) => ({ moment: String(value) });
    case 'number':
    case 'age':
      return (value) => Number(value);
    case 'flag':
      return (value) => YES_NO[language][value === true ? 1 : 0] as string;
    case 'reference':
      return (value) => (value as { label?: string | null }).label ?? '';
    case 'choice': {
      const labels = new Map(field.options?.map((option) => [option.key, option.label[language]]));
      return (value) => labels.get(String(value)) ?? String(value);
    }
    case 'criteria': {
      const names = await nodeNames(field);
      return (value) => names.get(String(value)) ?? String(value);
    }
    default:
      return (value) => String(value);
  }
}

/** Nodes of a tree as people call them; a name that two have stays a key, so that it can be brought in again. */
async function nodeNames(field: Field): Promise<Map<string, string>> {
  const nodes = field.tree?.nodes;
  if (nodes?.name === undefined) return new Map();
  const rows = (await db()(nodes.table)
    .where(nodes.where ?? {})
    .select({ key: nodes.key, name: nodes.name })) as { key: string; name: string }[];
  const times = new Map<string, number>();
  for (const { name } of rows) times.set(name, (times.get(name) ?? 0) + 1);
  return new Map(rows.filter(({ name }) => times.get(name) === 1).map(({ key, name }) => [key, name]));
}
