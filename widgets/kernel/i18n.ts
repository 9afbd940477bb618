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

/** A compiled message: text, or what makes text of its values. */
export type Message = string | ((values: Record<string, unknown>, lang: string) => string);
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

/** A compiled message with its values in place. */
export function say(message: Message, values: Record<string, unknown>, lang: string): string {
  return typeof message === 'string' ? message : message(values, lang);
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

/** Words of two rooms as one: `tr: () => joined(import('./texts/tr.json'), import('../kernel/trouble/texts/tr.json'))`. */
export async function joined(...rooms: Promise<{ default: Words }>[]): Promise<{ default: Words }> {
  const words = (await Promise.all(rooms)).map((room) => room.default);
  return { default: Object.assign({}, ...words) as Words };
}
