import { fold } from '#kernel/text/fold.ts';
import { filesOf } from '#test/check/files.ts';
import type { Skeleton } from './skeleton.ts';

/** A decision record after the last one. */
export function decision(title: string): Skeleton {
  const last = Math.max(0, ...filesOf(/^docs\/decisions\/\d{4}-/).map((path) => Number(path.slice(15, 19))));
  const number = String(last + 1).padStart(4, '0');
  const slug = fold(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const text = `# ${number} ${title}

**Decided.** What holds from now on, in two or three sentences.

**Why.** The reason, with the figure or the test that showed it.

**Given up.** What this makes harder, and what would make us think again.
`;
  return {
    files: { [`docs/decisions/${number}-${slug}.md`]: text },
    lines: [],
    next: ['40 lines at most. A decision that another replaces stays, with a line that says which.'],
  };
}
