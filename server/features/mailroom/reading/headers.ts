import { cleaned } from '#kernel/text/fold.ts';
import type { Party } from '#platform/messages/model.ts';

/** Reading of header values that must not depend on a whole parser. */

/** A header line's value, unfolded. */
export function valueOf(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n[ \t]+/g, ' ')
    .trim();
}

/** Ids in angle brackets; a bare one where somebody forgot them. At most 200. */
export function idsIn(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>\s]{1,990})>/g)].map((match) => match[1] as string);
  const found =
    bracketed.length > 0
      ? bracketed
      : value.split(/\s+/).filter((word) => /^[^\s<>@]+@[^\s<>@]+$/.test(word));
  return [...new Set(found.map(cleaned))].slice(0, 200);
}

/** ISO moment of a Date header; null where it is none. */
export function momentIn(value: string): string | null {
  const at = new Date(value.replace(/\([^()]*\)/g, ' ').trim());
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

interface Mailbox {
  name?: string;
  address?: string;
  group?: Mailbox[];
}

const MOST_PARTIES = 2000;

/** Everybody a header names; groups are opened. Names and addresses lose control characters. */
export function partiesOf(role: Party['role'], values: readonly Mailbox[]): Party[] {
  const found: Party[] = [];
  for (const value of values.slice(0, MOST_PARTIES)) {
    if (value.group !== undefined) found.push(...partiesOf(role, value.group));
    else if ((value.address ?? '') !== '' || (value.name ?? '') !== '')
      found.push({ role, name: oneLine(value.name ?? '', 300), address: oneLine(value.address ?? '', 320) });
  }
  return found;
}

/** Text for a single line: no control characters, no tricks of direction. */
export function oneLine(text: string, longest: number): string {
  return cleaned(text)
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, longest);
}
