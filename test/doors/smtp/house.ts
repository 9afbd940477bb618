import type { ExecutionContext } from 'ava';
import { openMailDoor } from '#doors/smtp/door.ts';
import { LIMITS, type Limits } from '#doors/smtp/limits.ts';
import { readBlob } from '#kernel/blobs.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { newId } from '#kernel/ids.ts';
import { type World, type WorldOptions, world } from '#test/support/world.ts';

/** A house with its receiver open and one mailbox, satis@marmarapack.example. */
export interface OpenHouse extends World {
  port: number;
  /** Arrivals in the order they came, with their bytes. */
  arrivals(): Promise<{ id: string; envelope: Record<string, unknown>; raw: string }[]>;
}

export async function openHouse(
  t: ExecutionContext<any>,
  limits: Partial<Limits> = {},
  options: WorldOptions = {},
): Promise<OpenHouse> {
  const w = await world(t, options);
  const door = await openMailDoor(w.config, { ...LIMITS, closeMs: 500, ...limits });
  await door.open(w.house);
  t.teardown(() => door.close());
  await w.in(() => addMailbox('satis@marmarapack.example'));
  return {
    ...w,
    port: door.port,
    arrivals: () =>
      w.in(async () => {
        const rows = (await db()('arrivals').orderBy('id').select('id', 'envelope', 'raw_blob_id')) as {
          id: string;
          envelope: string;
          rawBlobId: string;
        }[];
        return Promise.all(
          rows.map(async (row) => ({
            id: row.id,
            envelope: JSON.parse(row.envelope),
            raw: (await readBlob(row.rawBlobId)).toString('latin1'),
          })),
        );
      }),
  };
}

/** A mailbox as a row, for tests that need no more of it than its address. */
async function addMailbox(address: string): Promise<void> {
  const at = '2026-11-24T08:00:00.000Z';
  await work('test.mailbox', () =>
    db()('mailboxes').insert({
      id: newId(),
      version: 1,
      createdAt: at,
      updatedAt: at,
      address,
      name: 'Satış',
      kind: 'group',
    }),
  );
}
