import { isFault } from '#kernel/errors.ts';
import type { Label } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import type { Said } from '#platform/exchange/said.ts';
import { tidied } from '../name.ts';
import type { Values } from './values.ts';

/** How one cell is read: cut, measured, looked up, or refused with its reason. */

export class Refused extends Error {
  readonly reason: Said;
  constructor(key: string, values: Record<string, string | number> = {}) {
    super(key);
    this.reason = { key: `people.import.${key}`, values };
  }
}

/** `Ayşe Nur YILMAZ` → the last word is the family name; `Yılmaz, Ayşe` says itself which is which. */
export function parted(name: string): Pick<Values, 'givenName' | 'familyName'> {
  const [family, given] = name.split(',').map((each) => each.trim());
  if (given !== undefined && given !== '' && family !== undefined)
    return { givenName: given, familyName: family };
  const words = name.split(' ');
  if (words.length === 1) return { givenName: name };
  return {
    givenName: words.slice(0, -1).join(' ').slice(0, 100),
    familyName: (words.at(-1) as string).slice(0, 100),
  };
}

export function pieces(cell: string): string[] {
  return cell
    .split(/[;,|\n]+/)
    .map(tidied)
    .filter((each) => each !== '');
}

export function push(list: string[], value: string): void {
  if (!list.some((each) => fold(each) === fold(value))) list.push(value);
}

export function short(cell: string, most: number): string {
  const kept = tidied(cell);
  if (kept.length > most) throw new Refused('tooLong', { most, length: kept.length });
  return kept;
}

export function oneOf(options: readonly { key: string; label: Label }[], cell: string, what: string): string {
  const word = fold(tidied(cell));
  const found = options.find(
    ({ key, label }) => key === word || Object.values(label).some((each) => fold(each) === word),
  );
  if (found === undefined) throw new Refused(what, { value: shown(cell) });
  return found.key;
}

export function normal<T>(what: string, cell: string, settle: () => T): T {
  try {
    return settle();
  } catch (error) {
    if (isFault(error)) throw new Refused(what, { value: shown(cell) });
    throw error;
  }
}

export function attempt<T>(settle: () => T): T | undefined {
  try {
    return settle();
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}

export function shown(cell: string): string {
  return cell.length > 60 ? `${cell.slice(0, 60)}…` : cell;
}
