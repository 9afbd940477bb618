import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words as consoleWords } from '../texts.ts';

/** Words of groups and their conditions, beside the console's own. */
export const words: TextLoaders = {
  tr: () => joined(import('./texts/tr.json', { with: { type: 'json' } }), consoleWords.tr()),
  pl: () => joined(import('./texts/pl.json', { with: { type: 'json' } }), consoleWords.pl()),
  en: () => joined(import('./texts/en.json', { with: { type: 'json' } }), consoleWords.en()),
};
