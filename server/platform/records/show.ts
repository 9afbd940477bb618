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
  const whole = scope(actor, entityName) === true;
  const besides = whole ? besidesOf(entityName, actor) : [];
  const { text, values } = whole
    ? sql(readOf(entity, besides), [...besides.flatMap((each) => [id, ...each.values(actor)]), id])
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

/** What is read of one record, written once: this is the hottest path of the API. */
interface Reads {
  columns: string;
  /** The whole read, by the keys of what is read beside the record: that depends on what an actor sees. */
  texts: Map<string, string>;
}

function readsOf(entity: Entity): Reads {
  const kept = roomMemory(READS, () => new WeakMap<Entity, Reads>());
  let reads = kept.get(entity);
  if (reads === undefined) {
    const columns = rowKeysOf(entity, true)
      .map((key) => `${column('t', key)} AS "${key}"`)
      .join(', ');
    reads = { columns, texts: new Map() };
    kept.set(entity, reads);
  }
  return reads;
}

function readOf(entity: Entity, besides: readonly Beside[]): string {
  const { columns, texts } = readsOf(entity);
  const key = besides.map((each) => each.key).join(' ');
  let text = texts.get(key);
  if (text === undefined) {
    const all = [columns, ...besides.map((each) => `${asJson(each)} AS "${each.key}"`)].join(', ');
    text = `SELECT ${all} FROM ${tableAs(entity.table, 't')} WHERE ${column('t', 'id')} = ?`;
    texts.set(key, text);
  }
  return text;
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
    .select(db().raw(readsOf(entity).columns));
  applyScope(query, actor, entity.name, 't');
  const { sql: text, bindings } = query.toSQL();
  return sql(text, bindings);
}
