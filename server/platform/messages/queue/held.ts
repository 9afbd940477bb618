import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import { tellNews } from './results.ts';
import { whyHeld } from './why-held.ts';

/**
 * While mail is held (setup has not ended, the house was restored from a backup, the data are samples) nothing leaves: who is
 * queued becomes `held` with the reason, and `queued` again once the administrator lets it go.
 */

const CHUNK = 500;

/** Brings waiting recipients in line with the setting, some per call. True while there may be more. */
export async function holdOrLetGo(): Promise<boolean> {
  const reason = setting('sendingHeld');
  if (reason === null) return change('held', 'queued', null, () => true);
  return change('queued', 'held', reason, (destination) => whyHeld(destination) !== null);
}

async function change(
  from: string,
  to: string,
  reason: string | null,
  applies: (destination: string) => boolean,
): Promise<boolean> {
  const destinations = (await db()('recipients').where({ state: from }).distinct('destination')) as {
    destination: string;
  }[];
  const names = destinations.map((row) => row.destination).filter(applies);
  if (names.length === 0) return false;
  return work(`messages.${to}`, async () => {
    const rows = (await db()('recipients')
      .where({ state: from })
      .whereIn('destination', names.slice(0, CHUNK))
      .limit(CHUNK)
      .select('id', 'message_id')) as { id: string; messageId: string }[];
    await db()('recipients')
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .where({ state: from })
      .update({ state: to, reason, updatedAt: moment(now()) })
      .increment('version', 1);
    await tellNews(rows.map((row) => row.messageId));
    return rows.length === CHUNK;
  });
}
