/** Alerts as the API gives them. */
import type { ListQuery } from '../kernel/list-watch.ts';
import type { Ref, Row } from '../kernel/refs.ts';

export interface Alert extends Row {
  kind: string;
  /** What happened, in the reader's language: 'Ewa Żak wrote to Satış'. */
  sentence: string;
  title: string;
  snippet: string;
  at: string;
  /** How many since it was last read. */
  times: number;
  readAt: string | null;
  opens: Ref;
}

/** What the bell shows; who asks the same shares its answer. */
export const unreadAlerts: ListQuery = {
  path: '/api/alerts',
  params: { unread: true, count: true, limit: 20 },
  topics: ['user:me'],
};
