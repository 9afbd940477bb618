/** Entries of the audit as the API gives them, and what they say. */
import type { Ref, Row } from '../../kernel/refs.ts';

export interface Change {
  key: string;
  /** The field's label in the reader's language; null for what is no field. */
  label: string | null;
  before: unknown;
  after: unknown;
  /** The same in words: names of records and choices. */
  says: { before: string | null; after: string | null };
}

export interface Entry extends Row {
  at: string;
  /** Who did it, as it was called then; without a name the house itself or a stranger. */
  actor: { id: string | null; label: string | null; kind: string };
  command: string;
  record: Ref | null;
  deed: 'add' | 'change' | 'remove' | null;
  /** Door it came by, for example 'api'. */
  via?: string | null;
  /** Address it came from. */
  from: string | null;
  changes: Change[];
}

/** 'person.change' → 'change'. */
export function verbOf({ command }: Entry): string {
  return command.split('.').at(-1) ?? command;
}

export function sayValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(sayValue).join(', ') || '–';
  if (typeof value === 'object') {
    const { label, value: inner, name } = value as Record<string, unknown>;
    const said = label ?? inner ?? name;
    return typeof said === 'string' ? said : JSON.stringify(value);
  }
  return String(value);
}
