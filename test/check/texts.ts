// The texts of rooms: every key in Turkish, Polish and English, with the same placeholders.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
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
    return { seen: files.length, faults };
  },
};

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

/** The names in {…} of an ICU message, without the words of its plural branches, as one comparable string. */
export function placeholders(message: string): string {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((found) => found[1]);
  const branches = [...message.matchAll(/(?:\b(?:zero|one|two|few|many|other)|=\d+)\s*\{([^{}]*)\}/g)].map(
    (found) => found[1]?.trim(),
  );
  return [...new Set(names.filter((name) => !branches.includes(name)))].sort().join(' ');
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
