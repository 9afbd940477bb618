import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Presenter, RecordRow } from '#platform/records/declared.ts';
import { setting } from '#platform/settings/api.ts';
import '../settings.ts';
import { remotePictures } from './named.ts';

export const picturesPresenter: Presenter = {
  entity: 'message',
  says: 'How many remote pictures are held back, whether they may be shown, and whether the reader always wants them of this sender.',
  needs: ['fromAddress', 'verdicts'],
  async present(rows, actor, whole) {
    if (!whole) return new Map();
    const counted = rows.map((row) => ({
      row,
      blocked: typeof row.html === 'string' ? remotePictures(row.html).length : 0,
    }));
    const wanted = await wantedSenders(
      counted.filter(({ blocked }) => blocked > 0).map(({ row }) => senderOf(row)),
      actor,
    );
    const allowed = setting('remotePictures');
    return new Map(
      counted.map(({ row, blocked }) => [
        row.id,
        {
          pictures:
            blocked === 0
              ? null
              : { blocked, allowed, always: allowed && wanted.has(senderOf(row)) && !isDisowned(row) },
        },
      ]),
    );
  },
};

function senderOf(row: RecordRow): string {
  return String(row.fromAddress ?? '').toLowerCase();
}

/** A mail that only claims to be from that sender is not from them. */
function isDisowned(row: RecordRow): boolean {
  const verdicts = (typeof row.verdicts === 'string' ? JSON.parse(row.verdicts) : row.verdicts) as {
    overall?: string;
  } | null;
  return verdicts?.overall === 'failed';
}

async function wantedSenders(addresses: readonly string[], actor: Actor): Promise<Set<string>> {
  if (actor.userId === null || addresses.length === 0) return new Set();
  const rows = (await db()('picture_senders')
    .where({ userId: actor.userId })
    .whereIn('address', [...new Set(addresses)].slice(0, 500))
    .select('address')) as { address: string }[];
  return new Set(rows.map((row) => row.address));
}
