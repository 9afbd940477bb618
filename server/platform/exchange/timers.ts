import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { timer } from '#kernel/timers.ts';
import { setting } from '#platform/settings/api.ts';
import { forget } from './commands.ts';

const DAY_MS = 86_400_000;

export const forgetImports = timer({
  name: 'exchange.forget',
  says: 'Throws away the files and rows of imports that cannot be undone any more.',
  every: '41 3 * * *',
  async does() {
    const before = moment(now().getTime() - setting('importKeptDays') * DAY_MS);
    const old = (await db()('imports')
      .whereNull('forgotten_at')
      .where('updated_at', '<', before)
      .whereNotIn('state', ['looking', 'running', 'undoing'])
      .limit(200)
      .select('id', 'blob_id')) as { id: string; blobId: string | null }[];
    for (const row of old)
      await work('exchange.forget', async () => {
        await forget(row);
        await db()('imports')
          .where({ id: row.id })
          .update({ forgottenAt: moment(now()) });
      });
  },
});
