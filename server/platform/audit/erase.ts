import { db } from '#kernel/db/unit.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf } from './entry.ts';

/**
 * Erases values of a record from what was written down, with their salts; the digests and so the chain stay. What is left says
 * that something was there and when it changed, and nothing of what it was. In a unit of work. Gives how many entries it touched.
 */
export async function eraseValues(
  record: { entity: string; id: string },
  keys: readonly string[],
): Promise<number> {
  const rows = (await db()('audit_entries')
    .where({ entity: record.entity, recordId: record.id })
    .select(...ENTRY_COLUMNS)) as EntryRow[];
  for (const row of rows) {
    const entry = entryOf(row);
    for (const key of keys)
      for (const side of ['before', 'after'] as const) {
        delete entry[side]?.[key];
        delete entry.salts[`${side}.${key}`];
      }
    await db()('audit_entries')
      .where({ id: entry.id })
      .update({
        before: entry.before === null ? null : JSON.stringify(entry.before),
        after: entry.after === null ? null : JSON.stringify(entry.after),
        salts: JSON.stringify(entry.salts),
      });
  }
  return rows.length;
}
