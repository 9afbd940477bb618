import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import { diskState, freeDisk } from './disk.ts';

/** One thing that can be well or not; `says` is a sentence, `does` what to do about it. Keys are for the console's texts. */
export interface HealthCheck {
  name: string;
  ok: boolean;
  /** Facts for the text of the console: `system.<name>.ok` or `system.<name>.bad`. */
  facts: Record<string, string | number>;
  says: string;
  does: string | null;
}

export interface Check {
  name: string;
  /** Counts for /readyz: the process cannot do its work without. */
  vital?: boolean;
  look(): Promise<Omit<HealthCheck, 'name'>>;
}

declare module '#kernel/room.ts' {
  interface Room {
    checks?: readonly Check[];
  }
}

export async function healthChecks(vitalOnly = false): Promise<HealthCheck[]> {
  const checks = house()
    .registry.all('checks')
    .filter((check) => !vitalOnly || check.vital === true);
  return Promise.all(
    checks.map(async (check) => {
      try {
        return { name: check.name, ...(await check.look()) };
      } catch (error) {
        return {
          name: check.name,
          ok: false,
          facts: {},
          says: (error as Error).message,
          does: 'Look into the log.',
        };
      }
    }),
  );
}

export function readiness(): Promise<HealthCheck[]> {
  return healthChecks(true);
}

const well = (says: string, facts: HealthCheck['facts'] = {}) => ({ ok: true, facts, says, does: null });
const unwell = (says: string, does: string, facts: HealthCheck['facts'] = {}) => ({
  ok: false,
  facts,
  says,
  does,
});

/** Longer than this an arrival should never wait. */
const LATE_MS = 5 * 60_000;

export const SYSTEM_CHECKS: readonly Check[] = [
  {
    name: 'database',
    vital: true,
    async look() {
      await db().raw('SELECT 1');
      return well('The database answers.', { engine: house().db.dialect });
    },
  },
  {
    name: 'disk',
    vital: true,
    async look() {
      const state = await diskState();
      const gigabytes = Math.round(freeDisk() / 1e8) / 10;
      if (state === 'ok') return well(`${gigabytes} GB are free.`, { gigabytes });
      const does = 'Free some space or enlarge the disk; sending and receiving go on by themselves.';
      return unwell(
        state === 'low'
          ? `Only ${gigabytes} GB are free: sending is stopped.`
          : `Only ${gigabytes} GB are free: receiving answers "later".`,
        does,
        { gigabytes },
      );
    },
  },
  {
    name: 'arrivals',
    async look() {
      const row = (await db()('arrivals')
        .whereNull('filed_at')
        .whereNull('parked_at')
        .min('created_at as oldest')
        .count('* as n')
        .first()) as { oldest: string | null; n: number };
      const late =
        row.oldest !== null && house().clock.now().getTime() - new Date(row.oldest).getTime() > LATE_MS;
      return late
        ? unwell(
            `${row.n} received mails wait to be filed, the oldest since ${row.oldest}.`,
            'Look into the log for the hand mailroom.',
            { count: Number(row.n) },
          )
        : well('Received mail is filed at once.', { count: Number(row.n) });
    },
  },
  {
    name: 'parked',
    async look() {
      const n = async (query: PromiseLike<unknown>) => Number(((await query) as { n: number }[])[0]?.n ?? 0);
      const arrivals = await n(db()('arrivals').whereNotNull('parked_at').count('* as n'));
      const jobs = await n(db()('jobs').whereNotNull('parked_at').count('* as n'));
      const events = await n(db()('parked_events').count('* as n'));
      const count = arrivals + jobs + events;
      return count === 0
        ? well('Nothing was given up.')
        : unwell(
            `${count} pieces of work were given up after their tries; nothing of them is lost.`,
            'The log names each with its reason.',
            { count, arrivals, jobs, events },
          );
    },
  },
  {
    name: 'sending',
    async look() {
      const held = setting('sendingHeld');
      if (held !== null)
        return unwell(`Outgoing mail is held (${held}).`, 'Let it leave when all is as it should be.', {
          reason: held,
        });
      const late = moment(house().clock.now().getTime() - 60 * 60_000);
      const row = (await db()('recipients')
        .whereIn('state', ['queued', 'sending'])
        .andWhere('created_at', '<', late)
        .count('* as n')
        .first()) as { n: number };
      const count = Number(row.n);
      return count === 0
        ? well('Outgoing mail leaves.')
        : unwell(
            `${count} recipients have waited for more than an hour.`,
            'Open their messages: every attempt shows the other server’s words.',
            { count },
          );
    },
  },
];
