import type { Actor } from './actor.ts';
import type { AnyCommand } from './command.ts';
import type { Change } from './db/unit.ts';

/**
 * The two places where the kernel asks a floor above it without knowing it: `gate` (platform/access) and `mark`
 * (platform/audit). They are given when the house opens.
 */
export interface Seams {
  /** May this actor run this command at all? Throws a Fault where not. Rights on single records are the command's. */
  gate(actor: Actor, command: AnyCommand, input: unknown): Promise<void>;
  /** Writes down who did what, inside the command's transaction. */
  mark(entry: MarkEntry): Promise<void>;
}

export interface MarkEntry {
  actor: Actor;
  /** Command's name, for example `person.add`. */
  command: string;
  at: string;
  /** Rows changed through the one save path, in order. */
  changes: readonly Change[];
}

export const openSeams: Seams = {
  gate: async () => {},
  mark: async () => {},
};
