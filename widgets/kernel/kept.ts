/** What is remembered of records and lists: all that is observed, and the most recently asked ones besides. */

const keptUnobserved = 200;

interface Observed {
  readonly observed: boolean;
}

// Kept while observed, and the most recently asked ones besides, so that going back shows at once what was there.
export function keptEntry<T extends Observed>(kept: Map<string, T>, key: string, make: () => T): T {
  const here = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, here);
  if (kept.size > keptUnobserved) {
    for (const [old, watched] of kept) {
      if (kept.size <= keptUnobserved) break;
      if (!watched.observed && watched !== here) kept.delete(old);
    }
  }
  return here;
}
