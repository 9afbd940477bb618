import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { house, inHouse } from '#kernel/house.ts';
import { Reply, route } from '#kernel/http/route.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { type AuditFilters, auditFilters, entriesAsked, type LinkedEntry } from './asked.ts';
import { hashAt, verifyAudit } from './chain.ts';
import { exportAudit } from './commands.ts';
import { auditCsv } from './csv.ts';
import { head } from './linking.ts';
import { checkAndSend, lastSentHead } from './sending.ts';
import { type Worded, worded } from './words.ts';

function administratorsOnly(actor: Actor): void {
  if (!isAdministrator(actor))
    throw Fault.forbidden('audit.forbidden', 'Only administrators read the audit.');
}

const list = z.object({
  ...auditFilters,
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Id of the last entry that was read. */
  cursor: z.string().length(26).optional(),
});

async function listEntries(asked: z.output<typeof list>, actor: Actor): Promise<unknown> {
  const found = await entriesAsked(asked, asked.limit + 1, asked.cursor);
  const page = found.slice(0, asked.limit);
  const said = await worded(page, actor);
  return {
    items: page.map((row, at) => presentEntry(row, said[at] as Worded)),
    next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

function presentEntry(row: LinkedEntry, { entry, record, changes }: Worded): unknown {
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
    record: row.recordId === null ? null : { entity: row.entity, id: row.recordId, label: record },
    /** `add`, `change`, `remove` of the row; null where no row changed. */
    deed:
      entry.before === null
        ? entry.after === null
          ? null
          : 'add'
        : entry.after === null
          ? 'remove'
          : 'change',
    changes,
    link: row.seq === null ? null : { seq: Number(row.seq), hash: row.hash },
  };
}

/** A file that is written while it is read. */
function csvOf(asked: AuditFilters, actor: Actor): Reply {
  const where = house();
  const lines = auditCsv(asked, actor);
  const within = {
    [Symbol.asyncIterator]: () => ({ next: () => inHouse(where, () => lines.next()) }),
  };
  return new Reply(Readable.from(within as AsyncIterable<string>), {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="lobi-audit.csv"',
    'Cache-Control': 'no-store',
  });
}

export const auditRoutes = [
  route({
    method: 'GET',
    path: '/api/audit',
    says: 'Who changed what, newest first: the user, the way, the values before and after, with labels and names in the reader’s language.',
    takes: { query: list },
    async handle({ actor, query }) {
      administratorsOnly(actor);
      return listEntries(query, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/export',
    says: 'The same as CSV, one line for each changed field; formulas are made harmless. The export itself is written down.',
    takes: { query: z.object(auditFilters) },
    async handle({ actor, query }) {
      administratorsOnly(actor);
      await run(exportAudit, query, actor);
      return csvOf(query, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/head',
    says: 'The head of the chain, and the last one that left the house: keep it outside, and nobody can rewrite what stands before it.',
    async handle({ actor }) {
      administratorsOnly(actor);
      return { ...(await head()), sent: await lastSentHead() };
    },
  }),
  route({
    method: 'POST',
    path: '/api/audit/head/sending',
    says: 'Checks the chain and mails its head now to whom the settings name.',
    status: 200,
    async handle({ actor }) {
      administratorsOnly(actor);
      return checkAndSend(actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/verify',
    says: 'Reads the whole chain and recomputes every hash. With `seq` and `hash` of a head that was kept: whether it still stands.',
    takes: {
      query: z.object({
        seq: z.coerce.number().int().min(0).optional(),
        hash: z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[0-9a-f]{64}$/, 'must be the 64 letters and digits of a hash')
          .optional(),
      }),
    },
    async handle({ actor, query: { seq, hash } }) {
      administratorsOnly(actor);
      const report = await verifyAudit();
      if (seq === undefined || hash === undefined) return report;
      return { ...report, kept: { seq, hash, stands: (await hashAt(seq)) === hash } };
    },
  }),
];
