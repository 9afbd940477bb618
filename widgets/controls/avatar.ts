/** The sign of a card: people are round, organisations square, ours in the accent. Initials where there is no picture. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

export interface Face {
  name: string;
  entity?: string;
  ours?: boolean;
  size?: 'mid' | 'big';
  /** An object URL or data URL. */
  picture?: string | null;
}

/** 'Gülşah Aydınoğlu' → 'GA', 'ipek' in Turkish → 'İ': first and last word, in the reader's alphabet; the first two of an organisation,
 * which ends in its legal form. */
export function initialsOf(name: string, lang: string, entity = 'person'): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0]!, entity === 'organisation' ? words[1]! : words.at(-1)!] : words;
  return ends.map((word) => [...word][0]!.toLocaleUpperCase(lang)).join('');
}

/** Hidden from screen readers: the name always stands beside it. Needs the `buttons` sheet. */
export function avatar(face: Face, lang: string): TemplateResult {
  const shape = [
    face.entity === 'organisation' ? 'square' : '',
    face.ours ? 'ours' : '',
    face.size ?? '',
  ].join(' ');
  return face.picture
    ? html`<img class="avatar ${shape}" src=${face.picture} alt="" />`
    : html`<span class="avatar ${shape}" aria-hidden="true">${initialsOf(face.name, lang, face.entity)}</span>`;
}
