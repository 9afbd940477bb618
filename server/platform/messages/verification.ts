import { db } from '#kernel/db/unit.ts';
import type { Room } from '#kernel/room.ts';

/** What `lobi verify` shows of the post office: no number is missing, and every message still names the bytes it was filed with. */
export const MESSAGE_VERIFICATIONS: NonNullable<Room['verifications']> = [
  { what: 'register', verify: verifyRegister },
  { what: 'messages', verify: verifyBytes },
];

async function verifyRegister(): Promise<{ ok: boolean; says: string }> {
  const counters = (await db()('sequences')
    .where('name', 'like', 'register.%')
    .orderBy('name')
    .select('name', 'value')) as { name: string; value: number }[];
  const faults: string[] = [];
  let numbers = 0;
  for (const { name, value } of counters) {
    const [, direction = '', year = ''] = name.split('.');
    const prefix = `${direction.toUpperCase()} ${year}/`;
    const row = (await db()('messages')
      .where('register_number', 'like', `${prefix}%`)
      .count('* as n')
      .first()) as { n: number };
    numbers += Number(row.n);
    if (Number(row.n) !== Number(value))
      faults.push(`${prefix} was given ${value} times and stands on ${row.n} messages`);
  }
  return faults.length === 0
    ? { ok: true, says: `${numbers} register numbers without a gap.` }
    : { ok: false, says: `${faults.join('; ')}.` };
}

async function verifyBytes(): Promise<{ ok: boolean; says: string }> {
  const row = (await db()('messages as m')
    .join('blobs as b', 'b.id', 'm.raw_blob_id')
    .whereRaw('b.sha256 <> m.sha256')
    .count('* as n')
    .first()) as { n: number };
  const ok = Number(row.n) === 0;
  return {
    ok,
    says: ok
      ? 'Every message names the bytes it was filed with.'
      : `${row.n} messages name other bytes than they were filed with.`,
  };
}
