import { createHmac } from 'node:crypto';
import { houseKey } from '#kernel/secrets.ts';

/**
 * The number of a badge: 20 digits, since a scanner types keys and only digits are where they are on every keyboard. The first says
 * the scheme; 18 follow that nobody can guess without the house's key; the last is a check digit, so that a mistyped number fails
 * at once (Damm 2004: finds every single wrong digit and every swap of neighbours). It belongs to who wears the badge, not to
 * what is printed on it: a corrected name keeps it.
 */

const SCHEME = '1';
const SECRET_DIGITS = 18;

/** The number of the n-th badge (from 0) of a person or guest; always the same one. */
export async function badgeNumber(subject: { entity: string; id: string }, n: number): Promise<string> {
  const key = await houseKey('badge-number');
  const signed = createHmac('sha256', key).update(`${subject.entity}:${subject.id}:${n}`).digest('hex');
  const digits = (BigInt(`0x${signed}`) % 10n ** BigInt(SECRET_DIGITS))
    .toString()
    .padStart(SECRET_DIGITS, '0');
  return `${SCHEME}${digits}${checkDigit(SCHEME + digits)}`;
}

/** The number in what was scanned or typed in groups; null where it is none. */
export function numberIn(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  return /^1\d{19}$/.test(digits) && checkDigit(digits) === 0 ? digits : null;
}

/** In groups of four, for people. */
export function grouped(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ');
}

const QUASIGROUP = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

export function checkDigit(digits: string): number {
  return [...digits].reduce((interim, digit) => Number(QUASIGROUP[interim]?.[Number(digit)]), 0);
}
