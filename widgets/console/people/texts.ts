import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words as console } from '../texts.ts';

/** What only the parts of a card and the list of cards say, with the console's own words. */
export const words: TextLoaders = {
  tr: () => joined(console.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(console.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(console.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
