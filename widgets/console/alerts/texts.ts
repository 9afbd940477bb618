import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words as consoleWords } from '../texts.ts';

export const words: TextLoaders = {
  tr: () => joined(consoleWords.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(consoleWords.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(consoleWords.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
