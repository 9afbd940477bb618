import { dayOfSerial } from './reading/sheet.ts';

/** Days as people in Turkey and Poland write them, and as Excel leaves them. */

const MONTHS: readonly (readonly string[])[] = [
  ['ocak', 'oca', 'stycznia', 'styczen', 'sty', 'january', 'jan'],
  ['subat', 'sub', 'lutego', 'luty', 'lut', 'february', 'feb'],
  ['mart', 'mar', 'marca', 'marzec', 'march'],
  ['nisan', 'nis', 'kwietnia', 'kwiecien', 'kwi', 'april', 'apr'],
  ['mayis', 'may', 'maja', 'maj'],
  ['haziran', 'haz', 'czerwca', 'czerwiec', 'cze', 'june', 'jun'],
  ['temmuz', 'tem', 'lipca', 'lipiec', 'lip', 'july', 'jul'],
  ['agustos', 'agu', 'sierpnia', 'sierpien', 'sie', 'august', 'aug'],
  ['eylul', 'eyl', 'wrzesnia', 'wrzesien', 'wrz', 'september', 'sep', 'sept'],
  ['ekim', 'eki', 'pazdziernika', 'pazdziernik', 'paz', 'october', 'oct'],
  ['kasim', 'kas', 'listopada', 'listopad', 'lis', 'november', 'nov'],
  ['aralik', 'ara', 'grudnia', 'grudzien', 'gru', 'december', 'dec'],
];

/**
 * `YYYY-MM-DD` of a written day, or null where it is none: `31.12.1980`, `31/12/80`, `1980-12-31`, `31 Aralık 1980`,
 * `31 grudnia 1980 r.`, and `29586`, a serial number of Excel. Years of two digits are of the hundred years before `year`.
 */
export function dayOf(folded: string, order: 'dmy' | 'mdy', year: number): string | null {
  const text = folded.trim().replace(/[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$/, '');
  if (/^\d{5}$/.test(text)) return dayOfSerial(Number(text));
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso !== null) return checked(iso[1], iso[2], iso[3], year);
  const numbers = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?: ?r\.?)?$/.exec(text);
  if (numbers !== null) {
    const [, first, second, last] = numbers;
    return order === 'dmy' ? checked(last, second, first, year) : checked(last, first, second, year);
  }
  return named(text, year);
}

const DAY_FIRST = /^(\d{1,2})[. -]*([a-z]+)\.?[ -]*(\d{4}|\d{2})(?: ?r\.?)?$/;
const MONTH_FIRST = /^([a-z]+)\.? (\d{1,2}),? (\d{4})$/;

function named(text: string, year: number): string | null {
  const [, day, word, last] = DAY_FIRST.exec(text) ?? [];
  if (word !== undefined) return inMonth(word, day, last, year);
  const [, name, after, ending] = MONTH_FIRST.exec(text) ?? [];
  return name === undefined ? null : inMonth(name, after, ending, year);
}

function inMonth(
  word: string,
  day: string | undefined,
  year: string | undefined,
  latest: number,
): string | null {
  const month = MONTHS.findIndex((names) => names.includes(word));
  return month < 0 ? null : checked(year, String(month + 1), day, latest);
}

function checked(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  latest: number,
): string | null {
  let full = Number(year);
  if (year?.length === 2) full = full + 2000 > latest ? full + 1900 : full + 2000;
  const text = `${String(full).padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : text;
}

/** The order of day and month that samples leave open or decide: `12/31/1980` has no thirty-first month. */
export function dayOrderOf(samples: readonly string[]): 'dmy' | 'mdy' {
  let [first, second] = [false, false];
  for (const sample of samples) {
    const [, one, two] = /^(\d{1,2})[-./ ](\d{1,2})[-./ ]\d{2,4}\b/.exec(sample.trim()) ?? [];
    if (Number(one) > 12) first = true;
    if (Number(two) > 12) second = true;
  }
  return second && !first ? 'mdy' : 'dmy';
}
