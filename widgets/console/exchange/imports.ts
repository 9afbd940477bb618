/** What the server says of imports, as these pages read it. */
import type { Lang } from '../../kernel/i18n.ts';
import type { Row } from '../../kernel/refs.ts';

type Label = Record<Lang, string>;

export type State =
  | 'open'
  | 'looking'
  | 'looked'
  | 'running'
  | 'done'
  | 'stopped'
  | 'undoing'
  | 'undone'
  | 'failed';

export interface Format {
  kind: 'csv' | 'xlsx';
  encoding: string | null;
  separator: string | null;
  sheet: string | null;
  headerRow: number | null;
}

export interface Column {
  at: number;
  to: string | null;
  why: string | null;
}

export interface Options {
  key: string | null;
  system: string;
  dayOrder: 'dmy' | 'mdy';
  tags: string[];
}

export type Fate = 'create' | 'update' | 'unchanged' | 'refused';

export interface Import extends Row {
  importer: string;
  name: string;
  bytes: number;
  state: State;
  format: Format;
  evidence: string[];
  sheets: { name: string; hidden: boolean }[];
  header: { cells: string[]; sample: string[][] };
  columns: Column[];
  options: Options;
  failure: string | null;
  rows: number;
  looked: number;
  done: number;
  creates: number;
  updates: number;
  unchanged: number;
  refused: number;
  undone: number;
  kept: number;
  byName: string;
  createdAt: string;
  ranAt: string | null;
  endedAt: string | null;
  undoneAt: string | null;
  forgottenAt: string | null;
}

export interface Importer {
  name: string;
  label: Label;
  targets: { key: string; label: Label; group: string; many: boolean }[];
  keys: { key: string; label: Label; target: string }[];
}

export interface ImportRow {
  row: number;
  cells: string[];
  fate: Fate;
  label: string | null;
  card: { entity: string; id: string } | null;
  reason: string | null;
  column: number | null;
  notes: string[];
}

export const fates: readonly Fate[] = ['create', 'update', 'unchanged', 'refused'];

/** How many rows of an import have a fate. */
export function countOf(row: Import, fate: Fate): number {
  return { create: row.creates, update: row.updates, unchanged: row.unchanged, refused: row.refused }[fate];
}

export const working: readonly State[] = ['looking', 'running', 'undoing'];
