import { house } from '#kernel/house.ts';

/**
 * What a user holds, room by room: the cards it answers for, the mailboxes it reads, the threads that wait for it. Each room
 * declares its own part, so a hand-over forgets nothing that a later room brings:
 *
 *   portfolios: [{ name: 'people.cards', says: 'Cards that it represents', count, move, bringBack }]
 */
export interface Portfolio {
  /** `room.things` */
  name: string;
  says: string;
  /** How many a user holds now. */
  count(userId: string): Promise<number>;
  /** How many of them would be nobody's without the user, so that it cannot be closed; all of them where not said. */
  keeps?(userId: string): Promise<number>;
  /** Moves up to `limit`, in the running unit of work; the rest with the next call. Gives what it moved, nothing when all is done. */
  move(handing: Handing, limit: number): Promise<MovedThing[]>;
  /** Brings one thing back, in the running unit; false where it is not the successor's any more and stays. Not said: it never comes back. */
  bringBack?(handing: Handing, thing: MovedThing): Promise<boolean>;
}

export interface Handing {
  from: string;
  to: string;
  /** It will not come back by itself: whoever leaves keeps nothing. */
  forGood: boolean;
}

export interface MovedThing {
  entity: string;
  id: string;
  /** What is needed to bring it back. */
  detail?: unknown;
}

declare module '#kernel/room.ts' {
  interface Room {
    portfolios?: readonly Portfolio[];
  }
}

export function portfolios(): Portfolio[] {
  return house().registry.all('portfolios');
}

export interface Holding {
  portfolio: string;
  says: string;
  count: number;
  /** Without a hand-over these keep the user from being closed. */
  keeps: number;
}

/** What a user holds, by portfolio; those with nothing in them too. */
export async function holdingsOf(userId: string): Promise<Holding[]> {
  const found: Holding[] = [];
  for (const each of portfolios()) {
    const count = await each.count(userId);
    const keeps = each.keeps === undefined ? count : await each.keeps(userId);
    found.push({ portfolio: each.name, says: each.says, count, keeps });
  }
  return found;
}
