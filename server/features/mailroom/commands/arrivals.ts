import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { isAdministrator } from '#platform/access/rights.ts';

export const retryArrival = command({
  name: 'arrival.retry',
  says: 'Files a parked mail once more, after what stood in its way is gone.',
  right: null,
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor, at }) {
    if (!isAdministrator(actor))
      throw Fault.forbidden('arrival.forbidden', 'Parked mail is the administrators’.');
    const changed = await db()('arrivals')
      .where({ id })
      .whereNotNull('parked_at')
      .update({ parkedAt: null, reason: null, attempts: 0, dueAt: at });
    if (Number(changed) === 0) throw Fault.missing('arrival', id);
    wakeAfterCommit('arrivals');
  },
});
