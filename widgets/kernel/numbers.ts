/** Numbers and plurals in the reader's language. Compiled texts call `plural` and `numberOf` (build/words.ts). */
const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** The branch that a count takes: an exact one ("=0") before the language's own form. */
export function plural<T>(lang: string, count: unknown, branches: Record<string, T>, offset = 0): T {
  if (!rules.has(lang)) rules.set(lang, new Intl.PluralRules(lang));
  const form = rules.get(lang)!.select(Number(count) - offset);
  return branches[`=${String(count)}`] ?? branches[form] ?? branches.other!;
}

export function numberOf(lang: string, value: unknown): string {
  if (!numbers.has(lang)) numbers.set(lang, new Intl.NumberFormat(lang));
  return numbers.get(lang)!.format(Number(value));
}
