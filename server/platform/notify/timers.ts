import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { timer } from '#kernel/timers.ts';
import { sendDigests } from './digest.ts';

const DAY_MS = 86_400_000;
/** What was read is of use for a while; what was never read is not forgotten so soon. */
const READ_DAYS = 60;
const UNREAD_DAYS = 365;

export const notifyTimers = [
  timer({
    name: 'notify.digests',
    says: 'Sends people what they have not read, at the hour they chose.',
    every: 60,
    does: sendDigests,
  }),
  timer({
    name: 'notify.tidy',
    says: 'Takes away alerts that were read two months ago, or never in a year.',
    every: '40 3 * * *',
    does: () =>
      work('notify.tidy', async () => {
        const before = (days: number) => moment(now().getTime() - days * DAY_MS);
        await db()('alerts')
          .where('read_at', '<', before(READ_DAYS))
          .orWhere('at', '<', before(UNREAD_DAYS))
          .delete();
      }),
  }),
];
