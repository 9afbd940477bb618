import { db } from '#kernel/db/unit.ts';

/** How somebody wants to be told of one kind: at the bell, in the digest. Without a word of hers, both. */
export interface Wish {
  shown: boolean;
  mailed: boolean;
}

const PRESET: Wish = { shown: true, mailed: true };

export async function wishesOf(userIds: readonly string[]): Promise<(userId: string, kind: string) => Wish> {
  const rows = (await db()('alert_wishes')
    .whereIn('user_id', [...userIds])
    .select('user_id', 'kind', 'shown', 'mailed')) as {
    userId: string;
    kind: string;
    shown: boolean | number;
    mailed: boolean | number;
  }[];
  const known = new Map(
    rows.map((row) => [
      `${row.userId} ${row.kind}`,
      { shown: Boolean(row.shown), mailed: Boolean(row.mailed) },
    ]),
  );
  return (userId, kind) => known.get(`${userId} ${kind}`) ?? PRESET;
}
