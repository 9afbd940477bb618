import { Fault } from '#kernel/errors.ts';

/**
 * Tax numbers by their check digits: Turkish VKN (10 digits) and TCKN (11, sole traders), Polish NIP (10). Numbers of other
 * countries are taken with their two-letter prefix (`DE123456789`), as they stand.
 */

/** The number without the signs people put between, or Fault `invalid` at `path`. */
export function taxNumber(written: string, path = 'taxNumber'): string {
  const text = written.toUpperCase().replace(/[\s.\-/]/g, '');
  const [, prefix, rest = ''] = /^([A-Z]{2})?(.*)$/.exec(text) ?? [];
  if (prefix !== undefined && prefix !== 'TR' && prefix !== 'PL') {
    if (/^[0-9A-Z]{2,13}$/.test(rest)) return text;
    throw refusal(path, written);
  }
  if (prefix === 'TR' ? isTurkish(rest) : prefix === 'PL' ? isNip(rest) : isTurkish(rest) || isNip(rest))
    return rest;
  throw refusal(path, written);
}

function refusal(path: string, written: string): Fault {
  return Fault.invalidAt(
    path,
    'taxNumber',
    `"${written.slice(0, 40)}" is no tax number: the check digit of a Turkish VKN (10 digits), TCKN (11 digits) or Polish NIP (10 digits) does not fit; ` +
      'a number of another country begins with its two letters, for example DE123456789',
  );
}

function isTurkish(digits: string): boolean {
  return isVkn(digits) || isTckn(digits);
}

/** Vergi Kimlik Numarası: each digit shifted by its place and doubled by it modulo 9; the sum completes to the last digit. */
function isVkn(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < 9; at++) {
    const shifted = (Number(digits[at]) + 9 - at) % 10;
    const doubled = (shifted * 2 ** (9 - at)) % 9;
    sum += shifted !== 0 && doubled === 0 ? 9 : doubled;
  }
  return (10 - (sum % 10)) % 10 === Number(digits[9]);
}

/** T.C. Kimlik Numarası: the tenth digit from odd and even places, the eleventh from the sum of the ten before. */
function isTckn(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const each = [...digits].map(Number);
  const sum = (places: number[]) => places.reduce((total, at) => total + (each[at] ?? 0), 0);
  const tenth = (((sum([0, 2, 4, 6, 8]) * 7 - sum([1, 3, 5, 7])) % 10) + 10) % 10;
  return tenth === each[9] && sum([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) % 10 === each[10];
}

const NIP_WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** Numer Identyfikacji Podatkowej: weighted sum modulo 11; 10 is never given out. */
function isNip(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = NIP_WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return sum % 11 === Number(digits[9]) && digits !== '0000000000';
}
