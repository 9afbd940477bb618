import type { Knex } from 'knex';
import type { Database } from '#kernel/db/open.ts';

/** What the engines know of the tables, in one shape. */
export interface TableShape {
  name: string;
  columns: { name: string; kind: 'text' | 'number' | 'boolean' | 'bytes' }[];
}

/** Tables with their own columns (not generated), except the shadow tables of the full-text index. */
export async function tablesOf(knex: Knex, dialect: Database['dialect']): Promise<TableShape[]> {
  return dialect === 'sqlite' ? sqliteTables(knex) : postgresTables(knex);
}

async function sqliteTables(knex: Knex): Promise<TableShape[]> {
  const tables = (await knex.raw(
    `SELECT m.name AS "table", c.name AS "column", lower(c.type) AS type FROM sqlite_master m, pragma_table_xinfo(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%' AND c.hidden = 0 ORDER BY m.rowid, c.cid`,
  )) as { table: string; column: string; type: string }[];
  return shaped(tables.map((row) => ({ ...row, kind: kindOf(row.type) })));
}

async function postgresTables(knex: Knex): Promise<TableShape[]> {
  const { rows } = (await knex.raw(
    `SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS type FROM information_schema.columns c
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
     WHERE c.table_schema = current_schema() AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position`,
  )) as { rows: { table: string; column: string; type: string }[] };
  return shaped(rows.map((row) => ({ ...row, kind: kindOf(row.type) })));
}

function kindOf(type: string): TableShape['columns'][number]['kind'] {
  if (type === 'blob' || type === 'bytea') return 'bytes';
  if (type === 'boolean') return 'boolean';
  return /int|numeric|real|double/.test(type) ? 'number' : 'text';
}

function shaped(
  rows: { table: string; column: string; kind: TableShape['columns'][number]['kind'] }[],
): TableShape[] {
  const tables = new Map<string, TableShape>();
  for (const { table, column, kind } of rows) {
    const shape = tables.get(table) ?? { name: table, columns: [] };
    shape.columns.push({ name: column, kind });
    tables.set(table, shape);
  }
  return [...tables.values()];
}
