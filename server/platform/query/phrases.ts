import type { Language } from '#kernel/schema.ts';
import type { Saying } from './operators/operator.ts';

/** Values as parts of a sentence, in the forms that each language needs. `from` is the Turkish ablative (35’ten, bugünden). */

export type Form = 'plain' | 'from';

const QUOTES: Record<Language, [string, string]> = { tr: ['“', '”'], pl: ['„', '”'], en: ['“', '”'] };

/** “Karadeniz” veya “Marmara”; „Morze Czarne” lub „Marmara”; “Black Sea” or “Marmara”. */
export function quotedList(saying: Saying, values: readonly string[]): string {
  const [open, close] = QUOTES[saying.language];
  return listed(
    saying.language,
    values.map((value) => `${open}${value}${close}`),
    saying,
  );
}

export function numberForm(saying: Saying, values: readonly number[], form: Form = 'plain'): string {
  const format = new Intl.NumberFormat(saying.language);
  const words = values.map(
    (value) =>
      `${format.format(value)}${form === 'from' && saying.language === 'tr' ? turkishFrom(value) : ''}`,
  );
  return listed(saying.language, words, saying);
}

/** Days as said: `24 November 2026`, `today`, `30 days ago`, `2 weeks from today`. */
export function dayForm(saying: Saying, values: readonly string[], form: Form = 'plain'): string {
  return listed(
    saying.language,
    values.map((value) => oneDay(saying, value, form)),
    saying,
  );
}

const FROM_TODAY = /^today(?:([+-])(\d+)([dwmy]))?$/;

function oneDay(saying: Saying, value: string, form: Form): string {
  const suffix = form === 'from' ? 'From' : '';
  const said = FROM_TODAY.exec(value);
  if (said === null) return saying.text(`query.day${suffix}`, { day: calendarDay(saying, value) });
  const [, sign, amount, unit] = said;
  if (amount === undefined) return saying.text(`query.today${suffix}`);
  return saying.text(`query.${sign === '-' ? 'ago' : 'ahead'}${suffix}`, {
    n: Number(amount),
    unit: unit as string,
  });
}

function calendarDay(saying: Saying, value: string): string {
  const isMoment = value.includes('T');
  const format = new Intl.DateTimeFormat(LOCALES[saying.language], {
    dateStyle: 'long',
    ...(isMoment ? { timeStyle: 'medium' } : {}),
    timeZone: isMoment ? saying.zone : 'UTC',
  });
  return format.format(new Date(isMoment ? value : `${value}T00:00:00Z`));
}

const LOCALES: Record<Language, string> = { tr: 'tr-TR', pl: 'pl-PL', en: 'en-GB' };

/** `this week`, `the last 30 days`. */
export function periodForm(saying: Saying, value: string): string {
  const days = /^(last|next)-(\d+)-days$/.exec(value);
  if (days === null) return saying.text(`query.period.${value}`);
  return saying.text(`query.period.${days[1]}-days`, { n: Number(days[2]) });
}

function listed(language: Language, values: readonly string[], saying: Saying): string {
  if (values.length === 0) return saying.text('query.nothing');
  return new Intl.ListFormat(LOCALES[language], { type: 'disjunction' }).format(values);
}

/** Last words of numbers in Turkish, with the vowel of their suffix: bir, iki, … ; on, yirmi, … */
const ONES = ['dan', 'den', 'den', 'ten', 'ten', 'ten', 'dan', 'den', 'den', 'dan'];
const TENS = ['', 'dan', 'den', 'dan', 'tan', 'den', 'tan', 'ten', 'den', 'dan'];

/** The ablative of a number as it is read: 35’ten, 40’tan, 100’den, 1000’den, 2.000.000’dan. */
function turkishFrom(value: number): string {
  const digits = String(Math.abs(value));
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  if (value === 0 || zeros === 0) return `’${ONES[Number(digits.at(-1))]}`;
  if (zeros === 1) return `’${TENS[Number(digits.at(-2))]}`;
  // yüz and bin; milyon, milyar and trilyon.
  return zeros < 6 ? '’den' : '’dan';
}

/** Clauses as one: `a`, `a and b`, `a, b and c`. */
export function joinedClauses(
  language: Language,
  clauses: readonly string[],
  type: 'conjunction' | 'disjunction',
): string {
  return new Intl.ListFormat(LOCALES[language], { type }).format(clauses);
}

/** A label inside a sentence: `Positions` → `positions`; `E-posta` → `e-posta`; `IBAN` stays. */
export function asWord(label: string, language: Language): string {
  const second = label.charAt(1);
  const isName =
    second !== '' &&
    second === second.toLocaleUpperCase(language) &&
    second !== second.toLocaleLowerCase(language);
  return isName ? label : label.charAt(0).toLocaleLowerCase(language) + label.slice(1);
}

/** The first letter of a sentence. */
export function asSentence(text: string, language: Language): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
