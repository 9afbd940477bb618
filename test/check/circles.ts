// Two rooms that need each other are one room that was cut wrongly. dependency-cruiser sees circles of
// files; here the rooms themselves are the knots.

/** The room of a file: `server/platform/access`. */
function roomOf(path: string): string | undefined {
  return /^server\/(?:platform|features)\/[^/]+(?=\/)/.exec(path)?.[0];
}

/** Circles of rooms in imports between files, each with one import per step as its evidence. Types count: they are needed too. */
export function circlesOfRooms(edges: [from: string, to: string][]): string[] {
  const needs = new Map<string, Map<string, string>>();
  for (const [from, to] of edges) {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (!room || !other || other === room) continue;
    const known = needs.get(room) ?? new Map<string, string>();
    if (!known.has(other)) known.set(other, `${from} → ${to}`);
    needs.set(room, known);
  }
  const circles = new Map<string, string>();
  for (const start of needs.keys()) {
    const way = wayBack(start, needs);
    const name = way?.toSorted().join(' ') ?? '';
    if (way && !circles.has(name)) circles.set(name, told(way, needs));
  }
  return [...circles.values()];
}

/** The shortest way from a room over others back to itself. */
function wayBack(start: string, needs: Map<string, Map<string, string>>): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of needs.get(way.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

function told(way: string[], needs: Map<string, Map<string, string>>): string {
  const steps = way.map((room, at) => needs.get(room)?.get(way[(at + 1) % way.length] ?? ''));
  return `${way.map((room) => room.split('/').at(-1)).join(' → ')} → ${way[0]?.split('/').at(-1)}: these rooms need each other\n  ${steps.join('\n  ')}`;
}
