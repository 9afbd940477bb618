import { moment } from '#kernel/clock.ts';

/**
 * Days as people say them. A day is `2026-11-24`, `today`, or so far from it: `today-30d`, `today+2w`, `today-6m`, `today-1y`.
 * A period is `this-week`, `last-month`, `next-year`, `today`, `last-30-days`, `next-7-days`, … Weeks begin on Monday (ISO 8601).
 */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FROM_TODAY = /^today(?:([+-])(\d{1,4})([dwmy]))?$/;
const DAY_MS = 86_400_000;
const PERIOD =
  /^(?:today|yesterday|tomorrow|(?:this|last|next)-(?:week|month|quarter|year)|(?:last|next)-[1-9]\d{0,3}-days)$/;

export interface Period {
  from: string;
  /** Included. */
  until: string;
}

/** Whether a text says a day. Between the years 1000 and 9998, so that counting from it stays a day of four digits. */
export function saysDay(text: string): boolean {
  return (
    FROM_TODAY.test(text) ||
    (DAY.test(text) && text >= '1000-01-01' && text < '9999' && plusDays(text, 0) === text)
  );
}

export function saysPeriod(text: string): boolean {
  return PERIOD.test(text);
}

/** The civil day that a text says, on a day that is called today. */
export function dayOf(text: string, today: string): string {
  const said = FROM_TODAY.exec(text);
  if (said === null) return text;
  const [, sign, amount, unit] = said;
  if (amount === undefined) return today;
  const count = Number(amount) * (sign === '-' ? -1 : 1);
  if (unit === 'd') return plusDays(today, count);
  if (unit === 'w') return plusDays(today, count * 7);
  return plusMonths(today, unit === 'm' ? count : count * 12);
}

/** The days of a period; both ends included. `last-30-days` begins 30 days ago and ends today. */
export function periodOf(text: string, today: string): Period {
  if (text === 'today') return { from: today, until: today };
  if (text === 'yesterday') return both(plusDays(today, -1));
  if (text === 'tomorrow') return both(plusDays(today, 1));
  const [which, amount, days] = text.split('-') as [string, string, string | undefined];
  if (days !== undefined) {
    const far = plusDays(today, Number(amount) * (which === 'last' ? -1 : 1));
    return which === 'last' ? { from: far, until: today } : { from: today, until: far };
  }
  return wholePeriod(amount, which === 'this' ? 0 : which === 'last' ? -1 : 1, today);
}

function wholePeriod(unit: string, ahead: number, today: string): Period {
  if (unit === 'week') {
    const monday = plusDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7) + ahead * 7);
    return { from: monday, until: plusDays(monday, 6) };
  }
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const [year, month] = today.split('-').map(Number) as [number, number];
  const first = `${today.slice(0, 5)}${pad(month - ((month - 1) % months), 2)}-01`;
  const from = plusMonths(months === 12 ? `${pad(year, 4)}-01-01` : first, ahead * months);
  return { from, until: plusDays(plusMonths(from, months), -1) };
}

function both(day: string): Period {
  return { from: day, until: day };
}

export function plusDays(day: string, count: number): string {
  return clamped(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS);
}

/** The same day of another month; the month's last where it has fewer days. */
function plusMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = utc(year, month - 1 + count, 1);
  const last = utc(first.getUTCFullYear(), first.getUTCMonth() + 1, 0).getUTCDate();
  return clamped(first.getTime() + (Math.min(date, last) - 1) * DAY_MS);
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, date: number): Date {
  const at = new Date(0);
  at.setUTCFullYear(year, month, date);
  return at;
}

function clamped(at: number): string {
  if (!(at >= Date.parse('0001-01-01T00:00:00Z'))) return '0001-01-01';
  if (at > Date.parse('9999-12-30T00:00:00Z')) return '9999-12-30';
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * The day before which one must be born to have completed so many years on a day, included. Compared as text: who is born on
 * 29 February stands after 28 February and before 1 March, and so ages on 1 March in other years.
 */
export function bornUntil(years: number, today: string): string {
  const year = Number(today.slice(0, 4)) - years;
  return `${pad(Math.max(0, Math.min(9999, year)), 4)}${today.slice(4)}`;
}

/** Completed years on a day; negative before birth. */
export function ageOn(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/**
 * The moment at which a day begins in a zone: the first at which its wall clock shows that day. Of the offsets around it one
 * is right, also where the clocks skip midnight or pass it twice.
 */
export function startOf(day: string, zone: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const candidates = [-DAY_MS, DAY_MS].map((around) => wall - offsetAt(wall + around, zone));
  return moment(Math.min(...candidates.filter((at) => at + offsetAt(at, zone) >= wall)));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which a zone's wall clock is ahead of UTC at a moment. */
function offsetAt(at: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
