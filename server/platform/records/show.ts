import type { Actor } from '#kernel/actor.ts';
import { db, readRows as rowsOf } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { roomMemory } from '#kernel/house.ts';
import type { Entity } from '#kernel/schema.ts';
import { applyScope, scope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { column, type Sql, sql, tableAs } from '#platform/query/sql.ts';
import { readRows, rowKeysOf } from './columns.ts';
import type { RecordRow } from './declared.ts';
import { present, type WireRecord } from './present.ts';

/** One record in the form of the API, closed ones too. Throws Fault `missing` where there is none that the actor may see. */
export async function show(entityName: string, id: string, actor: Actor): Promise<WireRecord> {
  const row = await rowOf(entityName, id, actor);
  const [record] = await present(entityName, [row], actor, { whole: true });
  return record as WireRecord;
}

/** Its row, with the columns of its fields. Throws Fault `missing`. */
async function rowOf(entityName: string, id: string, actor: Actor): Promise<RecordRow> {
  const entity = (await catalog()).entity(entityName);
  const { text, values } =
    scope(actor, entityName) === true ? sql(readOf(entity).text, [id]) : narrowed(entity, id, actor);
  const [row] = readRows(entity, await rowsOf<RecordRow>(text, values));
  if (row === undefined) throw Fault.missing(entityName, id);
  return row;
}

const READS = Symbol('records.show');

/** The read of one record, written once: this is the hottest path of the API. */
interface Read {
  columns: string;
  text: string;
}

function readOf(entity: Entity): Read {
  const reads = roomMemory(READS, () => new WeakMap<Entity, Read>());
  let read = reads.get(entity);
  if (read === undefined) {
    const columns = rowKeysOf(entity, true)
      .map((key) => `${column('t', key)} AS "${key}"`)
      .join(', ');
    read = {
      columns,
      text: `SELECT ${columns} FROM ${tableAs(entity.table, 't')} WHERE ${column('t', 'id')} = ?`,
    };
    reads.set(entity, read);
  }
  return read;
}

function narrowed(entity: Entity, id: string, actor: Actor): Sql {
  const query = db()(`${entity.table} as t`)
    .where('t.id', id)
    .select(db().raw(readOf(entity).columns));
  applyScope(query, actor, entity.name, 't');
  const { sql: text, bindings } = query.toSQL();
  return sql(text, bindings);
}
