import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { head, verifyAudit } from './chain.ts';
import { ENTRY_COLUMNS, type Entry, type EntryRow, entryOf } from './entry.ts';

function administratorsOnly(actor: Actor): void {
  if (!isAdministrator(actor))
    throw Fault.forbidden('audit.forbidden', 'Only administrators read the audit.');
}

const at = z.iso.datetime({ offset: true }).transform((text) => moment(new Date(text)));
const list = z.object({
  /** Id of a user, or a kind: `system`, `anonymous`. */
  actor: z.string().max(26).optional(),
  entity: z.string().max(60).optional(),
  /** An id, or `entity:ID`. */
  record: z.string().max(90).optional(),
  command: z.string().max(100).optional(),
  from: at.optional(),
  until: at.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Id of the last entry that was read. */
  cursor: z.string().length(26).optional(),
});

async function listEntries(asked: z.output<typeof list>): Promise<unknown> {
  const rows = db()('audit_entries')
    .leftJoin('audit_links', 'audit_links.entry_id', 'audit_entries.id')
    .orderBy('audit_entries.id', 'desc')
    .limit(asked.limit + 1)
    .select(
      'audit_links.seq',
      'audit_links.hash',
      ...ENTRY_COLUMNS.map((column) => `audit_entries.${column}`),
    );
  const { actor, record } = asked;
  if (actor !== undefined)
    rows.where(actor.length === 26 ? 'audit_entries.actor_id' : 'audit_entries.actor_kind', actor);
  if (asked.entity !== undefined) rows.where('audit_entries.entity', asked.entity);
  if (record?.includes(':') === true)
    rows.where('audit_entries.entity', record.slice(0, record.indexOf(':')));
  if (record !== undefined) rows.where('audit_entries.record_id', record.slice(record.indexOf(':') + 1));
  if (asked.command !== undefined) rows.where('audit_entries.command', asked.command);
  if (asked.from !== undefined) rows.where('audit_entries.at', '>=', asked.from);
  if (asked.until !== undefined) rows.where('audit_entries.at', '<', asked.until);
  if (asked.cursor !== undefined) rows.where('audit_entries.id', '<', asked.cursor);
  const found = (await rows) as (EntryRow & { seq: number | null; hash: string | null })[];
  const page = found.slice(0, asked.limit);
  return {
    items: page.map(presentEntry),
    next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

function presentEntry(row: EntryRow & { seq: number | null; hash: string | null }): unknown {
  const entry = entryOf(row);
  return {
    id: row.id,
    entity: 'auditEntry',
    at: row.at,
    actor: {
      entity: row.actorId === null ? null : 'user',
      id: row.actorId,
      label: row.actorName,
      kind: row.actorKind,
    },
    via: row.via,
    from: row.fromAddress,
    requestId: row.requestId,
    command: row.command,
    record: row.recordId === null ? null : { entity: row.entity, id: row.recordId },
    /** `add`, `change`, `remove` of the row; null where no row changed. */
    deed:
      entry.before === null
        ? entry.after === null
          ? null
          : 'add'
        : entry.after === null
          ? 'remove'
          : 'change',
    changes: changesOf(entry),
    link: row.seq === null ? null : { seq: Number(row.seq), hash: row.hash },
  };
}

export const auditRoutes = [
  route({
    method: 'GET',
    path: '/api/audit',
    says: 'Who changed what, newest first: the user, the way, the values before and after.',
    takes: { query: list },
    async handle({ actor, query }) {
      administratorsOnly(actor);
      return listEntries(query);
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/head',
    says: 'The head of the chain: keep it outside of the house, and nobody can rewrite what stands before it.',
    async handle({ actor }) {
      administratorsOnly(actor);
      return head();
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/verify',
    says: 'Reads the whole chain and recomputes every hash.',
    async handle({ actor }) {
      administratorsOnly(actor);
      return verifyAudit();
    },
  }),
];

/** Every field that is told, with what it was and what it became. */
function changesOf({ before, after }: Entry): unknown[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].map((key) => ({ key, before: before?.[key] ?? null, after: after?.[key] ?? null }));
}
