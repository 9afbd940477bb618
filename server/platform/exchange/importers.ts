import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { Label } from '#kernel/schema.ts';
import type { NumberedRow } from './reading/format.ts';
import type { Said } from './said.ts';

/**
 * What rooms declare to be brought in from files. The room knows its cards; this one knows files, columns, chunks, progress and
 * the way back.
 */

/** Where a column may go. */
export interface Target {
  key: string;
  label: Label;
  /** Columns of one group stand together in the list: `card`, `contact`, `address`, `position`, `criteria`. */
  group: string;
  /** Words of headers that mean it, in every language, as people write them. */
  words: readonly string[];
  /** Several columns may go there. */
  many?: boolean;
  /** How much samples look like it, 0 to 1, where a header says nothing. */
  looks?(samples: readonly string[]): number;
}

/** By what a row finds the card that it changes. */
export interface Key {
  key: string;
  label: Label;
  /** The target that must be mapped for it. */
  target: string;
}

export interface Column {
  /** From 0. */
  at: number;
  /** A target's key; null where the column is left out. */
  to: string | null;
}

export interface Options {
  /** A key's name; null: every row makes a card of its own. */
  key: string | null;
  /** Program whose ids the external ids are. */
  system: string;
  /** Whether `03/04/2026` is the third of April or the fourth of March. */
  dayOrder: 'dmy' | 'mdy';
  /** Put on every card that a row makes or changes. */
  tags: string[];
}

/** One pass over an import. */
export interface Plan {
  actor: Actor;
  columns: readonly { at: number; to: string; header: string }[];
  options: Options;
  /** What the importer keeps between the chunks of one pass. */
  memory: Map<string, unknown>;
}

export type FateName = 'create' | 'update' | 'unchanged' | 'refused';

/** What becomes of a row. */
export interface Fate {
  fate: FateName;
  /** How the card is called, as far as it is known. */
  label?: string;
  card?: { entity: string; id: string };
  /** Why it is refused. */
  reason?: Said;
  /** The column (from 0) of the cell that is the reason. */
  column?: number;
  /** What else happens: an organisation is made, the e-mail is missing. */
  notes?: Said[];
}

/** What a row did to a record: made it, or changed some of its values. */
export interface Effect {
  entity: string;
  id: string;
  /** Digest of what was made, to see whether somebody changed it since. */
  made?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export interface Outcome {
  fates: Fate[];
  effects: Effect[];
}

/** A record that was not put back, and why. */
export interface Kept {
  entity: string;
  id: string;
  label: string;
  reason: Said;
}

export interface Importer {
  /** `person` */
  name: string;
  says: string;
  label: Label;
  /** Whose `add` it needs. */
  entity: string;
  targets(): Promise<Target[]>;
  keys: readonly Key[];
  /** Targets of which one must be mapped, or nothing can be made of a row. */
  needs: readonly (readonly string[])[];
  /** What would become of these rows. Changes nothing; runs outside of units. */
  weigh(rows: readonly NumberedRow[], plan: Plan): Promise<Fate[]>;
  /** Reads and checks the cells, as far as no record is needed for it: outside of the unit, so that the writer waits less. */
  prepare(rows: readonly NumberedRow[], plan: Plan): Promise<unknown>;
  /** Brings prepared rows in, in the running unit. */
  write(prepared: unknown, plan: Plan): Promise<Outcome>;
  /** Takes effects back, the last first, in the running unit. Gives what was left as it stands. */
  undo(effects: readonly Effect[], actor: Actor): Promise<Kept[]>;
}

declare module '#kernel/room.ts' {
  interface Room {
    importers?: readonly Importer[];
  }
}

export function importers(): Importer[] {
  return house().registry.all('importers');
}

export function importerOf(name: string): Importer {
  const found = importers().find((each) => each.name === name);
  if (found === undefined) throw new Error(`No room declares an importer "${name}".`);
  return found;
}
