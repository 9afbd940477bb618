/** What one follows, as the API gives it. */
import type { Api } from '../kernel/api.ts';
import type { ListQuery } from '../kernel/list-watch.ts';
import type { Row } from '../kernel/refs.ts';

export interface Followed extends Row {
  /** 'person', 'organisation', 'mailbox'. */
  of: string;
  label: string;
  /** Without having asked, as one's mailboxes. */
  ofCourse: boolean;
  follows: boolean;
}

export const followed: ListQuery = { path: '/api/alerts/follows', topics: ['user:me'] };

/** `of` names the record: 'person:01J…'. */
export function follow(api: Api, of: string, follows: boolean): Promise<unknown> {
  const path = `/api/alerts/follows/${of.replace(':', '/')}`;
  return follows ? api.put(path, {}) : api.delete(path);
}
