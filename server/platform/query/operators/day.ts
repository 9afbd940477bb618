import type { Asking } from '../asking.ts';
import { dayOf, type Period, periodOf, saysDay, saysPeriod } from '../days.ts';
import { dayForm, periodForm } from '../phrases.ts';
import { allOf, FALSE, type Sql, sql } from '../sql.ts';
import { listOf, type Operator, pairOf, type Saying, Unfit } from './operator.ts';

/** Civil days. Every word is a span of days, open at one end or closed at both; `before` and `after` leave the day itself out. */

interface Span {
  /** Included. */
  from?: string;
  until?: string;
  /** Left out. */
  after?: string;
  before?: string;
}

type Word = [
  word: string,
  check: (sent: unknown) => unknown,
  span: (value: unknown, today: string) => Span,
  say: (value: unknown, saying: Saying) => string,
];

const WORDS: readonly Word[] = [
  [
    'is',
    daySaid,
    (value, today) => one(dayOf(value as string, today)),
    (value, saying) => sayDay('query.on', value as string, saying),
  ],
  [
    'before',
    daySaid,
    (value, today) => ({ before: dayOf(value as string, today) }),
    (value, saying) => sayDay('query.before', value as string, saying),
  ],
  [
    'after',
    daySaid,
    (value, today) => ({ after: dayOf(value as string, today) }),
    (value, saying) => sayDay('query.after', value as string, saying),
  ],
  [
    'from',
    daySaid,
    (value, today) => ({ from: dayOf(value as string, today) }),
    (value, saying) => sayDay('query.from', value as string, saying),
  ],
  [
    'until',
    daySaid,
    (value, today) => ({ until: dayOf(value as string, today) }),
    (value, saying) => sayDay('query.until', value as string, saying),
  ],
  [
    'between',
    (sent) => pairOf(sent, daySaid),
    (value, today) => pairSpan(value as [string, string], today),
    (value, saying) => sayDays(value as [string, string], saying),
  ],
  [
    'during',
    periodSaid,
    (value, today) => periodOf(value as string, today),
    (value, saying) => sayPeriod(value as string, saying),
  ],
];

const spans = WORDS.map(
  ([word, check, span, say]): Operator => ({
    word,
    check,
    say,
    match: (held, value, { asking }) => within(held as string, span(value, asking.today)),
    compile: (cell, value, asking: Asking) => bounded(cell.value, span(value, asking.today)),
  }),
);

const inDays: Operator = {
  word: 'in',
  check: (sent) => listOf(sent, daySaid),
  say: (value, saying) =>
    saying.text('query.on', { field: saying.subject, value: dayForm(saying, value as string[]) }),
  match: (held, value, { asking }) => (value as string[]).some((each) => dayOf(each, asking.today) === held),
  compile: (cell, value, asking) => {
    const days = (value as string[]).map((each) => dayOf(each, asking.today));
    return days.length === 0 ? FALSE : sql(`${cell.value} IN (${days.map(() => '?').join(', ')})`, days);
  },
};

export const DAY: readonly Operator[] = [...spans, inDays];

function within(day: string, span: Span): boolean {
  return (
    (span.from === undefined || day >= span.from) &&
    (span.until === undefined || day <= span.until) &&
    (span.after === undefined || day > span.after) &&
    (span.before === undefined || day < span.before)
  );
}

function bounded(value: string, span: Span): Sql {
  const signs: [string, string | undefined][] = [
    ['>=', span.from],
    ['<=', span.until],
    ['>', span.after],
    ['<', span.before],
  ];
  return allOf(
    signs.filter(([, day]) => day !== undefined).map(([sign, day]) => sql(`${value} ${sign} ?`, [day])),
  );
}

function one(day: string): Period {
  return { from: day, until: day };
}

function pairSpan([from, until]: [string, string], today: string): Period {
  return { from: dayOf(from, today), until: dayOf(until, today) };
}

export function daySaid(sent: unknown): string {
  if (typeof sent !== 'string' || !saysDay(sent))
    throw new Unfit('must be a day (2026-11-24), or today, today-30d, today+2w, today-6m, today-1y');
  return sent;
}

export function periodSaid(sent: unknown): string {
  if (typeof sent !== 'string' || !saysPeriod(sent))
    throw new Unfit('must be a period: today, this-week, last-month, next-year, last-30-days, …');
  return sent;
}

export function sayDay(key: string, value: string, saying: Saying): string {
  return saying.text(key, {
    field: saying.subject,
    value: dayForm(saying, [value], key === 'query.on' ? 'plain' : 'from'),
  });
}

export function sayDays([from, until]: [string, string], saying: Saying): string {
  return saying.text('query.betweenDays', {
    field: saying.subject,
    least: dayForm(saying, [from], 'from'),
    greatest: dayForm(saying, [until], 'from'),
  });
}

export function sayPeriod(value: string, saying: Saying): string {
  return saying.text('query.during', { field: saying.subject, value: periodForm(saying, value) });
}
