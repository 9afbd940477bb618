import test from 'ava';
import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { command, run, work } from '#kernel/command.ts';
import { currentUnit, db } from '#kernel/db/unit.ts';
import { emit, type HeardEvent, listener } from '#kernel/events.ts';
import { listeningHand } from '#kernel/listening.ts';
import { room } from '#kernel/room.ts';
import { ENGINES, world } from '#test/support/world.ts';

/** How events are handed out: what one unit takes, what is done outside of it, and that two who are at it hear once. */

declare module '#kernel/events.ts' {
  interface Events {
    'parcel.came': { weight: number };
  }
}

function parcels() {
  const units: number[][] = [];
  const looked: number[][] = [];
  const outside: boolean[] = [];
  const weightsOf = (events: HeardEvent<'parcel.came'>[]) => events.map(({ payload }) => payload.weight);
  const bring = command({
    name: 'parcel.bring',
    says: 'Brings parcels.',
    right: null,
    takes: z.object({ weights: z.array(z.number()) }),
    audited: false,
    async does({ weights }) {
      for (const weight of weights) await emit('parcel.came', { weight });
    },
  });
  const porter = listener({
    name: 'parcels.porter',
    says: 'Carries ten at a time; what weighs nothing is left where it is.',
    on: ['parcel.came'],
    portion: { most: 10, weighs: ({ payload }) => payload.weight },
    async looks(events) {
      outside.push(currentUnit() === undefined);
      looked.push(weightsOf(events));
      const heavy = weightsOf(events).filter((weight) => weight > 0);
      return heavy.length === 0 ? null : heavy;
    },
    async hears(_events, heavy) {
      units.push(heavy);
      // Kept where only a unit can write: twice heard would stand here twice.
      await db()('parked_events').insert({
        id: `parcel-${units.length}`,
        listener: 'porter',
        seq: 0,
        name: 'carried',
        reason: heavy.join(' '),
        at: '2026-11-24T08:00:00.000Z',
      });
    },
  });
  return {
    room: room({ name: 'parcels', says: 'Parcels.', commands: [bring], listeners: [porter] }),
    bring,
    porter,
    units,
    looked,
    outside,
  };
}

const actor = systemActor('Elif Korkmaz');

for (const engine of ENGINES) {
  test(`${engine}: one unit takes as much as it may, and what is heavier alone`, async (t) => {
    const { room: parcelRoom, bring, units, outside } = parcels();
    const w = await world(t, { engine, rooms: [parcelRoom] });
    await w.settle();
    await w.in(() => run(bring, { weights: [4, 5, 6, 40, 1, 1] }, actor));
    await w.settle();
    t.deepEqual(units, [[4, 5], [6], [40], [1, 1]]);
    t.true(outside.length > 0 && outside.every(Boolean), 'looking up holds no writer');
  });

  test(`${engine}: what needs nothing written takes no unit, and is not looked at again`, async (t) => {
    const { room: parcelRoom, bring, units, looked } = parcels();
    const w = await world(t, { engine, rooms: [parcelRoom] });
    await w.settle();
    const mark = () =>
      w.in(async () => (await db()('listener_marks').where({ name: 'parcels.porter' }).first('seq')).seq);
    const before = await mark();
    await w.in(() => run(bring, { weights: [0, 0] }, actor));
    await w.settle();
    await w.settle();
    t.deepEqual(looked, [[0, 0]]);
    t.is(await mark(), before);
    await w.in(() => run(bring, { weights: [3] }, actor));
    await w.settle();
    t.deepEqual(units, [[3]]);
    t.true((await mark()) > before);
  });

  test(`${engine}: two that hand out the same events at once have them heard once`, async (t) => {
    const { room: parcelRoom, bring, porter } = parcels();
    const w = await world(t, { engine, rooms: [parcelRoom] });
    await w.settle();
    await w.in(() => run(bring, { weights: [7, 8, 9] }, actor));
    const hands = [listeningHand([porter]), listeningHand([porter])];
    await w.in(() => Promise.all(hands.map((hand) => hand.turn())));
    await w.settle();
    const carried = (await w.in(() =>
      db()('parked_events').where({ listener: 'porter' }).select('reason'),
    )) as {
      reason: string;
    }[];
    t.deepEqual(carried.map((row) => row.reason).toSorted(), ['7', '8', '9']);
  });
}

test('a listener that is cut off in the middle hears the rest again, and nothing twice', async (t) => {
  const { room: parcelRoom, bring, units } = parcels();
  const w = await world(t, { rooms: [parcelRoom] });
  await w.settle();
  await w.in(() => run(bring, { weights: [9, 8] }, actor));
  // Somebody else moved the mark beyond the first one meanwhile.
  await w.in(() =>
    work('elsewhere', async () => {
      const [first] = (await db()('outbox').where({ name: 'parcel.came' }).orderBy('seq').select('seq')) as {
        seq: number;
      }[];
      await db()('listener_marks').where({ name: 'parcels.porter' }).update({ seq: first?.seq });
    }),
  );
  await w.settle();
  t.deepEqual(units, [[8]]);
});

for (const engine of ENGINES)
  test(`${engine}: what another process began and did not end is heard by this one`, async (t) => {
    const { room: parcelRoom, bring, porter, units } = parcels();
    const w = await world(t, { engine, rooms: [parcelRoom] });
    await w.settle();
    await w.in(() => run(bring, { weights: [3, 4] }, actor));
    const { looks } = porter;
    let other: number | undefined;
    // While this process looks, the other one hears the first event, and dies.
    const hand = listeningHand([
      {
        ...porter,
        async looks(events) {
          other ??= events[0]?.seq;
          const seq = other;
          await work('elsewhere', async () => {
            await db()('listener_marks')
              .where({ name: porter.name })
              .where('seq', '<', seq as number)
              .update({ seq });
          });
          return looks?.(events);
        },
      },
    ]);
    await w.in(async () => {
      while (await hand.turn());
    });
    t.deepEqual(units, [[4]]);
  });
