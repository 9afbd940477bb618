import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Entity } from '#kernel/schema.ts';
import { applyScope, scope } from '#platform/access/policy.ts';
import type { Catalog } from '#platform/catalog/catalog.ts';
import { readRows, rowKeysOf } from './columns.ts';
import type { RecordRef, RecordRow } from './declared.ts';

/** How records are called where they are only named. One read for each entity; what the actor may not see has no name. */
export class Labels {
  readonly #names = new Map<string, string>();

  /** Null where the record is gone, or not the actor's to see. */
  of(ref: RecordRef): string | null {
    return this.#names.get(`${ref.entity}:${ref.id}`) ?? null;
  }

  put(entity: Entity, row: RecordRow): void {
    this.#names.set(`${entity.name}:${row.id}`, entity.title(row));
  }
}

export async function labelsOf(refs: Iterable<RecordRef>, catalog: Catalog, actor: Actor): Promise<Labels> {
  const labels = new Labels();
  const byEntity = Map.groupBy(refs, (ref) => ref.entity);
  for (const [name, named] of byEntity) {
    const entity = catalog.entities.get(name);
    if (entity === undefined || scope(actor, name) === false) continue;
    for (const row of await namedRows(entity, [...new Set(named.map((ref) => ref.id))], actor))
      labels.put(entity, row);
  }
  return labels;
}

const CHUNK = 500;

async function namedRows(
  entity: Entity,
  ids: readonly string[],
  actor: Actor,
): Promise<readonly RecordRow[]> {
  const rows: RecordRow[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const query = db()(`${entity.table} as t`)
      .whereIn('t.id', ids.slice(from, from + CHUNK))
      .select(rowKeysOf(entity, false).map((key) => `t.${key}`));
    applyScope(query, actor, entity.name, 't');
    rows.push(...((await query) as RecordRow[]));
  }
  return readRows(entity, rows);
}
