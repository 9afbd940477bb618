/** Where the boxes of a small organisation tree stand. Pure: the element only draws it. */
import type { Ref } from '../../kernel/refs.ts';

export interface Family {
  me: Ref;
  parent: Ref | null;
  siblings: Ref[];
  children: Ref[];
}

export interface Box {
  of: Ref;
  x: number;
  y: number;
  width: number;
  height: number;
}

const width = 304;
const height = 30;
/** Two letters more than 'Öztürk Holding', so that most names stand whole where there is room. */
const widest = 132;
const gap = { across: 8, down: 22 };
const across = 3;

/** Parent above, the firm among its siblings, what is below it under it; rows wrap at three. Lines as one SVG path. */
export function treeOf({ me, parent, siblings, children }: Family): {
  width: number;
  height: number;
  boxes: Box[];
  lines: string;
} {
  // The firm itself stands in the middle of the first three.
  const row = [...siblings.slice(0, 1), me, ...siblings.slice(1)];
  const boxes: Box[] = [];
  const lines: string[] = [];
  let top = 0.5;
  const put = (refs: Ref[], above: Box | null) => {
    for (let at = 0; at < refs.length; at += across) {
      const here = refs.slice(at, at + across);
      const wide = Math.min(widest, (width - 1 - (here.length - 1) * gap.across) / here.length);
      const start = (width - here.length * wide - (here.length - 1) * gap.across) / 2;
      here.forEach((of, place) => {
        const made = { of, x: start + place * (wide + gap.across), y: top, width: wide, height };
        boxes.push(made);
        if (above && at === 0) lines.push(line(above, made));
      });
      top += height + (at + across < refs.length ? gap.across : gap.down);
    }
  };
  if (parent) put([parent], null);
  put(parent ? row : [me], boxes[0] ?? null);
  put(children, boxes.find(({ of }) => of.id === me.id) ?? null);
  return { width, height: Math.ceil(top - gap.down + 1), boxes, lines: lines.join('') };
}

function line(above: Box, below: Box): string {
  const from = above.x + above.width / 2;
  const to = below.x + below.width / 2;
  const middle = below.y - gap.down / 2;
  return `M${from} ${above.y + above.height}V${middle}H${to}V${below.y}`;
}
