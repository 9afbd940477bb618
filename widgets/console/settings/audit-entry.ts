/** Entries of the audit as the API gives them, and what they say. */
import type { Ref, Row } from '../../kernel/refs.ts';

export interface Change {
  key: string;
  before: unknown;
  after: unknown;
}

export interface Entry extends Row {
  at: string;
  /** Who did it, as it was called then. */
  actor: Ref | string | null;
  command: string | null;
  record?: Ref | null;
  /** Address it came from. */
  from?: string | null;
  changes?: Change[] | Record<string, { before?: unknown; after?: unknown }>;
}

export function whoOf({ actor }: Entry): string {
  return typeof actor === 'string' ? actor : (actor?.label ?? '');
}

export function recordOf({ record }: Entry): Ref | null {
  return record ?? null;
}

/** 'person.change' → { verb: 'change', entity: 'person' }. */
export function deedOf({ command, record }: Entry): { verb: string; entity: string } {
  const [entity = '', verb = ''] = (command ?? '').split('.');
  return { verb: verb || entity, entity: record?.entity ?? entity };
}

export function changesOf({ changes }: Entry): Change[] {
  if (!changes) return [];
  if (Array.isArray(changes)) return changes;
  return Object.entries(changes).map(([key, { before, after }]) => ({ key, before, after }));
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
