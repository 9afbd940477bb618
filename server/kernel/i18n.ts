import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { house } from './house.ts';
import type { Texts } from './room.ts';
import type { Language } from './schema.ts';

/** Texts that the server itself writes: mails of the house, sentences of queries, pages without the console. */

export const LANGUAGES: readonly Language[] = ['tr', 'pl', 'en'];

/** Reads `texts/<lang>.json` beside a room's manifest: `texts: readTexts(import.meta.dirname)`. */
export function readTexts(folder: string): Texts {
  const read = (language: Language) =>
    JSON.parse(readFileSync(join(folder, 'texts', `${language}.json`), 'utf8')) as Record<string, string>;
  return { tr: read('tr'), pl: read('pl'), en: read('en') };
}

const formats = new Map<string, IntlMessageFormat>();

/** A text of some room in a language, ICU MessageFormat. Throws where the key is unknown: a text is never half there. */
export function say(
  language: Language,
  key: string,
  values: Record<string, string | number | Date> = {},
): string {
  const pattern = house()
    .registry.rooms.map((room) => room.texts?.[language][key])
    .find((found) => found !== undefined);
  if (pattern === undefined) throw new Error(`No text "${key}" in ${language}.`);
  const cacheKey = `${language}\n${pattern}`;
  let format = formats.get(cacheKey);
  if (format === undefined) {
    format = new IntlMessageFormat(pattern, language, undefined, { ignoreTag: true });
    formats.set(cacheKey, format);
  }
  return String(format.format(values));
}
