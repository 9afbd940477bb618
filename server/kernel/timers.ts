import { Cron } from 'croner';
import { claim, putOff } from './claim.ts';
import { moment } from './clock.ts';
import { work } from './command.ts';
import { db } from './db/unit.ts';
import type { Hand } from './hands.ts';
import { house, now } from './house.ts';
import { newId } from './ids.ts';

/** What happens by the clock, once in the whole installation. */
export interface Timer {
  /** `room.purpose` */
  name: string;
  says: string;
  /** Seconds between runs, or a cron line in the company's zone. */
  every: number | string;
  does(): Promise<void>;
}

export function timer(definition: Timer): Timer {
  return definition;
}

interface TimerRow {
  id: string;
  name: string;
}

const LEASE_MS = 15 * 60_000;

export function timersHand(timers: readonly Timer[]): Hand {
  const byName = new Map(timers.map((each) => [each.name, each]));
  return {
    name: 'kernel.timers',
    says: 'Runs the timers that are due.',
    wakesOn: ['timers'],
    everyMs: 1000,
    async turn() {
      if (byName.size === 0) return false;
      await registerNew(byName);
      const names = [...byName.keys()];
      const due = (await db()('timers')
        .where('due_at', '<=', moment(now()))
        .whereIn('name', names)
        .first('id')) as unknown;
      if (due === undefined) return false;
      const rows = await work('kernel.claimTimers', () =>
        claim<TimerRow>({
          table: 'timers',
          limit: 4,
          leaseMs: LEASE_MS,
          where: (q) => q.whereIn('name', names),
        }),
      );
      for (const row of rows) await ring(byName.get(row.name) as Timer, row);
      return rows.length > 0;
    },
  };
}

const REGISTERED = Symbol('timers.registered');
async function registerNew(timers: ReadonlyMap<string, Timer>): Promise<void> {
  const { memory } = house();
  if (memory.has(REGISTERED)) return;
  await work('kernel.registerTimers', async () => {
    const rows = (await db()('timers').select('name')) as TimerRow[];
    const known = new Set(rows.map((row) => row.name));
    for (const each of timers.values())
      if (!known.has(each.name))
        await db()('timers')
          .insert({ id: newId(), name: each.name, dueAt: nextRun(each), attempts: 0 })
          .onConflict('name')
          .ignore();
  });
  memory.set(REGISTERED, true);
}

async function ring(which: Timer, row: TimerRow): Promise<void> {
  let reason: string | null = null;
  try {
    await which.does();
  } catch (error) {
    reason = (error as Error).message.slice(0, 2000);
    house().log.error(
      { timer: which.name, err: reason, stack: (error as Error).stack },
      'a timer failed; it will run again at its time',
    );
  }
  await work('kernel.timerDone', () =>
    putOff('timers', [row.id], nextRun(which), { lastRanAt: moment(now()), reason }),
  );
}

function nextRun(which: Timer): string {
  const from = now();
  if (typeof which.every === 'number') return moment(from.getTime() + which.every * 1000);
  return moment(nextOf(which.every, house().config.timeZone, from));
}

/** The first moment after `from` that a cron line means in a zone. Throws where there is none. */
export function nextOf(line: string, zone: string, from: Date): Date {
  const next = new Cron(line, { timezone: zone }).nextRun(from);
  if (next === null) throw new Error(`This never comes: ${line}`);
  return next;
}
