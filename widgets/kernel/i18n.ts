/**
 * Words of the screen. Each room of the elements has `texts/<lang>.json` in ICU message syntax; the build checks and
 * compiles them, so that a page loads one language and no parser:
 *
 *   { "filed": "{count, plural, one {# mail} few {# maile} many {# maili} other {# maila}} od {name}" }
 *
 *   export const words: TextLoaders = { tr: () => import('./texts/tr.json', { with: { type: 'json' } }), … };   // texts.ts
 *   static override texts = words;                                                          // in an element
 *   this.t('filed', { count: 3, name: 'Ewa' })
 */

/** A compiled message: text, or parts: text, [argument], [argument, 'number'], '#', plural and select with their branches. */
export type Message = string | Part[];
export type Part = string | [argument: string] | [argument: string, kind: 'number'] | Choice;
export type Choice = [
  argument: string,
  kind: 'plural' | 'select',
  branches: Record<string, Message>,
  offset?: number,
];
export type Words = Record<string, Message>;
export type TextLoaders = Record<Lang, () => Promise<{ default: Words }>>;

export const langs = ['tr', 'pl', 'en'] as const;
export type Lang = (typeof langs)[number];

/** The language nearest to what is asked for: 'tr-TR' → 'tr', 'de' → 'en'. */
export function langOf(...asked: (string | null | undefined)[]): Lang {
  for (const tag of asked) {
    const lang = langs.find((known) => tag?.toLowerCase().split('-')[0] === known);
    if (lang) return lang;
  }
  return 'en';
}

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

export function pluralOf(lang: string, count: number): Intl.LDMLPluralRule {
  if (!rules.has(lang)) rules.set(lang, new Intl.PluralRules(lang));
  return rules.get(lang)!.select(count);
}

export function numberOf(lang: string, value: number): string {
  if (!numbers.has(lang)) numbers.set(lang, new Intl.NumberFormat(lang));
  return numbers.get(lang)!.format(value);
}

/** A compiled message with its values in place. A value that is missing leaves its name in braces, to be seen in tests. */
export function say(message: Message, values: Record<string, unknown>, lang: string, count = 0): string {
  if (typeof message === 'string') return message;
  return message.map((part) => partOf(part, values, lang, count)).join('');
}

function partOf(part: Part, values: Record<string, unknown>, lang: string, count: number): string {
  if (part === '#') return numberOf(lang, count);
  if (typeof part === 'string') return part;
  const [name, kind, branches, offset = 0] = part;
  const value = values[name];
  if (kind === 'plural') {
    const left = Number(value) - offset;
    const branch = branches![`=${String(value)}`] ?? branches![pluralOf(lang, left)] ?? branches!.other!;
    return say(branch, values, lang, left);
  }
  if (kind === 'select') return say(branches![String(value)] ?? branches!.other!, values, lang, count);
  if (value === undefined || value === null) return `{${name}}`;
  return kind === 'number' ? numberOf(lang, Number(value)) : String(value);
}

const loaded = new Map<TextLoaders, Map<Lang, Words>>();

/** The words of one room in one language, when they were loaded already. */
export function wordsHere(loaders: TextLoaders, lang: Lang): Words | undefined {
  return loaded.get(loaders)?.get(lang);
}

export async function loadWords(loaders: TextLoaders, lang: Lang): Promise<Words> {
  const words = (await loaders[lang]()).default;
  const here = loaded.get(loaders) ?? new Map<Lang, Words>();
  loaded.set(loaders, here.set(lang, words));
  return words;
}
