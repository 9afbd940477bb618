/** What the desk's page asks of the server. */
import type { Row } from '../../kernel/refs.ts';

export const sizes = ['card', 'a6', 'label'] as const;
export type Size = (typeof sizes)[number];
export const kinds = ['guest', 'supplier', 'press', 'staff'] as const;

/** One whom the desk found: a person on a card, or who wears the badge that was scanned. */
export interface Found {
  entity: 'person' | 'guest';
  id: string;
  name: string;
  company: string;
  badge: { id: string; number: string; prints: number; size: Size; kind: string } | null;
}

/** A badge as it was printed. */
export interface Badge extends Row {
  number: string;
  givenName: string;
  familyName: string;
  prints: number;
  size: Size;
  document: string;
}

export interface Preview {
  svg: string;
  number: string;
  /** How often it was printed before. */
  prints: number;
}

export function nameOfBadge({ givenName, familyName }: Badge): string {
  return `${givenName} ${familyName}`.trim();
}

/** In groups of four, as it stands on the paper. */
export function grouped(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ');
}

const kept = 'lobi.badge.size';

/** The paper that is in this desk's printer. */
export function sizeHere(): Size {
  try {
    return sizes.find((size) => size === localStorage.getItem(kept)) ?? 'card';
  } catch {
    return 'card';
  }
}

export function keepSize(size: Size): void {
  try {
    localStorage.setItem(kept, size);
  } catch {
    // A browser that keeps nothing begins with the card.
  }
}
