import { isIPv6 } from 'node:net';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { tokenHash } from '#kernel/secrets.ts';

/**
 * Counts tries of strangers, in the database, so that a restart or a second machine forgets nothing. A try is counted before it
 * is looked at: a hundred at once are a hundred, not one.
 */
export interface Turn {
  /** `account`, `address`, … */
  kind: string;
  /** Who or where; stored hashed, since strangers type all sorts of things into a form. */
  of: string;
  /** Tries within the window. */
  most: number;
  /** The user it concerns, where there is one, and from where: for the administrators' page. */
  userId?: string | undefined;
  address?: string | undefined;
}

export const WINDOW_MS = 15 * 60 * 1000;

interface Row {
  key: string;
  count: number;
  since: string;
}

/** Takes one turn of each; throws Fault `limited` with the seconds to wait where one is used up, and counts nothing then. */
export async function takeTurn(turns: readonly Turn[]): Promise<void> {
  await work('access.countTry', async () => {
    const at = now();
    const keys = turns.map(keyOf);
    const rows = (await db()('throttles').whereIn('key', keys).select('key', 'count', 'since')) as Row[];
    const running = rows.filter((row) => Date.parse(row.since) + WINDOW_MS > at.getTime());
    for (const turn of turns) {
      const row = running.find((each) => each.key === keyOf(turn));
      if (row === undefined || row.count < turn.most) continue;
      const seconds = Math.ceil((Date.parse(row.since) + WINDOW_MS - at.getTime()) / 1000);
      throw Fault.limited(
        'session.throttled',
        `Too many tries. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`,
        { retryAfter: seconds },
      );
    }
    for (const turn of turns) {
      const key = keyOf(turn);
      const row = running.find((each) => each.key === key);
      const next = {
        key,
        count: (row?.count ?? 0) + 1,
        since: row?.since ?? moment(at),
        userId: turn.userId ?? null,
        address: turn.address ?? null,
        most: turn.most,
      };
      await db()('throttles').insert(next).onConflict('key').merge();
    }
  });
}

/** Forgets the tries of an account, after it was signed in to or got a new password. In a unit of work. */
export async function forgetTries(kind: string, of: string): Promise<void> {
  await db()('throttles')
    .where({ key: keyOf({ kind, of, most: 0 }) })
    .delete();
}

/** Forgets what was counted for a user, wherever it came from. In a unit of work. */
export async function forgetUser(userId: string): Promise<number> {
  return db()('throttles').where({ userId }).delete();
}

/** A try that was right was no guess: the turns count for nothing. In a unit of work. */
export async function giveBack(turns: readonly Turn[]): Promise<void> {
  for (const turn of turns)
    await db()('throttles')
      .where({ key: keyOf(turn) })
      .where('count', '>', 0)
      .decrement('count', 1);
}

function keyOf(turn: Turn): string {
  return `${turn.kind}:${tokenHash(turn.of)}`;
}

/** For one account from one address. */
const PAIR_TRIES = 10;
/** From one address, whatever the accounts. */
const ADDRESS_TRIES = 60;
/** For one account from everywhere: a guess by many machines. Browsers that were let in before do not wait for those. */
const ACCOUNT_TRIES = 100;

/**
 * The turns of a sign-in. Whoever guesses at one address stops there and locks nobody out elsewhere; a guess spread over many
 * addresses stops at the account, for all but the browsers that the account's owner has signed in with before.
 */
export function signInTurns(email: string, from: string, userId?: string, isKnownDevice = false): Turn[] {
  const where = networkOf(from);
  const about = { userId, address: from };
  return [
    { kind: isKnownDevice ? 'device' : 'pair', of: `${email} ${where}`, most: PAIR_TRIES, ...about },
    { kind: 'address', of: where, most: ADDRESS_TRIES, address: from },
    ...(isKnownDevice ? [] : [{ kind: 'account', of: email, most: ACCOUNT_TRIES, userId }]),
  ];
}

/** Who has one IPv6 address has the whole network of it (/64). */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export interface Pause {
  userId: string | null;
  address: string | null;
  kind: string;
  tries: number;
  since: string;
  until: string;
}

/** Pauses of sign-ins that hold now, newest first. */
export async function runningPauses(): Promise<Pause[]> {
  const rows = (await db()('throttles')
    .whereRaw('count >= most')
    .where('since', '>', moment(now().getTime() - WINDOW_MS))
    .orderBy('since', 'desc')
    .limit(500)
    .select('key', 'count', 'since', 'user_id', 'address')) as (Row & Pick<Pause, 'userId' | 'address'>)[];
  return rows
    .filter((row) => row.userId !== null || row.address !== null)
    .map(({ key, count, since, userId, address }) => ({
      userId,
      address,
      kind: key.slice(0, key.indexOf(':')),
      tries: count,
      since,
      until: moment(Date.parse(since) + WINDOW_MS),
    }));
}
