import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import { nextDigest, presetRhythm, type Rhythm } from './rhythm.ts';

/** Rhythms as they are kept, with the moment at which the next digest is due. */
export type RhythmRow = Rhythm & { userId: string; nextAt: string | null };

export async function rhythmOf(userId: string): Promise<Rhythm & { nextAt: string | null }> {
  const row = (await db()('alert_rhythms').where({ userId }).first()) as RhythmRow | undefined;
  return row ?? { ...presetRhythm(setting('timeZone')), nextAt: null };
}

/** In a unit of work. */
export async function keepRhythm(userId: string, rhythm: Rhythm): Promise<void> {
  const next = nextDigest(rhythm, now());
  const row = { ...rhythm, userId, nextAt: next === null ? null : moment(next) };
  await db()('alert_rhythms').insert(row).onConflict('user_id').merge();
}
