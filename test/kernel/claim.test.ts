import test from 'ava';
import { claim, putOff, stillMine } from '#kernel/claim.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { inHouse } from '#kernel/house.ts';
import { ENGINES, world } from '#test/support/world.ts';

interface Row {
  id: string;
  lockedAt: string;
}

for (const engine of ENGINES) {
  test(`${engine}: what waits is taken once, by whoever comes first`, async (t) => {
    const w = await world(t, { engine, rooms: [] });
    await w.in(() =>
      work('fill', async () => {
        for (let n = 0; n < 40; n++)
          await db()('jobs').insert({
            id: `J${String(n).padStart(3, '0')}`,
            name: 'x',
            payload: '{}',
            createdAt: 'c',
            dueAt: '2026-01-01T00:00:00.000Z',
            attempts: 0,
          });
      }),
    );
    const hands = Array.from({ length: 8 }, (_, n) => ({ ...w.house, node: `hand${n}` }));
    const taken = await Promise.all(
      hands.map((hand) =>
        inHouse(hand, () => work('take', () => claim<Row>({ table: 'jobs', limit: 10, leaseMs: 60_000 }))),
      ),
    );
    const ids = taken.flat().map((row) => row.id);
    t.is(new Set(ids).size, ids.length);
    t.is(ids.length, 40);
  });

  test(`${engine}: a stale lock is free again, and who comes back late is told`, async (t) => {
    const w = await world(t, { engine, rooms: [] });
    const job = {
      id: 'J1',
      name: 'x',
      payload: '{}',
      createdAt: 'c',
      dueAt: '2026-01-01T00:00:00.000Z',
      attempts: 0,
    };
    await w.in(() => work('fill', async () => db()('jobs').insert(job)));
    const take = () => work('take', () => claim<Row>({ table: 'jobs', limit: 10, leaseMs: 60_000 }));
    const [first] = await inHouse({ ...w.house, node: 'one' }, take);
    t.truthy(first);
    t.is((await inHouse({ ...w.house, node: 'two' }, take)).length, 0);
    w.clock.advance(61_000);
    t.is((await inHouse({ ...w.house, node: 'two' }, take)).length, 1);
    t.false(await inHouse({ ...w.house, node: 'one' }, () => stillMine('jobs', 'J1', first?.lockedAt ?? '')));
    await w.in(() => work('back', () => putOff('jobs', ['J1'], '2027-01-01T00:00:00.000Z')));
    t.is((await inHouse({ ...w.house, node: 'two' }, take)).length, 0);
  });
}
