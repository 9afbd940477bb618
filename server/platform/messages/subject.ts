import type { Language } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';

/**
 * Prefixes that mail programs put before a subject, in the languages they speak. They say "answer" or "passed on", never what
 * a mail is about: threads compare subjects without them, and an answer carries one, in the language of who writes.
 */

const ANSWERED = [
  're',
  'ynt',
  'yanit',
  'cevap',
  'odp',
  'odpowiedz',
  'aw',
  'antw',
  'antwort',
  'sv',
  'vs',
  'rif',
  'res',
  'ref',
  'rv',
  'ris',
];
const PASSED_ON = [
  'fw',
  'fwd',
  'ilt',
  'iletilen',
  'pd',
  'przekaz',
  'podaj dalej',
  'wg',
  'wtr',
  'tr',
  'vb',
  'vl',
  'enc',
  'doorst',
  'i',
];

const WORDS = new Set([...ANSWERED, ...PASSED_ON]);
/** `Re:`, `RE[2]:`, `Ynt (3) :`, with the colons of other scripts. */
const PREFIX =
  /^\s*(?:\[[^\]]{0,40}\]\s*)?([\p{L}\p{M} ]{1,14}?)\s*(?:[[(^]\s*\d{1,3}\s*[\])]?)?\s*[:：]\s*/u;

/** A subject without the prefixes of answers and forwards. */
export function plainSubject(subject: string): string {
  let rest = subject.trim();
  for (let round = 0; round < 20; round++) {
    const found = PREFIX.exec(rest);
    if (found === null || !WORDS.has(fold(found[1] as string).trim())) return rest;
    rest = rest.slice(found[0].length).trim();
  }
  return rest;
}

const SAID: Record<Language, { answer: string; forward: string }> = {
  tr: { answer: 'Ynt:', forward: 'İlt:' },
  pl: { answer: 'Odp:', forward: 'PD:' },
  en: { answer: 'Re:', forward: 'Fwd:' },
};

export function answerSubject(subject: string, language: Language): string {
  return `${SAID[language].answer} ${plainSubject(subject)}`.trim();
}

export function forwardSubject(subject: string, language: Language): string {
  return `${SAID[language].forward} ${plainSubject(subject)}`.trim();
}
