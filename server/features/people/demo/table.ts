import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows of a sample table beside this file: columns between `;`, named by its first line; no quoting. */
export function readTable<Column extends string>(name: string): Record<Column, string>[] {
  const [head = '', ...lines] = readFileSync(join(import.meta.dirname, name), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split(';') as Column[];
  return lines.map((line) => {
    const cells = line.split(';');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) as Record<
      Column,
      string
    >;
  });
}
