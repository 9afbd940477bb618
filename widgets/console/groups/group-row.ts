/** A group as the API gives it, and what is asked of it. */
import type { Row } from '../../kernel/refs.ts';

export interface GroupRow extends Row {
  name: string;
  of: 'person' | 'organisation';
  where: Record<string, unknown> | null;
  asOf: string | null;
  pinned: string[];
  excluded: string[];
  shared: boolean;
}

export type Question = Pick<GroupRow, 'name' | 'of' | 'where' | 'asOf' | 'pinned' | 'excluded' | 'shared'>;

export interface Seen {
  count: number;
  sample: { entity: string; id: string; label: string }[];
  sentence: Record<'tr' | 'pl' | 'en', string>;
}

export interface Finding {
  says: string;
  holds: boolean;
  parts?: Finding[];
}

export interface Explained {
  in: boolean;
  by: 'pinned' | 'excluded' | 'closed' | null;
  finding: Finding | null;
}

export const fresh: Question = {
  name: '',
  of: 'person',
  where: { all: [] },
  asOf: null,
  pinned: [],
  excluded: [],
  shared: false,
};
