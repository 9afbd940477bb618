/**
 * A mail that is being written, kept in the browser with every change until it is sent or thrown away: a reload, a closed lid or a
 * refused sending loses nothing. It is kept under the page's own origin; a host page that must not keep mail clears
 * `lobi-draft …` from its localStorage.
 */
import type { Choice } from '../../controls/picker.ts';
import type { Attachment } from '../messages.ts';
import type { Mode } from './prepared.ts';

export interface Draft {
  /** Makes the sending idempotent: a second try with the same key makes no second mail. */
  key: string;
  mode: Mode;
  from: string | null;
  to: Choice[];
  cc: Choice[];
  bcc: Choice[];
  subject: string;
  text: string;
  attachments: Attachment[];
  /** The original below is sent along. */
  quote: boolean;
  /** Milliseconds since 1970. */
  savedAt: number;
}

const keptFor = 30 * 86_400_000;

export function draftName(server: string, about: string): string {
  return `lobi-draft ${server} ${about}`;
}

export function loadDraft(name: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? 'null') as Draft | null;
    return draft && Date.now() - draft.savedAt < keptFor ? draft : null;
  } catch {
    // A browser that keeps nothing (or something else under that name) is a browser without drafts.
    return null;
  }
}

/** Says when it was saved, or 0 where the browser refuses to keep it. */
export function saveDraft(name: string, draft: Draft): number {
  try {
    draft.savedAt = Date.now();
    localStorage.setItem(name, JSON.stringify(draft));
    return draft.savedAt;
  } catch {
    return 0;
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
