import { newId } from '#kernel/ids.ts';
import { fold } from '#kernel/text/fold.ts';
import { companyDay } from '../commands/card-values.ts';
import type { ContactPoint } from '../contact-point.ts';
import { type HeldCriteria, keysOn, settledCriteria } from '../held-criteria.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { addressLine } from '../postal-address.ts';
import type { Values } from './values.ts';

/** What a row says, put onto what stands: texts replace, lists grow, an empty cell takes nothing away. */

export type RowValues = Record<string, unknown>;

/** Row values of a card after the row, names and references aside. */
export function merged(card: CardEntity, standing: Card, values: Values, system: string): RowValues {
  const next: RowValues = {
    ...given('representativeId', values.representativeId),
    ...(card === 'person'
      ? {
          ...given('formOfAddress', values.formOfAddress),
          ...given('language', values.language),
          ...given('bornOn', values.bornOn),
        }
      : given('taxNumber', values.taxNumber)),
  };
  if (values.kinds.length > 0) next.kinds = [...new Set([...standing.kinds, ...values.kinds])];
  if (values.tags.length > 0) next.tags = withTags(standing.tags, values.tags);
  if (values.externalId !== undefined)
    next.externalIds = sorted({ ...standing.externalIds, [system]: values.externalId });
  if (Object.keys(values.criteria).length > 0)
    next.criteria = withCriteria(standing.criteria, values.criteria);
  const points = withPoints(standing.contactPoints, values);
  if (points !== null) next.contactPoints = points;
  return next;
}

function given(key: string, value: string | undefined): RowValues {
  return value === undefined ? {} : { [key]: value };
}

function withTags(standing: readonly string[], more: readonly string[]): string[] {
  const tags = [...standing];
  for (const tag of more) if (!tags.some((each) => fold(each) === fold(tag))) tags.push(tag);
  return tags;
}

/** What stands keeps its days. */
function withCriteria(standing: HeldCriteria, more: Record<string, string[]>): HeldCriteria {
  const next = { ...standing };
  for (const [set, keys] of Object.entries(more)) {
    const held = next[set] ?? [];
    const known = keysOn(held, companyDay());
    next[set] = settledCriteria(set, [...known, ...keys], held, companyDay());
  }
  return sorted(next);
}

/** Contact points with the row's behind them; the first of a kind is the primary one. Null where nothing is new. */
function withPoints(standing: readonly ContactPoint[], { points, address }: Values): ContactPoint[] | null {
  const next = [...standing];
  const add = (point: Pick<ContactPoint, 'kind' | 'value' | 'label' | 'address'>) => {
    if (next.some((each) => each.kind === point.kind && each.value === point.value)) return;
    const primary = !next.some((each) => each.kind === point.kind && each.primary);
    next.push({ id: newId(), primary, from: null, until: null, ...point });
  };
  for (const point of points) add(point);
  const parts = Object.keys(address).some((key) => key !== 'country');
  if (parts) add({ kind: 'postal', value: addressLine(address), label: null, address });
  return next.length === standing.length ? null : next;
}

function sorted<T>(object: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
