import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words } from '../texts.ts';

/** The console's words, and those of bringing files in. */
export const exchangeWords: TextLoaders = {
  tr: () => joined(words.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(words.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(words.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
