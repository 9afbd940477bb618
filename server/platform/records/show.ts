import type { Actor } from '#kernel/actor.ts';
import { db, readRows as rowsOf } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house, roomMemory } from '#kernel/house.ts';
import type { Entity } from '#kernel/schema.ts';
import { applyScope, scope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { column, type Sql, sql, tableAs } from '#platform/query/sql.ts';
import { readRows, rowKeysOf } from './columns.ts';
import { type Beside, presentersOf, type RecordRow } from './declared.ts';
import { present, type WireRecord } from './present.ts';

/** One record in the form of the API, closed ones too. Throws Fault `missing` where there is none that the actor may see. */
export async function show(entityName: string, id: string, actor: Actor): Promise<WireRecord> {
  const row = await rowOf(entityName, id, actor);
  const [record] = await present(entityName, [row], actor, { whole: true });
  return record as WireRecord;
}

/** Its row, with the columns of its fields and what presenters read beside it. Throws Fault `missing`. */
async function rowOf(entityName: string, id: string, actor: Actor): Promise<RecordRow> {
  const entity = (await catalog()).entity(entityName);
  const besides = scope(actor, entityName) === true ? besidesOf(entityName, actor) : [];
  const { text, values } =
    scope(actor, entityName) === true
      ? sql(readOf(entity, besides).text, [...besides.flatMap((each) => [id, ...each.values(actor)]), id])
      : narrowed(entity, id, actor);
  const [row] = readRows(entity, await rowsOf<RecordRow>(text, values));
  if (row === undefined) throw Fault.missing(entityName, id);
  for (const { key } of besides) if (typeof row[key] === 'string') row[key] = JSON.parse(row[key]) as unknown;
  return row;
}

function besidesOf(entityName: string, actor: Actor): Beside[] {
  return presentersOf(entityName).flatMap(({ beside }) => (beside?.all(actor) === true ? [beside] : []));
}

const READS = Symbol('records.show');

/** The read of one record, written once: this is the hottest path of the API. */
interface Read {
  columns: string;
  /** With the keys of what is read beside it. */
  text: string;
  beside: string;
}

function readOf(entity: Entity, besides: readonly Beside[] = []): Read {
  const reads = roomMemory(READS, () => new WeakMap<Entity, Read>());
  const beside = besides.map(({ key }) => key).join(' ');
  let read = reads.get(entity);
  if (read === undefined || read.beside !== beside) {
    const columns = rowKeysOf(entity, true)
      .map((key) => `${column('t', key)} AS "${key}"`)
      .join(', ');
    const all = [columns, ...besides.map((each) => `${asJson(each)} AS "${each.key}"`)].join(', ');
    read = {
      columns,
      text: `SELECT ${all} FROM ${tableAs(entity.table, 't')} WHERE ${column('t', 'id')} = ?`,
      beside,
    };
    reads.set(entity, read);
  }
  return read;
}

/** Rows as one JSON value; both engines hand them over in the order in which they come. */
function asJson({ rows, columns }: Beside): string {
  if (house().db.dialect === 'postgres')
    return `(SELECT coalesce(json_agg(row_to_json(b)), '[]'::json) FROM (${rows}) b)`;
  const members = columns.map((name) => `'${name}', b."${name}"`).join(', ');
  return `(SELECT json_group_array(json_object(${members})) FROM (${rows}) b)`;
}

function narrowed(entity: Entity, id: string, actor: Actor): Sql {
  const query = db()(`${entity.table} as t`)
    .where('t.id', id)
    .select(db().raw(readOf(entity).columns));
  applyScope(query, actor, entity.name, 't');
  const { sql: text, bindings } = query.toSQL();
  return sql(text, bindings);
}
