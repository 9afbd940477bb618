import { isId } from '#kernel/ids.ts';
import type { Field } from '#kernel/schema.ts';
import type { Asking } from '../asking.ts';
import { quotedList } from '../phrases.ts';
import { anyOf, FALSE, type Sql, sql } from '../sql.ts';
import { type Cell, listOf, type Operator, type Saying, type Seeing, Unfit } from './operator.ts';

/** Records, by id, as `person:ID`, as `{ entity, id }`; `me` is the user who asks. */

interface Said {
  /** Null where the id alone is asked. */
  entity: string | null;
  /** Null for `me`. */
  id: string | null;
}

export const REFERENCE: readonly Operator[] = [
  {
    word: 'is',
    check: recordSaid,
    say: (value, saying) => sayRecords([value as Said], saying),
    match: (held, value, seeing) => isOne(held as string, value as Said, seeing),
    compile: (cell, value, asking) => one(cell, value as Said, asking),
  },
  {
    word: 'in',
    check: (sent, field) => listOf(sent, (each) => recordSaid(each, field)),
    say: (value, saying) => sayRecords(value as Said[], saying),
    match: (held, value, seeing) => (value as Said[]).some((each) => isOne(held as string, each, seeing)),
    compile: (cell, value, asking) => anyOf((value as Said[]).map((each) => one(cell, each, asking))),
  },
];

function isOne(held: string, said: Said, { field, row, asking }: Seeing): boolean {
  const id = said.id ?? asking.me;
  if (id === null || held !== id) return false;
  return said.entity === null || field.entityColumn === undefined || row[field.entityColumn] === said.entity;
}

function one(cell: Cell, said: Said, asking: Asking): Sql {
  const id = said.id ?? asking.me;
  if (id === null) return FALSE;
  const { entityColumn } = cell.field;
  if (said.entity === null || entityColumn === undefined) return sql(`${cell.value} = ?`, [id]);
  return sql(`(${cell.value} = ? AND ${cell.at(entityColumn)} = ?)`, [id, said.entity]);
}

function recordSaid(sent: unknown, field: Field): Said {
  if (sent === 'me') {
    if (field.of?.includes('user') !== true) throw new Unfit('cannot be me: it does not name users');
    return { entity: 'user', id: null };
  }
  const said = partsOf(sent);
  if (said === null) throw new Unfit('must be the id of a record, person:ID, or { entity, id }');
  if (said.entity !== null && field.of?.includes(said.entity) === false)
    throw new Unfit(`must be one of ${field.of.join(', ')}`);
  return said;
}

function partsOf(sent: unknown): Said | null {
  if (typeof sent === 'string') {
    const [entity, id] = sent.includes(':') ? (sent.split(':', 2) as [string, string]) : [null, sent];
    return isId(id) ? { entity, id } : null;
  }
  const { entity, id } = (sent ?? {}) as { entity?: unknown; id?: unknown };
  return typeof entity === 'string' && isId(id) ? { entity, id } : null;
}

function sayRecords(said: readonly Said[], saying: Saying): string {
  const names = said.map(({ entity, id }) =>
    id === null ? saying.text('query.me') : saying.nameOf(id, entity ?? saying.field.of?.[0]),
  );
  return saying.text(saying.field.many === true ? 'query.has' : 'query.is', {
    field: saying.subject,
    value: quotedList(saying, names),
  });
}
