import { compressSome } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { room } from '#kernel/room.ts';
import { timer } from '#kernel/timers.ts';
import { setting } from '#platform/settings/api.ts';
import { shelveBackup } from './backup/shelf.ts';
import { SYSTEM_CHECKS } from './health.ts';
import { changeSettings, holdSending, systemRoutes } from './routes.ts';

/** What a room can prove of its data, beside the bytes: the audit's chain, the register's numbers. */
export interface Verification {
  what: string;
  verify(): Promise<{ ok: boolean; says: string }>;
}

declare module '#kernel/room.ts' {
  interface Room {
    verifications?: readonly Verification[];
  }
}

const DAY_MS = 24 * 60 * 60_000;
/** Events are kept so long for those who catch up. */
const EVENT_DAYS = 30;

export default room({
  name: 'system',
  says: 'Health, backup, restore, verify; the pages of administration.',
  checks: SYSTEM_CHECKS,
  commands: [changeSettings, holdSending],
  routes: systemRoutes,
  timers: [
    timer({
      name: 'system.backup',
      says: 'Takes the nightly backup and lets the oldest go.',
      every: '30 2 * * *',
      async does() {
        await shelveBackup('nightly', setting('backupsKept'));
      },
    }),
    timer({
      name: 'system.compress',
      says: 'Compresses stored bytes that came in during the last hours.',
      every: 600,
      async does() {
        const before = moment(now().getTime() - 10 * 60_000);
        for (let round = 0; round < 100; round++)
          if ((await compressSome(before, 20, (does) => work('system.compress', does))) < 20) return;
      },
    }),
    timer({
      name: 'system.statistics',
      says: 'Lets the embedded database count again what it plans its look-ups by.',
      every: 3600,
      async does() {
        if (house().db.dialect !== 'sqlite') return; // PostgreSQL does it by itself
        await work('system.statistics', async () => {
          await db().raw('PRAGMA analysis_limit = 1000');
          await db().raw('PRAGMA optimize = 0x10002');
        });
      },
    }),
    timer({
      name: 'system.sweep',
      says: 'Lets events go that every listener has heard.',
      every: '15 3 * * *',
      async does() {
        const before = moment(now().getTime() - EVENT_DAYS * DAY_MS);
        const heard = (await db()('listener_marks').min('seq as seq').first()) as
          | { seq: number | null }
          | undefined;
        await work('system.sweep', () =>
          db()('outbox')
            .where('at', '<', before)
            .andWhere('seq', '<', Number(heard?.seq ?? 0))
            .delete(),
        );
      },
    }),
  ],
});
