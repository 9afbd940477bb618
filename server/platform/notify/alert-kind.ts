import type { EventName, HeardEvent } from '#kernel/events.ts';

/**
 * What people are told of. A room declares its kinds in the manifest, `alerts: [alertKind({ … })]`, and says what its events
 * mean; who is told, how, and when it is settled is the platform's (docs/guides/alerts.md).
 *
 * Texts of the room: `alert.<kind>` is the sentence (`{who}`, `{about}`), `alert.<kind>.name` what it is called among the
 * preferences.
 */
export interface AlertKind<N extends EventName = EventName> {
  /** `room.noun` */
  kind: string;
  says: string;
  /** Entity of the records it leads to: its policy decides who is told and who may still read the alert. */
  of: string;
  /** What opens: the record itself, or what it is about (a comment is read on its card). The record where it is not said. */
  opens?: 'record' | 'about';
  on: readonly N[];
  /** Entities that can be followed for it. */
  follows?: readonly string[];
  /** What somebody follows without having asked: her mailboxes. */
  ofCourse?(userId: string): Promise<RecordName[]>;
  /** Reads what the events mean, outside of any unit. */
  raises(events: HeardEvent<N>[]): Promise<Raised[]>;
  /** What they settle: somebody answered. */
  settles?(events: HeardEvent<N>[]): Promise<Settled[]>;
}

export interface RecordName {
  entity: string;
  id: string;
}

export interface Raised {
  /** Users to be told; who may not see the record is left out. */
  to: readonly string[];
  record: RecordName;
  about: RecordName | null;
  sameAs: string;
  title: string;
  snippet: string;
  who: string;
  at: string;
  /** Own address by which it came, lower case. */
  cameTo?: string | null;
}

export interface Settled {
  sameAs: string;
  /** Whose alerts; `all` where nothing is left to do for anybody. */
  of: readonly string[] | 'all';
  /** Alerts younger than this stand. */
  until: string;
}

declare module '#kernel/room.ts' {
  interface Room {
    alerts?: readonly AlertKind[];
  }
}

export function alertKind<const N extends EventName>(definition: AlertKind<N>): AlertKind {
  return definition as unknown as AlertKind;
}
