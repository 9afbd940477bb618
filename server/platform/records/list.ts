import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import type { Entity, Field } from '#kernel/schema.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { applyScope, scope, visibleIds } from '#platform/access/policy.ts';
import { isFieldSeen } from '#platform/access/rights.ts';
import { type Catalog, catalog } from '#platform/catalog/catalog.ts';
import { askingOf } from '#platform/query/asking.ts';
import { checkNode, meaningOf } from '#platform/query/check.ts';
import { compile } from '#platform/query/compile.ts';
import { column, FALSE, type Sql, sql } from '#platform/query/sql.ts';
import type { Node } from '#platform/query/tree.ts';
import { find } from '#platform/search/find.ts';
import { readRows, rowKeysOf } from './columns.ts';
import { aboutnessOf, type RecordRef, type RecordRow } from './declared.ts';
import { newestHolding, streamsByWords } from './newest-holding.ts';
import { present, type WireRecord } from './present.ts';
import { applySort, cursorAfter, SORTED_BY, type Sort, sortOf } from './sort.ts';

export interface ListOptions {
  entity: string;
  actor: Actor;
  /** A query tree, as it was sent: it is checked here. */
  where?: unknown;
  /** What must hold beside it; the house's own. */
  also?: Node;
  /** Words that are looked for. */
  q?: string;
  /** Only records about this card. */
  about?: RecordRef;
  /** A sortable field, with `-` for the other way; the entity's own order where absent. */
  sort?: string;
  /** 1 to 200; 50 where absent. */
  limit?: number;
  cursor?: string;
  /** Also counts. */
  count?: boolean;
  /** Closed records: left out unless asked for. */
  closed?: 'without' | 'with' | 'only';
  /** The day on which it is asked, for dated relations and ages. */
  asOf?: string;
}

export interface Page<T = WireRecord> {
  items: T[];
  /** Goes on after the last one; null where there are no more. */
  next: string | null;
  count?: number;
}

/** Records that the actor may see, in the form of the API. Throws Fault `invalid` for queries, orders and cursors that cannot be. */
export async function list(options: ListOptions): Promise<Page> {
  const { rows, next, count } = await listRows(options);
  return {
    items: await present(options.entity, rows, options.actor),
    next,
    ...(count === undefined ? {} : { count }),
  };
}

/** The same as rows, for those who show them otherwise. */
export async function listRows(
  options: ListOptions,
): Promise<{ rows: readonly RecordRow[]; next: string | null; count?: number }> {
  const known = await catalog();
  const entity = known.entity(options.entity);
  const sort = sortOf(options.sort, entity, known, options.actor.language, unseenBy(options.actor));
  const limit = options.limit ?? 50;
  const streams = streamsByWords(entity.name, options.q, sort);
  const narrowing = await narrowed(entity, known, streams ? { ...options, q: undefined } : options);
  const asked = (change?: Narrowing) => {
    const query = db()(`${entity.table} as t`)
      .select(rowKeysOf(entity, false).map((key) => `t.${key}`))
      .select({ [SORTED_BY]: `t.${sort.rowKey}` });
    narrowing(query);
    change?.(query);
    applySort(query, sort, 't', options.cursor);
    return query as unknown as PromiseLike<RecordRow[]>;
  };
  const { q = '', actor, cursor } = options;
  const rows = streams
    ? await newestHolding({ entity: entity.name, words: q, actor, cursor, sort, limit, asked })
    : await asked((query) => query.limit(limit + 1));
  return {
    ...pageOf(readRows(entity, rows), limit, sort),
    ...(options.count === true
      ? { count: await counted(entity, await narrowed(entity, known, options)) }
      : {}),
  };
}

function pageOf(
  found: readonly RecordRow[],
  limit: number,
  sort: Sort,
): { rows: readonly RecordRow[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? cursorAfter(last, sort) : null };
}

async function counted(entity: Entity, narrowing: Narrowing): Promise<number> {
  const query = db()(`${entity.table} as t`).count({ count: '*' });
  narrowing(query);
  const [row] = (await query) as { count: number }[];
  return Number(row?.count ?? 0);
}

export type Narrowing = (query: Knex.QueryBuilder) => void;

/** Everything that decides which records are meant, order and page aside. */
async function narrowed(entity: Entity, known: Catalog, options: ListOptions): Promise<Narrowing> {
  const { actor, closed = 'without' } = options;
  const asking = askingOf(actor, options.asOf);
  const parts: Sql[] = [];
  if (options.where !== undefined)
    parts.push(
      compile(checkNode(options.where, entity, { catalog: known, unseen: unseenBy(actor) }), 't', asking, {
        within: (target, alias) => seenBy(actor, target, alias),
      }),
    );
  if (options.also !== undefined)
    parts.push(compile(meaningOf(options.also, entity), 't', asking, { way: 'probe' }));
  if (options.about !== undefined) parts.push(await aboutCard(entity, options.about, actor));
  if (options.q !== undefined && options.q.trim() !== '')
    parts.push(await holdingWords(entity, options.q, actor));
  if (entity.closes === true && closed !== 'with')
    parts.push(sql(`${column('t', 'closedAt')} IS ${closed === 'only' ? 'NOT ' : ''}NULL`));
  return (query) => {
    for (const { text, values } of parts) query.whereRaw(text, values as Knex.RawBinding[]);
    applyScope(query, actor, entity.name, 't');
  };
}

/** Fields of a class that the actor's roles hide. */
export function unseenBy(actor: Actor): (field: Field) => boolean {
  return (field) => !isFieldSeen(actor, field);
}

/** What an actor may see at the other end of a relation, so that a question does not tell what a list would not show. */
export function seenBy(actor: Actor, target: Entity, alias: string): Sql | true {
  const seen = scope(actor, target.name);
  if (seen === true) return true;
  if (seen === false) return FALSE;
  const ids = visibleIds(actor, target.name).toSQL();
  return sql(`${column(alias, 'id')} IN (${ids.sql})`, ids.bindings);
}

async function aboutCard(entity: Entity, card: RecordRef, actor: Actor): Promise<Sql> {
  const seen: unknown = await visibleIds(actor, card.entity).where('id', card.id).first();
  if (seen === undefined) throw Fault.missing(card.entity, card.id);
  const own = aboutnessOf(entity.name);
  if (own !== undefined) return compile(meaningOf(own.about(card), entity), 't', askingOf(actor));
  return sql(
    `${column('t', 'id')} IN (SELECT "record_id" FROM "abouts" WHERE "card_entity" = ? AND "card_id" = ? AND "record_entity" = ?)`,
    [card.entity, card.id, entity.name],
  );
}

/** Most records that words are looked for among, newest first. */
const MOST_HITS = 1000;

async function holdingWords(entity: Entity, words: string, actor: Actor): Promise<Sql> {
  const indexed = house()
    .registry.all('searchable')
    .some((each) => each.entity === entity.name);
  if (!indexed) return compile(meaningOf(inFields(entity, words), entity), 't', askingOf(actor));
  const hits = await find(words, actor, { entities: [entity.name], limit: MOST_HITS });
  if (hits.length === 0) return FALSE;
  return sql(
    `${column('t', 'id')} IN (${hits.map(() => '?').join(', ')})`,
    hits.map((hit) => hit.id),
  );
}

/** Where an entity is not in the index: each word in one of its folded texts. */
function inFields(entity: Entity, text: string): Node {
  const fields = entity.fields.filter(
    (field) => field.type.name === 'text' && field.folded !== undefined && field.hidden !== true,
  );
  return {
    all: foldedWords(text).map((word) => ({
      any: fields.map((field) => ({ field: field.key, contains: word })),
    })),
  };
}
