import { fold } from '#kernel/text/fold.ts';
import { plainSubject } from '#platform/messages/subject.ts';

/** What equal subjects share: no prefixes of answers and forwards, no difference of case, marks and spaces. At most 300 letters. */
export function subjectKey(subject: string): string {
  return fold(plainSubject(subject)).replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** Register numbers that a subject names: `OUT 2026/118`. */
export function registerNumbersIn(subject: string): string[] {
  return [...subject.matchAll(/\b(IN|OUT)\s{1,3}(\d{4})\/(\d{1,9})\b/gi)]
    .map(([, direction, year, number]) => `${direction?.toUpperCase()} ${year}/${Number(number)}`)
    .slice(0, 5);
}
