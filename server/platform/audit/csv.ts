import type { Actor } from '#kernel/actor.ts';
import { type AuditFilters, entriesAsked } from './asked.ts';
import { worded } from './words.ts';

/**
 * Entries as CSV (RFC 4180): one line for each changed field, or one for what changed none. With a mark at its beginning, so that
 * spreadsheets read it as UTF-8.
 */

const COLUMNS = [
  'at',
  'who',
  'kind',
  'userId',
  'from',
  'via',
  'requestId',
  'command',
  'entity',
  'recordId',
  'record',
  'field',
  'before',
  'after',
  'chainNumber',
  'chainHash',
] as const;
const BATCH = 500;

export async function* auditCsv(asked: AuditFilters, actor: Actor): AsyncGenerator<string> {
  yield `\uFEFF${line(COLUMNS)}`;
  let before: string | undefined;
  for (;;) {
    const rows = await entriesAsked(asked, BATCH, before);
    const said = await worded(rows, actor);
    let text = '';
    rows.forEach((row, at) => {
      const { entry, record, changes } = said[at] as (typeof said)[number];
      const facts = [
        entry.at,
        entry.actorName,
        entry.actorKind,
        entry.actorId,
        entry.fromAddress,
        entry.via,
        entry.requestId,
        entry.command,
        entry.entity,
        entry.recordId,
        record,
      ];
      const link = [row.seq === null ? null : Number(row.seq), row.hash];
      const fields =
        changes.length === 0
          ? [[null, null, null]]
          : changes.map((each) => [
              each.label ?? each.key,
              each.says.before ?? each.before,
              each.says.after ?? each.after,
            ]);
      for (const field of fields) text += line([...facts, ...field, ...link]);
    });
    if (text !== '') yield text;
    if (rows.length < BATCH) return;
    before = rows.at(-1)?.id;
  }
}

function line(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection). */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n|%]/.test(plain) && typeof value === 'string' ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
