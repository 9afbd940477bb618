/** Roles and what they can be given, as the API tells them. */
import type { Row } from '../../kernel/refs.ts';

export type Label = Record<'tr' | 'pl' | 'en', string>;

export interface Rights {
  cards: 'all' | 'team' | 'own';
  like: string;
  entities: Record<string, string[]>;
  also?: Record<string, unknown>;
  fields?: Record<string, 'none' | 'see'>;
  secondFactor?: boolean;
}

export interface Role extends Row {
  key: string;
  name: string;
  builtIn: boolean;
  rights: Rights;
  /** What it comes to, by entity. */
  verbs?: Record<string, string[]>;
  users?: number;
}

export interface Offered {
  entities: { entity: string; label: Label; card: boolean; verbs: string[] }[];
  classes: { name: string; fields: Label[] }[];
}

/** Of which kind of people's words a verb is, where it has none of its own it is said as it is called. */
export function sayVerb(say: (key: string) => string, verb: string): string {
  const key = `verb.${verb}`;
  const text = say(key);
  return text === key ? verb : text;
}

/** The one condition that the form can say: cards under nodes of a set of criteria. Anything else stays as it was written. */
export interface Under {
  field: string;
  under: string[];
}

export function underOf(also: Record<string, unknown> | undefined): Under | 'other' | null {
  const trees = Object.values(also ?? {});
  if (trees.length === 0) return null;
  const [first] = trees as Record<string, unknown>[];
  const same = trees.every((tree) => JSON.stringify(tree) === JSON.stringify(first));
  if (!same || typeof first?.field !== 'string' || Object.keys(first).length !== 2) return 'other';
  const under = first.under ?? null;
  if (typeof under === 'string') return { field: first.field, under: [under] };
  return Array.isArray(under) ? { field: first.field, under: under as string[] } : 'other';
}
