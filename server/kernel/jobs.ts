import type { ZodType, z } from 'zod';
import { claim, putOff } from './claim.ts';
import { moment } from './clock.ts';
import { parse, work } from './command.ts';
import { db, wakeAfterCommit } from './db/unit.ts';
import type { Hand } from './hands.ts';
import { house, now } from './house.ts';
import { newId } from './ids.ts';

/** Work for later, written in the transaction that asks for it. Runs at least once; parked with its reason after its tries. */
export interface Job<Takes extends ZodType = ZodType> {
  /** `room.purpose` */
  name: string;
  says: string;
  takes: Takes;
  /** Tries before it is parked; 5 by default. */
  tries?: number;
  /** Longest it may run before another process takes over; 10 minutes by default. */
  leaseMs?: number;
  /** Not in a unit of its own: it opens commands and may reach outside. */
  does(input: z.output<Takes>): Promise<void>;
}

export function job<Takes extends ZodType>(definition: Job<Takes>): Job<Takes> {
  return definition;
}

/** Asks for a job, in a unit of work. With a `key` that already waits, nothing is added. */
export async function enqueue<Takes extends ZodType>(
  what: Job<Takes>,
  input: z.input<Takes>,
  options: { dueAt?: string; key?: string } = {},
): Promise<void> {
  const at = moment(now());
  await db()('jobs')
    .insert({
      id: newId(),
      name: what.name,
      key: options.key ?? null,
      payload: JSON.stringify(input),
      dueAt: options.dueAt ?? at,
      attempts: 0,
      createdAt: at,
    })
    .onConflict('key')
    .ignore();
  wakeAfterCommit('jobs');
}

interface JobRow {
  id: string;
  name: string;
  payload: string;
  attempts: number;
}

const LEASE_MS = 10 * 60_000;

export function jobsHand(jobs: readonly Job[]): Hand {
  const byName = new Map(jobs.map((each) => [each.name, each]));
  return {
    name: 'kernel.jobs',
    says: 'Does the jobs that are due.',
    wakesOn: ['jobs'],
    everyMs: 1000,
    async turn() {
      const names = [...byName.keys()];
      if (names.length === 0) return false;
      const due = (await db()('jobs')
        .where('due_at', '<=', moment(now()))
        .whereNull('parked_at')
        .whereIn('name', names)
        .first('id')) as unknown;
      if (due === undefined) return false;
      const rows = await work('kernel.claimJobs', () =>
        claim<JobRow>({
          table: 'jobs',
          limit: 8,
          leaseMs: LEASE_MS,
          where: (q) => q.whereNull('parked_at').whereIn('name', names),
        }),
      );
      for (const row of rows) await doJob(byName.get(row.name) as Job, row);
      return rows.length > 0;
    },
  };
}

async function doJob(what: Job, row: JobRow): Promise<void> {
  try {
    await what.does(parse(what.takes, JSON.parse(row.payload), what.name));
    await work('kernel.jobDone', () => db()('jobs').where({ id: row.id }).delete());
  } catch (error) {
    const last = row.attempts >= (what.tries ?? 5);
    const reason = (error as Error).message.slice(0, 2000);
    house().log[last ? 'error' : 'warn'](
      { job: what.name, attempts: row.attempts, err: reason, stack: (error as Error).stack },
      last ? 'a job was parked' : 'a job failed and will be tried again',
    );
    const next = moment(now().getTime() + 1000 * 4 ** Math.min(row.attempts, 6));
    await work('kernel.jobFailed', () =>
      putOff('jobs', [row.id], next, { reason, parkedAt: last ? moment(now()) : null }),
    );
  }
}
