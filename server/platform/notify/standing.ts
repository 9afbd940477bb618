import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { say } from '#kernel/i18n.ts';
import { readCursor, writeCursor } from '#platform/access/paging.ts';
import { applyScope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { labelsOf } from '#platform/records/labels.ts';
import { kinds } from './raising.ts';

/** The alerts that somebody has and may still see: what she may no longer see is neither shown nor counted. */

export interface AlertRow {
  id: string;
  kind: string;
  recordEntity: string;
  recordId: string;
  aboutEntity: string | null;
  aboutId: string | null;
  title: string;
  snippet: string;
  who: string;
  at: string;
  times: number;
  readAt: string | null;
}

/** A count above this is said as "more than". */
const COUNTED = 100;

/** Alerts of an actor, narrowed to records that stand within its scope. */
export function standing(actor: Actor): Knex.QueryBuilder {
  const query = db()('alerts').where('alerts.user_id', actor.userId ?? '-');
  const entities = new Set(kinds().map((each) => each.of));
  return query.where((any) => {
    any.whereRaw('1 = 0');
    for (const entity of entities) {
      const { table } = house().registry.entity(entity);
      const seen = db()(table)
        .select(`${table}.id`)
        .whereRaw('?? = ??', [`${table}.id`, 'alerts.record_id']);
      applyScope(seen, actor, entity, table);
      any.orWhere((of) => of.where('alerts.record_entity', entity).whereExists(seen));
    }
  });
}

export async function unreadCount(actor: Actor): Promise<number> {
  const some = standing(actor).where({ shown: true }).whereNull('alerts.read_at').limit(COUNTED).select('id');
  const [row] = (await db().from(some.as('some')).count({ count: '*' })) as { count: number }[];
  return Number(row?.count ?? 0);
}

export interface AlertPage {
  items: unknown[];
  next: string | null;
}

export async function alertPage(
  actor: Actor,
  asked: { unread: boolean; limit: number; cursor?: string | undefined },
): Promise<AlertPage> {
  const query = standing(actor).where({ shown: true });
  if (asked.unread) query.whereNull('alerts.read_at');
  const from = readCursor(asked.cursor, 2);
  if (from !== null) {
    const [at, id] = from as [string, string];
    query.where((older) =>
      older
        .where('alerts.at', '<', at)
        .orWhere((same) => same.where('alerts.at', at).where('alerts.id', '<', id)),
    );
  }
  const rows = (await query
    .orderBy('alerts.at', 'desc')
    .orderBy('alerts.id', 'desc')
    .limit(asked.limit + 1)
    .select('alerts.*')) as AlertRow[];
  const items = rows.slice(0, asked.limit);
  const last = items.at(-1);
  return {
    items: await presentAlerts(items, actor),
    next: rows.length > asked.limit && last !== undefined ? writeCursor([last.at, last.id]) : null,
  };
}

/** As they are sent: with the sentence in the reader's language, and what it is about by a name that she may see. */
export async function presentAlerts(rows: readonly AlertRow[], actor: Actor): Promise<WireAlert[]> {
  const about = ({ aboutEntity: entity, aboutId: id }: AlertRow) =>
    entity === null || id === null ? null : { entity, id };
  const labels = await labelsOf(
    rows.map(about).filter((ref) => ref !== null),
    await catalog(),
    actor,
  );
  return rows.map((row) => {
    const of = about(row);
    const label = of === null ? null : labels.of(of);
    return {
      id: row.id,
      entity: 'alert',
      kind: row.kind,
      at: row.at,
      times: row.times,
      readAt: row.readAt,
      sentence: say(actor.language, `alert.${row.kind}`, { who: row.who, about: label ?? '' }),
      title: row.title,
      snippet: row.snippet,
      who: row.who,
      opens: leadsToAbout(row.kind) && of !== null ? of : { entity: row.recordEntity, id: row.recordId },
      about: of === null || label === null ? null : { ...of, label },
    };
  });
}

function leadsToAbout(kind: string): boolean {
  return kinds().some((each) => each.kind === kind && each.opens === 'about');
}

export interface WireAlert {
  id: string;
  entity: string;
  kind: string;
  at: string;
  times: number;
  readAt: string | null;
  sentence: string;
  title: string;
  snippet: string;
  who: string;
  /** What opens when it is chosen. */
  opens: { entity: string; id: string };
  about: { entity: string; id: string; label: string } | null;
}
