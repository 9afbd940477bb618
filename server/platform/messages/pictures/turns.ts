import { Fault } from '#kernel/errors.ts';
import { roomMemory } from '#kernel/house.ts';

/** So many pictures are fetched at once; a mail with a hundred of them does not take the house's connections away. */
const AT_ONCE = 12;
const MOST_WAITING = 600;
const MEMORY = Symbol('messages.pictures.turns');

interface Turns {
  running: number;
  waiting: (() => void)[];
}

/** Runs work when it is its turn. Throws Fault `limited` where too many wait. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turns = roomMemory<Turns>(MEMORY, () => ({ running: 0, waiting: [] }));
  if (turns.running >= AT_ONCE) {
    if (turns.waiting.length >= MOST_WAITING)
      throw Fault.limited(
        'pictures.crowded',
        'Too many pictures are fetched just now; try again in a moment.',
        {
          retryAfter: 10,
        },
      );
    await new Promise<void>((resolve) => turns.waiting.push(resolve));
  } else turns.running++;
  try {
    return await work();
  } finally {
    // A place is handed on, so that it is never counted twice.
    const next = turns.waiting.shift();
    if (next === undefined) turns.running--;
    else next();
  }
}
