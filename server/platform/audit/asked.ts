import type { Knex } from 'knex';
import { z } from 'zod';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { likeEscaped } from '#kernel/text/fold.ts';
import { ENTRY_COLUMNS, type EntryRow } from './entry.ts';

/** Which entries are asked for: by who, what, which record, when, and by words that stand in them. */

/** A day counts from its first moment, as `until` to its end, in the zone of whoever asks; a moment as it is. */
const at = z.iso.datetime({ offset: true }).transform((text) => moment(new Date(text)));

export const auditFilters = {
  /** Id of a user, or a kind: `system`, `anonymous`. */
  actor: z.string().max(26).optional(),
  entity: z.string().max(60).optional(),
  /** An id, or `entity:ID`. */
  record: z.string().max(90).optional(),
  command: z.string().max(100).optional(),
  /** What was done, whatever it was done to: `change`, `close`. */
  verb: z.string().max(60).optional(),
  from: at.optional(),
  until: at.optional(),
  /** Words in the values, the name of who did it, or the address it came from. */
  q: z.string().trim().max(200).optional(),
};

export type AuditFilters = z.output<z.ZodObject<typeof auditFilters>>;

export type LinkedEntry = EntryRow & { seq: number | null; hash: string | null };

/** Entries that fit, newest first, older than `before`. */
export async function entriesAsked(
  asked: AuditFilters,
  limit: number,
  before: string | undefined,
): Promise<LinkedEntry[]> {
  const rows = db()('audit_entries')
    .leftJoin('audit_links', 'audit_links.entry_id', 'audit_entries.id')
    .orderBy('audit_entries.id', 'desc')
    .limit(limit)
    .select(
      'audit_links.seq',
      'audit_links.hash',
      ...ENTRY_COLUMNS.map((column) => `audit_entries.${column}`),
    );
  if (before !== undefined) rows.where('audit_entries.id', '<', before);
  narrow(rows, asked);
  return (await rows) as LinkedEntry[];
}

function narrow(rows: Knex.QueryBuilder, asked: AuditFilters): void {
  const { actor, record, q } = asked;
  if (actor !== undefined)
    rows.where(actor.length === 26 ? 'audit_entries.actor_id' : 'audit_entries.actor_kind', actor);
  if (asked.entity !== undefined) rows.where('audit_entries.entity', asked.entity);
  if (record?.includes(':') === true)
    rows.where('audit_entries.entity', record.slice(0, record.indexOf(':')));
  if (record !== undefined) rows.where('audit_entries.record_id', record.slice(record.indexOf(':') + 1));
  if (asked.command !== undefined) rows.where('audit_entries.command', asked.command);
  if (asked.verb !== undefined)
    rows.whereRaw("audit_entries.command LIKE ? ESCAPE '\\'", [`%.${likeEscaped(asked.verb)}`]);
  if (asked.from !== undefined) rows.where('audit_entries.at', '>=', asked.from);
  if (asked.until !== undefined) rows.where('audit_entries.at', '<', asked.until);
  for (const word of (q ?? '').split(/\s+/)) if (word !== '') holding(rows, word);
}

/** Written as it stands, as JSON has it: quotes and backslashes inside of values have one before them. */
function holding(rows: Knex.QueryBuilder, word: string): void {
  const like = house().db.dialect === 'postgres' ? 'ILIKE' : 'LIKE';
  const pattern = `%${likeEscaped(JSON.stringify(word).slice(1, -1))}%`;
  rows.where((any) => {
    for (const column of ['before', 'after', 'actor_name', 'from_address', 'record_id'])
      any.orWhereRaw(`audit_entries."${column}" ${like} ? ESCAPE '\\'`, [pattern]);
  });
}
