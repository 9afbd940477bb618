import type { TextLoaders } from '../kernel/i18n.ts';
import { joined } from '../kernel/i18n.ts';

/** The console's own words, and those of failing and waiting, which its forms say too. */
export const words: TextLoaders = {
  tr: () =>
    joined(
      import('./texts/tr.json', { with: { type: 'json' } }),
      import('../kernel/trouble/texts/tr.json', { with: { type: 'json' } }),
    ),
  pl: () =>
    joined(
      import('./texts/pl.json', { with: { type: 'json' } }),
      import('../kernel/trouble/texts/pl.json', { with: { type: 'json' } }),
    ),
  en: () =>
    joined(
      import('./texts/en.json', { with: { type: 'json' } }),
      import('../kernel/trouble/texts/en.json', { with: { type: 'json' } }),
    ),
};
