import { claim, putOff } from '#kernel/claim.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import type { Hand } from '#kernel/hands.ts';
import { house, now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { callBackSome } from '#platform/messages/dispatches.ts';
import { setting } from '#platform/settings/api.ts';
import { Letter } from '../model.ts';
import { freezeLetter } from './freeze.ts';

/** A hand of its own: while a large letter is frozen, every other work goes on. */

const LEASE_MS = 60 * 60_000;
const TRIES = 3;
const CHUNK = 200;

export const freezingHand: Hand = {
  name: 'letters.freezing',
  says: 'Freezes letters that were sent, and calls back those that were stopped.',
  wakesOn: ['letters'],
  everyMs: 2000,
  async turn() {
    if (await callBack()) return true;
    const due = (await db()('letters')
      .where({ state: 'freezing' })
      .where('due_at', '<=', moment(now()))
      .first('id')) as { id: string } | undefined;
    if (due === undefined) return false;
    const [row] = await work('letters.claim', () =>
      claim<{ id: string; attempts: number }>({
        table: 'letters',
        limit: 1,
        leaseMs: LEASE_MS,
        where: (query) => void query.where({ state: 'freezing' }),
        give: ['id', 'attempts'],
      }),
    );
    if (row === undefined) return false;
    await freezeOne(row.id, row.attempts);
    return true;
  },
};

async function freezeOne(id: string, attempts: number): Promise<void> {
  try {
    const letter = (await Letter.query().findById(id)) as Letter;
    await freezeLetter(letter, await senderOf(letter));
    await work('letters.frozen', () =>
      db()('letters').where({ id }).update({ lockedBy: null, lockedAt: null }),
    );
  } catch (error) {
    const reason = (error as Error).message.slice(0, 2000);
    const fault = isFault(error) && error.kind !== 'later' ? reason : null;
    if (fault === null)
      house().log.error(
        { letter: id, err: reason, stack: (error as Error).stack },
        'a letter could not be frozen',
      );
    await work('letters.freezeFailed', async () => {
      await putOff('letters', [id], moment(now().getTime() + 30_000 * attempts));
      if (fault === null && attempts < TRIES) return;
      const standing = await Letter.query().findById(id);
      if (standing?.state === 'freezing') await update(Letter, id, { state: 'failed', fault: reason });
    });
  }
}

/** Whoever sent it, with the rights they have now. */
async function senderOf({ sentBy }: Letter) {
  const user = await User.query()
    .findById(sentBy ?? '')
    .whereNull('closedAt');
  if (user === undefined) throw new Error('Who sent this letter has no access any more.');
  return actorOf(user, setting('timeZone'));
}

/** Those of stopped letters who wait still; true while there may be more. */
async function callBack(): Promise<boolean> {
  const rows = (await db()('letters as l')
    .join('recipients as r', 'r.message_id', 'l.id')
    .where('l.state', 'stopped')
    .whereIn('r.state', ['queued', 'held'])
    .limit(1)
    .select('l.id as id')) as { id: string }[];
  const [row] = rows;
  if (row === undefined) return false;
  await work('letters.callBack', () => callBackSome(row.id, CHUNK));
  return true;
}

/** A claim of this machine's own past: with the embedded database nobody else can hold one. */
export async function freeStaleClaims(): Promise<void> {
  if (house().db.dialect !== 'sqlite') return;
  await work('letters.freeStaleClaims', () =>
    db()('letters').whereNotNull('locked_by').update({ lockedBy: null, lockedAt: null }),
  );
}
