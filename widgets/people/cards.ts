/** Cards as the API gives them, and how a card is said in one line. */
import type { Ref, Row } from '../kernel/refs.ts';

export interface ContactPoint {
  kind: 'phone' | 'email' | 'postal' | 'web' | 'messaging';
  value: string;
  label?: string | null;
  primary?: boolean;
  /** A mail showed that nobody is reached there. */
  undeliverable?: { at: string; status: string; reason: string; messageId: string } | null;
}

export interface Card extends Row {
  label?: string;
  kinds?: string[];
  contactPoints?: ContactPoint[];
  tags?: string[];
  representative?: Ref | null;
}

export interface Person extends Card {
  givenName?: string | null;
  familyName?: string | null;
  photo?: Ref | null;
  /** Those that last and those that ended. */
  positions?: Position[];
}

export interface Organisation extends Card {
  name?: string;
}

/** A person's link to an organisation, with title and dates (YYYY-MM-DD; `until` null while it lasts). */
export interface Position extends Row {
  person?: Ref;
  organisation?: Ref;
  title?: string | null;
  department?: string | null;
  from?: string | null;
  until?: string | null;
  /** Where the person is reached there. */
  contactPoints?: ContactPoint[];
}

/** 'Gülşah Aydınoğlu', 'Kuzey Un San. Tic. A.Ş.' */
export function nameOfCard(card: Card): string {
  const { givenName, familyName } = card as Person;
  const spoken = [givenName, familyName].filter(Boolean).join(' ');
  return spoken || (card as Organisation).name || card.label || '';
}

/** Ways of one kind, the primary one first; where nobody is reached, last. */
export function waysOf(card: Card, kind: ContactPoint['kind']): ContactPoint[] {
  const ways = (card.contactPoints ?? []).filter((way) => way.kind === kind && way.value);
  const rank = (way: ContactPoint) => Number(!way.undeliverable) * 2 + Number(way.primary ?? false);
  return ways.sort((a, b) => rank(b) - rank(a));
}

/** The position to name beside a person: one that lasts, the latest begun. */
export function standing(positions: Position[], today: string): Position | undefined {
  const lasting = positions.filter((position) => !position.until || position.until >= today);
  return lasting.sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))[0];
}

/** YYYY-MM-DD, which is how Swedes write a day. */
export function todayIn(timeZone?: string): string {
  return new Date().toLocaleDateString('sv', { timeZone });
}
