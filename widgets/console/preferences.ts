/**
 * How this browser shows the console: language, light or dark, contrast. Kept in the browser, so that the sign-in page
 * already speaks the language last used here; the language of the signed-in user wins where this browser has no choice.
 */
import type { Theme } from '../kernel/element.ts';
import type { Lang } from '../kernel/i18n.ts';
import { langOf, langs } from '../kernel/i18n.ts';

export type Contrast = 'auto' | 'more';

export interface Preferences {
  /** null: as the user's record or the browser says. */
  lang: Lang | null;
  theme: Theme;
  contrast: Contrast;
}

const place = 'lobi.look';

export function preferences(): Preferences {
  const kept = read();
  return {
    lang: langs.find((lang) => lang === kept.lang) ?? null,
    theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'auto',
    contrast: kept.contrast === 'more' ? 'more' : 'auto',
  };
}

export function prefer(change: Partial<Preferences>): Preferences {
  const next = { ...preferences(), ...change };
  // A browser that keeps nothing (private windows) forgets the choice with the page.
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    return next;
  }
  return next;
}

/** Before the first picture: what the page around the elements must know. */
export function applyLook({ lang, theme, contrast }: Preferences, userLang?: string): Lang {
  const spoken = lang ?? langOf(userLang, ...navigator.languages);
  const root = document.documentElement;
  root.lang = spoken;
  root.dataset.theme = theme;
  root.dataset.contrast = contrast;
  return spoken;
}

function read(): Partial<Record<keyof Preferences, unknown>> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}
