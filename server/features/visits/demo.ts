import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { list } from '#platform/records/list.ts';
import type { Demo } from '#platform/settings/api.ts';
import { setting } from '#platform/settings/api.ts';
import { printBadge } from './commands/print.ts';

/** Some who came to the sample firm: people with cards, and one who has none. */
export const visitsDemo: Demo = {
  name: 'visits',
  async furnish() {
    if ((await db()('badges').first('id')) !== undefined) return [];
    const desk = systemActor('Marmara Pack', setting('timeZone'));
    const { items } = await list({ entity: 'person', actor: desk, limit: 6 });
    for (const { id } of items) await run(printBadge, { person: id, kind: 'supplier' }, desk);
    const guest = { name: 'Żaneta Gąsior', company: 'Gazeta Poznańska' };
    await run(printBadge, { guest, kind: 'press', size: 'a6', host: 'Ayşe Yılmaz' }, desk);
    return [];
  },
};
