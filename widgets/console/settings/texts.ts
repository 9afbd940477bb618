import type { TextLoaders } from '../../kernel/i18n.ts';
import { joined } from '../../kernel/i18n.ts';
import { words } from '../texts.ts';

/** The console's words, and those of roles, teams, hand-overs and what they lead to. */
export const accessWords: TextLoaders = {
  tr: () => joined(words.tr(), import('./texts/tr.json', { with: { type: 'json' } })),
  pl: () => joined(words.pl(), import('./texts/pl.json', { with: { type: 'json' } })),
  en: () => joined(words.en(), import('./texts/en.json', { with: { type: 'json' } })),
};
