import type { TextLoaders } from '../../../kernel/i18n.ts';
import { joined } from '../../../kernel/i18n.ts';
import { words } from '../../texts.ts';

/** What only the mail doctor says, with the console's own words. */
export const deliveryWords: TextLoaders = {
  tr: () => joined(words.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(words.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(words.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
