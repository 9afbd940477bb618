/** What somebody opened lately in this browser, newest first; each person's own. */

export interface Visit {
  label: string;
  to: string;
  /** What it is: 'person', 'organisation', 'thread', 'message'. */
  entity: string;
}

const most = 6;
const keyOf = (userId: string) => `lobi.recent.${userId}`;

export function recentVisits(userId: string): Visit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? (kept as Visit[]).slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberVisit(userId: string, visit: Visit): void {
  const others = recentVisits(userId).filter(({ to }) => to !== visit.to);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([visit, ...others].slice(0, most)));
  } catch {
    // A browser that keeps nothing has nothing lately.
  }
}
