/** Where the boxes of a whole family of organisations stand, from the highest at the left to the lowest at the right. Pure. */
import type { Ref } from '../../kernel/refs.ts';
import type { Box } from './tree-picture.ts';

/** A member of a family as the server tells it; `parent` is the id of the one above, null for the highest. */
export interface Member extends Ref {
  parent: string | null;
}

const box = { width: 188, height: 32 };
const gap = { across: 40, down: 8 };

export interface FamilyPicture {
  width: number;
  height: number;
  boxes: Box[];
  lines: string;
}

/** Each leaf has a row of its own; whoever stands above stands in the middle of what is directly below. */
export function familyPicture(members: readonly Member[]): FamilyPicture {
  const below = Map.groupBy(members, ({ parent }) => parent);
  const boxes: Box[] = [];
  const lines: string[] = [];
  const seen = new Set<string>();
  let row = 0;
  let deepest = 0;
  const put = (member: Member, depth: number): Box => {
    seen.add(member.id);
    deepest = Math.max(deepest, depth);
    const children = (below.get(member.id) ?? [])
      .filter(({ id }) => !seen.has(id))
      .map((child) => put(child, depth + 1));
    const [first, last] = [children[0], children.at(-1)];
    const y = first && last ? (first.y + last.y) / 2 : row++ * (box.height + gap.down) + 0.5;
    const made = { of: member, x: depth * (box.width + gap.across) + 0.5, y, ...box };
    boxes.push(made);
    for (const child of children) lines.push(line(made, child));
    return made;
  };
  for (const top of below.get(null) ?? []) put(top, 0);
  return {
    width: (deepest + 1) * (box.width + gap.across) - gap.across + 1,
    height: Math.max(1, row) * (box.height + gap.down) - gap.down + 1,
    boxes,
    lines: lines.join(''),
  };
}

function line(above: Box, below: Box): string {
  const middle = below.x - gap.across / 2;
  return `M${above.x + above.width} ${above.y + above.height / 2}H${middle}V${below.y + below.height / 2}H${below.x}`;
}
