import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words as people } from '../people/texts.ts';

/** Words of consents, beside those of people. */
export const words: TextLoaders = {
  tr: () => joined(people.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(people.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(people.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
