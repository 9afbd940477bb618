import { fold } from '#kernel/text/fold.ts';
import type { Fate, Options } from '#platform/exchange/importers.ts';
import type { Said } from '#platform/exchange/said.ts';
import { EMPTY_CARD } from '../commands/card-values.ts';
import type { Card, CardEntity } from '../model/card.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Position } from '../model/position.ts';
import { organisationName, personName } from '../name.ts';
import type { Found } from './find.ts';
import type { RowValues } from './merge.ts';
import type { Values } from './values.ts';

/** What is to be written of a row's cards, and the small questions that deciding about it asks. */

/** A card as it will stand. */
export interface Intent {
  id: string;
  entity: CardEntity;
  /** The card as it stands; null where it is made. */
  before: Card | null;
  values: RowValues;
}

export interface PositionIntent {
  before: Position | null;
  values: RowValues & { id: string; personId: string; organisationId: string };
}

export interface Settled {
  fates: Fate[];
  /** Made and changed cards, by id, in the order of the rows. */
  cards: Map<string, Intent>;
  positions: PositionIntent[];
}

export function said(key: string, values?: Record<string, string | number>): Said {
  return { key: `people.import.${key}`, ...(values === undefined ? {} : { values }) };
}

export function refused(reason: Said, column?: number): Fate {
  return { fate: 'refused', reason, ...(column === undefined ? {} : { column }) };
}

export function labelOf({ givenName, familyName, name }: Values): string {
  return name ?? [givenName, familyName].filter((each) => each !== undefined).join(' ');
}

export function isNamed(card: CardEntity, { name, givenName, familyName }: Values): boolean {
  return (card === 'organisation' ? name : (givenName ?? familyName)) !== undefined;
}

/** Name columns where the row says a part of the name. */
export function named(card: CardEntity, values: Values, standing: Card | null): RowValues {
  if (card === 'organisation') return values.name === undefined ? {} : { ...organisationName(values.name) };
  if (values.givenName === undefined && values.familyName === undefined) return {};
  const { givenName: oldGiven = '', familyName: oldFamily = '' } = (standing ?? {}) as {
    givenName?: string;
    familyName?: string;
  };
  const [givenName, familyName] = [values.givenName ?? oldGiven, values.familyName ?? oldFamily];
  return {
    givenName,
    familyName,
    givenFolded: fold(givenName),
    familyFolded: fold(familyName),
    ...personName(givenName, familyName),
  };
}

export function emptyOf(card: CardEntity): RowValues {
  const own =
    card === 'organisation'
      ? { taxNumber: null, parentId: null }
      : {
          givenName: '',
          familyName: '',
          givenFolded: '',
          familyFolded: '',
          formOfAddress: null,
          language: null,
          photoId: null,
          bornOn: null,
        };
  return { ...EMPTY_CARD, ...own, closedAt: null, closedBy: null };
}

export function positionValues({ title, department, from, until }: Values): RowValues {
  return {
    ...(title === undefined ? {} : { title, titleFolded: fold(title) }),
    ...(department === undefined ? {} : { department, departmentFolded: fold(department) }),
    ...(from === undefined ? {} : { fromOn: from }),
    ...(until === undefined ? {} : { untilOn: until }),
  };
}

export function differs(row: object, key: string, value: unknown): boolean {
  return JSON.stringify((row as Record<string, unknown>)[key] ?? null) !== JSON.stringify(value ?? null);
}

/** Whether a standing organisation has nothing yet of what cards are found by. */
export function lacksKey(
  { taxNumber, externalIds, contactPoints }: Organisation,
  { key, system }: Options,
): boolean {
  if (key === 'taxNumber') return taxNumber == null;
  if (key === 'externalId') return externalIds[system] === undefined;
  return !contactPoints.some((point) => point.kind === 'email');
}

/** Whether one organisation belongs to another already, over others or by what rows before this one say. */
export function isAbove(id: string, below: string, settled: Settled, found: Pick<Found, 'above'>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = below; at !== undefined && !seen.has(at); ) {
    if (at === id) return true;
    seen.add(at);
    const intended = settled.cards.get(at)?.values.parentId as string | null | undefined;
    at = intended ?? found.above.get(at);
  }
  return false;
}
