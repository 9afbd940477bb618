import type { TextLoaders } from '../kernel/i18n.ts';

export const words: TextLoaders = {
  tr: () => import('./texts/tr.json', { with: { type: 'json' } }),
  pl: () => import('./texts/pl.json', { with: { type: 'json' } }),
  en: () => import('./texts/en.json', { with: { type: 'json' } }),
};
