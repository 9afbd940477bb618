import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { applyScope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
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
export async function rowOf(entityName: string, id: string, actor: Actor): Promise<RecordRow> {
  const entity = (await catalog()).entity(entityName);
  const query = db()(`${entity.table} as t`)
    .where('t.id', id)
    .select(rowKeysOf(entity, true).map((key) => `t.${key}`));
  applyScope(query, actor, entityName, 't');
  const [row] = readRows(entity, (await query) as RecordRow[]);
  if (row === undefined) throw Fault.missing(entityName, id);
  return row;
}
