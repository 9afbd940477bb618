import test from 'ava';
import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { command, run, work } from '#kernel/command.ts';
import { afterCommit, currentUnit, db, inBackground } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit, listener } from '#kernel/events.ts';
import { enqueue, job } from '#kernel/jobs.ts';
import { room } from '#kernel/room.ts';
import { ENGINES, world } from '#test/support/world.ts';

declare module '#kernel/events.ts' {
  interface Events {
    'bell.rung': { times: number };
  }
}

/** A room of bells, small enough to look at the mechanisms and nothing else. */
function bells() {
  const heard: number[] = [];
  const done: number[] = [];
  let stumbles = 0;
  const echo = job({
    name: 'bells.echo',
    says: 'Echoes.',
    takes: z.object({ times: z.number() }),
    tries: 2,
    async does({ times }) {
      if (times === 13) throw new Error('the bell cracked');
      done.push(times);
    },
  });
  const ring = command({
    name: 'bell.ring',
    says: 'Rings.',
    takes: z.object({ times: z.number().int().positive(), fail: z.boolean().optional() }),
    async does({ times, fail }, { actor }) {
      await emit('bell.rung', { times });
      await enqueue(echo, { times });
      if (fail) throw Fault.conflict('bell.held', 'Somebody holds the bell.');
      return { by: actor.name };
    },
  });
  const ear = listener({
    name: 'bells.ear',
    says: 'Hears.',
    on: ['bell.rung'],
    async hears(events) {
      for (const event of events) {
        if (event.payload.times === 7 && stumbles++ < 100) throw new Error('deaf for seven');
        afterCommit(() => heard.push(event.payload.times));
      }
    },
  });
  return {
    heard,
    done,
    ring,
    room: room({ name: 'bells', says: 'Bells.', commands: [ring], listeners: [ear], jobs: [echo] }),
  };
}

const actor = systemActor('Elif Korkmaz');

for (const engine of ENGINES) {
  test(`${engine}: a command commits its events and jobs together, and each is heard once`, async (t) => {
    const { room, ring, heard, done } = bells();
    const w = await world(t, { engine, rooms: [room] });
    await w.settle();
    const result = await w.in(() => run(ring, { times: 3 }, actor));
    t.deepEqual(result, { by: 'Elif Korkmaz' });
    await w.settle();
    await w.settle();
    t.deepEqual(heard, [3]);
    t.deepEqual(done, [3]);
  });

  test(`${engine}: a command that fails leaves nothing behind`, async (t) => {
    const { room, ring, heard, done } = bells();
    const w = await world(t, { engine, rooms: [room] });
    await w.settle();
    const fault = await t.throwsAsync(
      w.in(() => run(ring, { times: 3, fail: true }, actor)),
      { instanceOf: Fault },
    );
    t.is(fault.code, 'bell.held');
    await w.settle();
    t.deepEqual(heard, []);
    t.deepEqual(done, []);
    t.is((await w.in(async () => db()('outbox').select('id'))).length, 0);
  });

  test(`${engine}: bad input names its place and nothing runs`, async (t) => {
    const { room, ring } = bells();
    const w = await world(t, { engine, rooms: [room] });
    const fault = await t.throwsAsync(
      w.in(() => run(ring, { times: -1 }, actor)),
      { instanceOf: Fault },
    );
    t.is(fault.kind, 'invalid');
    t.is(fault.facts.errors?.[0]?.path, 'times');
  });

  test(`${engine}: an event that cannot be heard is parked with its reason, and the rest goes on in order`, async (t) => {
    const { room, ring, heard } = bells();
    const w = await world(t, { engine, rooms: [room] });
    await w.settle();
    await w.in(async () => {
      for (const times of [1, 7, 2]) await run(ring, { times }, actor);
    });
    await w.settle();
    t.deepEqual(heard, [1, 2]);
    const parked = await w.in(async () => db()('parked_events').select('listener', 'reason'));
    t.deepEqual(parked, [{ listener: 'bells.ear', reason: 'deaf for seven' }]);
  });

  test(`${engine}: a job that fails is tried again later, then parked with its reason`, async (t) => {
    const { room, ring } = bells();
    const w = await world(t, { engine, rooms: [room] });
    await w.in(() => run(ring, { times: 13 }, actor));
    await w.settle();
    w.clock.advance(60_000);
    await w.settle();
    const [row] = (await w.in(async () => db()('jobs').select('attempts', 'reason', 'parked_at'))) as {
      attempts: number;
      reason: string;
      parkedAt: string | null;
    }[];
    t.is(row?.attempts, 2);
    t.is(row?.reason, 'the bell cracked');
    t.not(row?.parkedAt, null);
  });

  test(`${engine}: two hundred commands at once get running numbers without gaps`, async (t) => {
    const { room, ring, heard } = bells();
    const w = await world(t, { engine, rooms: [room] });
    await w.settle();
    await w.in(() =>
      Promise.all(Array.from({ length: 200 }, (_, n) => run(ring, { times: n + 100 }, actor))),
    );
    await w.settle();
    t.is(heard.length, 200);
    t.is(new Set(heard).size, 200);
    const rows = (await w.in(async () => db()('outbox').orderBy('seq').select('seq'))) as { seq: number }[];
    t.deepEqual(
      rows.map((row) => row.seq),
      rows.map((_, at) => at + 1),
    );
  });

  test(`${engine}: reads outside of a command cannot write`, async (t) => {
    const w = await world(t, { engine, rooms: [] });
    await t.throwsAsync(
      w.in(async () => db()('secrets').insert({ name: 'a', value: 'b', madeAt: 'c' })),
      { message: /readonly|read-only/ },
    );
  });

  test(`${engine}: work left behind by a command is refused`, async (t) => {
    const w = await world(t, { engine, rooms: [] });
    let late: Promise<unknown> = Promise.resolve();
    await w.in(() =>
      work('bells.careless', async () => {
        const unit = currentUnit();
        t.truthy(unit);
        late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => db()('secrets').select('name'));
      }),
    );
    await t.throwsAsync(late, { message: /left behind by "bells.careless"/ });
  });
}

test('a click waits for one unit of the background at most, however many hands are busy', async (t) => {
  const w = await world(t, { rooms: [] });
  const order: string[] = [];
  const slow = (name: string) => () =>
    work(name, async () => {
      await db()('secrets').select('name');
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(name);
    });
  await w.in(async () => {
    const hands = ['one', 'two', 'three', 'four'].map((name) => inBackground(slow(name)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await work('click', async () => void order.push('click'));
    await Promise.all(hands);
  });
  t.is(order.indexOf('click'), 1);
});
