import { fold } from '#kernel/text/fold.ts';
import { SORT_LANGUAGES, sortKey } from '#kernel/text/sort-key.ts';

/** Names as cards keep them beside what was typed: as spoken, folded for comparing, and a sort key per language. */
export interface NameColumns {
  name: string;
  nameFolded: string;
  nameSortTr: string;
  nameSortPl: string;
  nameSortEn: string;
}

/** A person is called by given and family name, and filed under the family name. */
export function personName(givenName: string, familyName: string): NameColumns {
  return columns(tidied(`${givenName} ${familyName}`), tidied(`${familyName} ${givenName}`));
}

export function organisationName(name: string): NameColumns {
  return columns(tidied(name), tidied(name));
}

/** Without spaces at the ends and without several in a row. */
export function tidied(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

function columns(spoken: string, filed: string): NameColumns {
  const [nameSortTr, nameSortPl, nameSortEn] = SORT_LANGUAGES.map((language) => sortKey(filed, language)) as [
    string,
    string,
    string,
  ];
  return { name: spoken, nameFolded: fold(spoken), nameSortTr, nameSortPl, nameSortEn };
}
