import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { requireUnit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { hasVerb } from '#platform/access/policy.ts';

/**
 * Writing a list out is a right of its own (`export` on the entity), since it carries away at once what is else read card by
 * card; and it is audited: who, which list, which filter, which columns.
 */
export const exportList = command({
  name: 'export.take',
  says: 'Writes a list out as a file.',
  right: null,
  takes: z.object({
    entity: z.string(),
    format: z.enum(['csv', 'xlsx']),
    columns: z.array(z.string()),
    /** The rest of what was asked: query, words, order. */
    asked: z.record(z.string(), z.unknown()),
  }),
  async does({ entity, format, columns, asked }, { actor }) {
    if (!hasVerb(actor, 'see', entity) || !hasVerb(actor, 'export', entity))
      throw Fault.forbidden('export.forbidden', 'Your role does not allow writing this list out.', {
        entity,
      });
    const after = { list: entity, format, columns, ...asked };
    requireUnit().changes.push({ entity: 'export', id: newId(), before: null, after });
  },
});
