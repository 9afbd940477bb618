import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Fault } from '#kernel/errors.ts';

/**
 * Phone numbers rest in E.164 (`+903622665100`), an extension behind it as RFC 3966 has it (`;ext=12`), so that one number is
 * one text however people write it. `/max` knows every country's real number ranges.
 */

/** How Turks and Poles write "extension" before its digits; the library reads the English word. */
const EXTENSION = /\s*[,;]?\s*(?:dahili|dah\.?|iç hat|wew\.?|wewn\.?|wewnętrzny|#)\s*[:.]?\s*(\d{1,7})\s*$/iu;

/**
 * E.164 of a number as people write it; numbers without a country code are read as numbers of `country` (ISO 3166, two letters).
 * Throws Fault `invalid` at `path` where no such number can exist.
 */
export function e164(written: string, country: string, path = 'value'): string {
  const text = written.trim().replace(EXTENSION, ' ext $1');
  const parsed = parsePhoneNumberFromString(text, countryCode(country));
  if (parsed === undefined || !parsed.isValid())
    throw Fault.invalidAt(
      path,
      'phone',
      `"${written.slice(0, 60)}" is no phone number of ${country}; write it with its country code, for example +90 362 266 51 00 or +48 22 555 01 23`,
    );
  return parsed.ext === undefined || parsed.ext === '' ? parsed.number : `${parsed.number};ext=${parsed.ext}`;
}

/** As people of its country read it: `+90 362 266 51 00`. Text that is no number stays as it is. */
export function spokenPhone(number: string): string {
  const [main = number, extension] = number.split(';ext=');
  const spoken = parsePhoneNumberFromString(main)?.formatInternational() ?? main;
  return extension === undefined ? spoken : `${spoken} (${extension})`;
}

function countryCode(country: string): CountryCode | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}
