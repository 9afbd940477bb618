import { house } from '#kernel/house.ts';
import type { Label } from '#kernel/schema.ts';
import type { WireRecord } from '#platform/records/present.ts';

/** What stands in a cell: a text, or what a spreadsheet can count with. */
export type Cell = string | number | { day: string } | { moment: string } | null;

export interface ExportColumn {
  key: string;
  label: Label;
  of(record: WireRecord): Cell;
}

/** Columns in place of a field that has parts: of contact points the phones, the mail addresses, … Headed so that an import knows them. */
export interface ExportPart {
  entity: string;
  field: string;
  columns: readonly ExportColumn[];
  /** Columns that are written out where they are asked for by key. */
  further?: readonly ExportColumn[];
}

declare module '#kernel/room.ts' {
  interface Room {
    exportParts?: readonly ExportPart[];
  }
}

/** One column out of the parts of an entity's fields: `phone` out of its contact points. */
export function partColumn(entity: string, key: string): ExportColumn | undefined {
  return house()
    .registry.all('exportParts')
    .filter((each) => each.entity === entity)
    .flatMap((each) => [...each.columns, ...(each.further ?? [])])
    .find((column) => column.key === key);
}

export function exportPart(entity: string, field: string): ExportPart | undefined {
  return house()
    .registry.all('exportParts')
    .find((each) => each.entity === entity && each.field === field);
}
