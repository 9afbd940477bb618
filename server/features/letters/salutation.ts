import type { AudienceCard } from '#features/people/api.ts';
import { fold } from '#kernel/text/fold.ts';
import { vocativeOf } from './vocative.ts';

/**
 * How a letter greets: by the card's language and the form of address that stands on it. Nobody's gender is guessed from a name:
 * without a form of address the greeting is one that fits everybody.
 */

const FEMALE = new Set([
  'hanim',
  'hanimefendi',
  'bayan',
  'pani',
  'ms',
  'mrs',
  'miss',
  'madam',
  'frau',
  'madame',
  'mme',
]);
const MALE = new Set(['bey', 'beyefendi', 'bay', 'pan', 'mr', 'sir', 'herr', 'monsieur', 'm']);

type Greeted = Pick<
  AudienceCard,
  'entity' | 'name' | 'givenName' | 'familyName' | 'formOfAddress' | 'vocative'
>;

function genderOf(formOfAddress: string | null): 'f' | 'm' | null {
  const words = fold(formOfAddress ?? '').split(/[^a-z]+/);
  if (words.some((word) => FEMALE.has(word))) return 'f';
  return words.some((word) => MALE.has(word)) ? 'm' : null;
}

/** One line, with its comma. */
export function salutation(card: Greeted, language: string): string {
  const gender = genderOf(card.formOfAddress);
  if (language === 'tr') return turkish(card);
  if (language === 'pl') return polish(card, gender);
  if (language === 'de') return german(card, gender);
  if (language === 'fr') return french(card, gender);
  return english(card, gender);
}

function turkish({ entity, name }: Greeted): string {
  return entity === 'organisation' || name === '' ? 'Sayın Yetkili,' : `Sayın ${name},`;
}

function polish({ entity, givenName, vocative }: Greeted, gender: 'f' | 'm' | null): string {
  if (entity === 'organisation' || gender === null) return 'Szanowni Państwo,';
  const called = vocative?.trim() || vocativeOf(givenName, gender) || '';
  const whom = gender === 'f' ? 'Szanowna Pani' : 'Szanowny Panie';
  return called === '' ? `${whom},` : `${whom} ${called},`;
}

function english({ entity, name, familyName }: Greeted, gender: 'f' | 'm' | null): string {
  if (entity === 'organisation' || name === '') return 'Dear Sir or Madam,';
  if (gender === null || familyName === '') return `Dear ${name},`;
  return `Dear ${gender === 'f' ? 'Ms' : 'Mr'} ${familyName},`;
}

function german({ entity, familyName }: Greeted, gender: 'f' | 'm' | null): string {
  if (entity === 'organisation' || gender === null || familyName === '')
    return 'Sehr geehrte Damen und Herren,';
  return gender === 'f' ? `Sehr geehrte Frau ${familyName},` : `Sehr geehrter Herr ${familyName},`;
}

function french({ entity }: Greeted, gender: 'f' | 'm' | null): string {
  if (entity === 'organisation' || gender === null) return 'Madame, Monsieur,';
  return gender === 'f' ? 'Madame,' : 'Monsieur,';
}
