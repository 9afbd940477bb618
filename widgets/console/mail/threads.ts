/** Correspondence as the list shows it. */

import type { ListQuery } from '../../kernel/list-watch.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import type { Route } from '../route.ts';

export interface ThreadRow extends Row {
  subject: string;
  snippet: string;
  /** Who wrote last from outside, by card or by name. */
  who: string;
  organisation?: string | null;
  lastAt: string;
  messageCount: number;
  hasAttachments?: boolean;
  /** New since the reader last looked. */
  unread: boolean;
  /** An answer is owed since then (the last mail came from outside). */
  awaitingSince?: string | null;
  assignee?: Ref | null;
  mailboxes?: Ref[];
  about?: Ref[];
  registerNumber?: string | null;
  closedAt?: string | null;
}

export interface Mailbox extends Row {
  address: string;
  name: string;
  kind: 'group' | 'personal';
}

/** What the list of an address reads; page and list ask alike, and share one answer. */
export function threadsOf({ query }: Route): ListQuery {
  const box = query.get('box');
  const view = views.find((each) => each === query.get('view')) ?? 'team';
  return {
    path: '/api/threads',
    params: { mailbox: box, view, q: query.get('q'), limit: 40 },
    // What one has read elsewhere is read here, too.
    topics: ['list:thread', 'user:me', ...(box ? [`mailbox:${box}`] : [])],
  };
}

export const boxes: ListQuery = { path: '/api/mailboxes', params: { limit: 100 }, topics: ['list:mailbox'] };

export const views = ['team', 'mine', 'unassigned', 'awaiting', 'closed'] as const;
export type View = (typeof views)[number];

export type Stretch = 'today' | 'yesterday' | 'week' | 'lastWeek' | 'older';

/** In which stretch of days, as people look back, a day lies. Days are YYYY-MM-DD; weeks begin on Monday. */
export function stretchOf(day: string, today: string): Stretch {
  const ago = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  if (ago <= 0) return 'today';
  if (ago === 1) return 'yesterday';
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  if (ago <= sinceMonday) return 'week';
  return ago <= sinceMonday + 7 ? 'lastWeek' : 'older';
}

/** '35 min', '3 h', '2 d': how long an answer is owed. */
export function owedFor(since: string, now: Date): { count: number; unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.max(1, Math.round((now.getTime() - Date.parse(since)) / 60_000));
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { count: hours, unit: 'hour' } : { count: Math.round(hours / 24), unit: 'day' };
}
