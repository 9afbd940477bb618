import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { askHouseMail, linkTo } from '#platform/access/house-mail.ts';
import { User } from '#platform/access/model.ts';
import { actorsOf } from './raising.ts';
import { nextDigest } from './rhythm.ts';
import type { RhythmRow } from './rhythms.ts';
import { type AlertRow, presentAlerts, standing } from './standing.ts';

/**
 * One mail with what is unread, to those who want it, at their hour. Each alert goes out once; where nothing is new nothing goes.
 * It feeds nothing back: the mailroom tells nobody of the house's own letters that come back to it, and of mail that came to the
 * very address to which it goes a digest does not speak.
 */

const USERS_A_TURN = 200;
/** Told one by one; of more, the number. */
const LISTED = 30;

export async function sendDigests(): Promise<void> {
  const due = (await db()('alert_rhythms')
    .where('next_at', '<=', moment(now()))
    .orderBy('next_at')
    .limit(USERS_A_TURN)) as RhythmRow[];
  for (const rhythm of due) {
    try {
      await sendDigest(rhythm);
    } catch (error) {
      // One person's digest keeps nobody else's back; it is tried again at its next hour.
      house().log.error({ user: rhythm.userId, err: (error as Error).message }, 'a digest was not made');
      await work('notify.digestLater', () => nextTime(rhythm));
    }
  }
}

async function sendDigest(rhythm: RhythmRow): Promise<void> {
  const [actor] = await actorsOf([rhythm.userId]);
  const user = actor && (await User.query().findById(rhythm.userId));
  await work('notify.digest', async () => {
    // 1. Whoever moves the hour writes; of two processes one finds it moved.
    if (!(await nextTime(rhythm, actor !== undefined)) || actor === undefined || user === undefined) return;
    // 2. What is unread and was not told yet.
    const rows = await untold(actor, user.email);
    if (rows.length === 0) return;
    // 3. Told once.
    await db()('alerts')
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .update({ digestedAt: moment(now()) });
    const items = await presentAlerts(rows.slice(0, LISTED), actor);
    await askHouseMail({
      to: { name: actor.name, address: user.email },
      language: user.language,
      key: 'mail.digest',
      values: { count: rows.length, more: rows.length - items.length },
      link: linkTo('/alerts'),
      items: items.map(({ id, sentence, title, snippet }) => ({
        over: sentence,
        title: title || sentence,
        under: snippet,
        link: linkTo(`/alerts/${id}`),
      })),
    });
  });
}

/** In a unit of work. False where another process was quicker. */
async function nextTime(rhythm: RhythmRow, goesOn = true): Promise<boolean> {
  const next = goesOn ? nextDigest(rhythm, now()) : null;
  const moved = await db()('alert_rhythms')
    .where({ userId: rhythm.userId, nextAt: rhythm.nextAt })
    .update({ nextAt: next === null ? null : moment(next) });
  return Number(moved) > 0;
}

async function untold(actor: Actor, email: string): Promise<AlertRow[]> {
  return (await standing(actor)
    .where({ mailed: true })
    .whereNull('alerts.read_at')
    .whereNull('alerts.digested_at')
    .where((elsewhere) =>
      elsewhere.whereNull('alerts.came_to').orWhereNot('alerts.came_to', email.toLowerCase()),
    )
    .orderBy('alerts.at', 'desc')
    .limit(500)
    .select('alerts.*')) as AlertRow[];
}
