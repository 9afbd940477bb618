import { Fault } from '#kernel/errors.ts';

/** Criteria as a card's row holds them: keys by set; with days where somebody said from or until when. */

export interface DatedCriterion {
  key: string;
  /** Days between which it holds, both included; null = open. */
  from: string | null;
  until: string | null;
}

export type HeldCriterion = string | DatedCriterion;
/** `{ sector: ['dairy', { key: 'bakery', from: '2020-01-01', until: null }] }` */
export type HeldCriteria = Record<string, HeldCriterion[]>;

/** A criterion as it is sent: its key, or with days. */
export type SentCriterion = string | { key: string; from?: string | null; until?: string | null };

export function dated(held: HeldCriterion): DatedCriterion {
  return typeof held === 'string' ? { key: held, from: null, until: null } : held;
}

/** Keys that hold on a day, each once. */
export function keysOn(held: readonly HeldCriterion[], today: string): string[] {
  const valid = held
    .map(dated)
    .filter(({ from, until }) => (from ?? '') <= today && (until === null || until >= today));
  return [...new Set(valid.map((each) => each.key))];
}

/** Keys that hold or held at any time. */
export function keysEver(held: readonly HeldCriterion[]): string[] {
  return [...new Set(held.map((each) => dated(each).key))];
}

/**
 * What a set holds after something was sent. Keys alone mean those of today: a key that stands keeps its days, and what has ended
 * or not begun stays beside. With days for one of them, the list is the whole. Throws Fault `invalid` with a path.
 */
export function settledCriteria(
  set: string,
  sent: readonly SentCriterion[],
  standing: readonly HeldCriterion[],
  today: string,
): HeldCriterion[] {
  const whole = sent.some((each) => typeof each !== 'string');
  const now = new Set(keysOn(standing, today));
  const isOfToday = (each: HeldCriterion) => keysOn([each], today).length > 0;
  const kept = whole ? [] : standing.filter((each) => !isOfToday(each));
  const said = sent.flatMap((each): HeldCriterion[] => {
    if (typeof each !== 'string')
      return [{ key: each.key, from: each.from ?? null, until: each.until ?? null }];
    const known = now.has(each) ? standing.filter((held) => isOfToday(held) && dated(held).key === each) : [];
    return known.length > 0 ? known : [each];
  });
  refuseOverlaps(set, said.map(dated));
  const all = [...kept, ...said].map((each) => plain(dated(each)));
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()].sort(inOrder);
}

/** Without days it is its key, as cards without days hold it. */
function plain(each: DatedCriterion): HeldCriterion {
  return each.from === null && each.until === null ? each.key : each;
}

function inOrder(a: HeldCriterion, b: HeldCriterion): number {
  const [left, right] = [a, b].map((each) => `${dated(each).key} ${dated(each).from ?? ''}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}

function refuseOverlaps(set: string, said: readonly DatedCriterion[]): void {
  for (const [at, { key: one, from, until }] of said.entries()) {
    if (from !== null && until !== null && from > until)
      throw Fault.invalidAt(`${set}.${at}.until`, 'day', 'must not be before "from"');
    const clash = said
      .slice(0, at)
      .some(
        (other) =>
          other.key === one &&
          (from !== null || until !== null || other.from !== null || other.until !== null) &&
          (other.until ?? '9999') >= (from ?? '') &&
          (until ?? '9999') >= (other.from ?? ''),
      );
    if (clash)
      throw Fault.invalidAt(`${set}.${at}`, 'double', `"${one}" stands there twice for the same days`);
  }
}
