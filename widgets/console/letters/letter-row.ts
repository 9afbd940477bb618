/** A letter to many as the API gives it, and what is asked of it. */
import type { LobiElement } from '../../kernel/element.ts';
import type { Ref, Row } from '../../kernel/refs.ts';

export type LetterState = 'draft' | 'freezing' | 'going' | 'paused' | 'stopped' | 'done' | 'failed';

export type Audience =
  | { group: string }
  | { cards: { entity: string; id: string }[] }
  | { of: string; where: unknown; asOf?: string | null; pinned?: string[]; excluded?: string[] };

export interface LetterRow extends Row {
  subject: string;
  text: string | null;
  html: string | null;
  mailbox: Ref | null;
  purpose: 'commercial' | 'service';
  language: 'tr' | 'pl' | 'en';
  salutation: boolean | string;
  reference: boolean | string;
  distributionNote: boolean;
  audience: Audience;
  leftOut: { entity: string; id: string }[];
  attachments: { id: string; name: string; type: string; size: number }[];
  pace: number | null;
  state: LetterState;
  sendAt: string | null;
  startsAt: string | null;
  askedAt: string | null;
  author: Ref | null;
  sender: Ref | null;
  registerNumber: string | null;
  sentence: string;
  counts: Record<string, number>;
  fault: string | null;
}

export interface GroupRow extends Row {
  name: string;
  of: 'person' | 'organisation';
  sentence?: string;
}

export interface Named {
  entity: string;
  id: string;
  label: string;
}

export interface Preview {
  counts: { all: number; going: number; skipped: number };
  sentence: string;
  group: { id: string; name: string; version: number } | null;
  skipped: { reason: string; count: number; cards: Named[] }[];
  gaps: { field: string; count: number; cards: Named[] }[];
  recipients: {
    number: number;
    card: Named;
    name: string;
    address: string;
    subject: string;
    text: string;
    html: string;
  }[];
  size: number;
  next: number | null;
}

export interface RecipientRow extends Row {
  message: Ref | null;
  number: number;
  name: string;
  address: string;
  card: Named | null;
  state: string;
  reason: string | null;
  sentAt: string | null;
  answeredAt: string | null;
  answered: Ref | null;
  unsubscribedAt: string | null;
  basis: { why?: string; organisation?: { name: string } | null; title?: string | null } | null;
  text: string | null;
  attempts: {
    at: string;
    outcome: string;
    host: string;
    reply: string;
    enhancedCode: string | null;
    tls: string;
  }[];
}

/** Whether it can still be written. */
export function isDraft({ state }: Pick<LetterRow, 'state'>): boolean {
  return state === 'draft' || state === 'failed';
}

/** What a recipient is told as: an answer counts more than that it was sent. */
export function fateOf({ state, answeredAt }: Pick<RecipientRow, 'state' | 'answeredAt'>): string {
  return answeredAt ? 'answered' : state;
}

/** Why somebody was passed over. */
export function skipWords(page: LobiElement, reason: string): string {
  return page.t(`letters.skip.${reason.startsWith('refused') ? 'refused' : reason}`);
}

/** Fields that a letter can say of its reader. */
export const fields = [
  'salutation',
  'name',
  'givenName',
  'familyName',
  'formOfAddress',
  'organisation',
  'title',
  'email',
  'reference',
  'today',
] as const;
