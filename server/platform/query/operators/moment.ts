import { moment } from '#kernel/clock.ts';
import type { Asking } from '../asking.ts';
import { dayOf, periodOf, plusDays, saysDay, startOf } from '../days.ts';
import { allOf, type Sql, sql } from '../sql.ts';
import { daySaid, periodSaid, sayDay, sayDays, sayPeriod } from './day.ts';
import { type Operator, pairOf, type Saying, Unfit } from './operator.ts';

/**
 * Moments, asked by day or by moment. A day is the whole day in the asker's zone: `after: '2026-11-24'` begins where the 25th
 * does. Every word becomes a span that includes its beginning and leaves out its end, in milliseconds.
 */

interface Span {
  from?: string;
  /** Left out. */
  end?: string;
}

type Word = [
  word: string,
  check: (sent: unknown) => unknown,
  span: (value: unknown, asking: Asking) => Span,
  say: (value: unknown, saying: Saying) => string,
];

const WORDS: readonly Word[] = [
  [
    'is',
    momentSaid,
    (value, asking) => wholeOf(value as string, asking),
    (value, saying) => sayDay('query.on', value as string, saying),
  ],
  [
    'before',
    momentSaid,
    (value, asking) => ({ end: wholeOf(value as string, asking).from }),
    (value, saying) => sayDay('query.before', value as string, saying),
  ],
  [
    'after',
    momentSaid,
    (value, asking) => ({ from: wholeOf(value as string, asking).end }),
    (value, saying) => sayDay('query.after', value as string, saying),
  ],
  [
    'from',
    momentSaid,
    (value, asking) => ({ from: wholeOf(value as string, asking).from }),
    (value, saying) => sayDay('query.from', value as string, saying),
  ],
  [
    'until',
    momentSaid,
    (value, asking) => ({ end: wholeOf(value as string, asking).end }),
    (value, saying) => sayDay('query.until', value as string, saying),
  ],
  [
    'between',
    (sent) => pairOf(sent, momentSaid),
    pairSpan,
    (value, saying) => sayDays(value as [string, string], saying),
  ],
  ['during', periodSaid, periodSpan, (value, saying) => sayPeriod(value as string, saying)],
];

export const MOMENT: readonly Operator[] = WORDS.map(
  ([word, check, span, say]): Operator => ({
    word,
    check,
    say,
    match: (held, value, { asking }) => {
      const { from, end } = span(value, asking);
      return (
        (from === undefined || (held as string) >= from) && (end === undefined || (held as string) < end)
      );
    },
    compile: (cell, value, asking): Sql => {
      const { from, end } = span(value, asking);
      return allOf([
        ...(from === undefined ? [] : [sql(`${cell.value} >= ?`, [from])]),
        ...(end === undefined ? [] : [sql(`${cell.value} < ?`, [end])]),
      ]);
    },
  }),
);

/** The span that a value means: one day, or one millisecond. */
function wholeOf(value: string, asking: Asking): Required<Span> {
  if (value.includes('T')) return { from: value, end: moment(Date.parse(value) + 1) };
  return daysSpan(dayOf(value, asking.today), dayOf(value, asking.today), asking);
}

function daysSpan(from: string, until: string, asking: Asking): Required<Span> {
  return { from: startOf(from, asking.zone), end: startOf(plusDays(until, 1), asking.zone) };
}

function pairSpan(value: unknown, asking: Asking): Span {
  const [from, until] = value as [string, string];
  return { from: wholeOf(from, asking).from, end: wholeOf(until, asking).end };
}

function periodSpan(value: unknown, asking: Asking): Span {
  const { from, until } = periodOf(value as string, asking.today);
  return daysSpan(from, until, asking);
}

function momentSaid(sent: unknown): string {
  if (typeof sent === 'string' && saysDay(sent)) return daySaid(sent);
  const at =
    typeof sent === 'string' &&
    /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(sent)
      ? Date.parse(sent)
      : Number.NaN;
  if (Number.isNaN(at) || moment(at) >= '9999')
    throw new Unfit('must be a day (2026-11-24, today-30d) or a moment with its zone (2026-11-24T08:00:00Z)');
  return moment(at);
}
