// The texts of rooms: every key in Turkish, Polish and English, with the same placeholders.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Check } from './check.ts';
import { filesOf, root } from './files.ts';

const languages = ['tr', 'pl', 'en'];

export const texts: Check = {
  name: 'texts',
  says: 'every text for people stands in Turkish, Polish and English',
  run() {
    const files = filesOf(/(^|\/)texts\/[^/]+\.json$/);
    const faults: string[] = [];
    for (const folder of new Set(files.map((path) => dirname(path)))) {
      const missing = languages.filter((language) => !existsSync(`${root}${folder}/${language}.json`));
      if (missing.length > 0)
        faults.push(`${folder}: no ${missing.map((each) => `${each}.json`).join(', ')}`);
      else faults.push(...compare(folder));
    }
    for (const path of files) {
      const language = basename(path, '.json');
      if (!languages.includes(language))
        faults.push(`${path}: ${language} is none of ${languages.join(', ')}`);
      for (const key of doubleKeys(readFileSync(root + path, 'utf8')))
        faults.push(`${path}: "${key}" is there twice`);
    }
    return { seen: files.length, faults: [...faults, ...unwordedKeys(files)] };
  },
};

/** Keys that an element says by `t('key')` and that no words of its folder or of the kernel have. */
function unwordedKeys(files: string[]): string[] {
  const keysOf = new Map<string, Map<string, string>>();
  for (const path of files.filter((each) => each.startsWith('widgets/') && each.endsWith('/en.json'))) {
    const folder = path.split('/')[1] ?? '';
    const words = flatten(JSON.parse(readFileSync(root + path, 'utf8')));
    keysOf.set(folder, new Map([...(keysOf.get(folder) ?? []), ...words]));
  }
  return filesOf(/^widgets\/[^/]+\/.*\.ts$/).flatMap((path) => {
    const folder = path.split('/')[1] ?? '';
    const known = [keysOf.get(folder), keysOf.get('kernel')].filter((each) => each !== undefined);
    const code = readFileSync(root + path, 'utf8').replace(/\/\*.*?\*\//gs, '');
    const asked = [...code.matchAll(/\bthis\.t\('([\w.-]+)'/g)].map(([, key = '']) => key);
    return [...new Set(asked)]
      .filter((key) => !known.some((words) => words.has(key)))
      .map((key) => `${path}: says "${key}", which widgets/${folder}/texts/en.json does not have`);
  });
}

function compare(folder: string): string[] {
  const byLanguage = languages.map((language) => ({
    language,
    entries: flatten(JSON.parse(readFileSync(`${root}${folder}/${language}.json`, 'utf8'))),
  }));
  const keys = new Set(byLanguage.flatMap(({ entries }) => [...entries.keys()]));
  const faults: string[] = [];
  for (const key of keys) {
    const lacking = byLanguage
      .filter(({ entries }) => !entries.get(key)?.trim())
      .map(({ language }) => language);
    if (lacking.length > 0) {
      faults.push(`${folder}: "${key}" is missing in ${lacking.join(', ')}`);
      continue;
    }
    const used = new Set(byLanguage.map(({ entries }) => placeholders(entries.get(key) ?? '')));
    if (used.size > 1)
      faults.push(`${folder}: "${key}" has different placeholders: ${[...used].join(' | ')}`);
  }
  return faults;
}

function flatten(value: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null)
      for (const pair of flatten(inner, `${prefix}${key}.`)) found.set(...pair);
    else found.set(prefix + key, String(inner));
  }
  return found;
}

interface Part {
  type: number;
  value?: string;
  options?: Record<string, { value: Part[] }>;
  children?: Part[];
}

/** Kinds of parts that have a name: argument, number, date, time, select, plural. */
const named = [1, 2, 3, 4, 5, 6];

/** The names in {…} of an ICU message, sorted, as one comparable string; what is wrong with it where it is none. */
export function placeholders(message: string): string {
  const namesIn = (parts: Part[]): string[] =>
    parts.flatMap(({ type, value = '', options = {}, children = [] }) => [
      ...(named.includes(type) ? [value] : []),
      ...Object.values(options).flatMap((option) => namesIn(option.value)),
      ...namesIn(children),
    ]);
  try {
    const parts = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst() as Part[];
    return [...new Set(namesIn(parts))].sort().join(' ');
  } catch (fault) {
    return `no ICU message (${(fault as Error).message})`;
  }
}

/** Keys that an object of the JSON text names twice; JSON.parse silently keeps the last. */
export function doubleKeys(json: string): string[] {
  const open: Set<string>[] = [];
  const doubles: string[] = [];
  for (const [token, key] of json.matchAll(/"((?:[^"\\]|\\.)*)"\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (key !== undefined) {
      if (open.at(-1)?.has(key)) doubles.push(key);
      open.at(-1)?.add(key);
    }
  }
  return doubles;
}
