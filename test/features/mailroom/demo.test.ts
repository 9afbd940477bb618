import test from 'ava';
import { mailroomDemo } from '#features/mailroom/demo/furnish.ts';
import { readLetters } from '#features/mailroom/demo/letters.ts';
import { peopleDemo } from '#features/people/demo/furnish.ts';
import { db } from '#kernel/db/unit.ts';
import { accessDemo } from '#platform/access/demo.ts';
import { setting } from '#platform/settings/api.ts';
import { ENGINES, world } from '#test/support/world.ts';

interface MessageRow {
  direction: string;
  subject: string;
  at: string;
  registerNumber: string | null;
  kind: string;
  threadId: string;
}

for (const engine of ENGINES)
  test(`the sample letters are real correspondence: registered, threaded, on cards, found (${engine})`, async (t) => {
    const w = await world(t, { engine, environment: { LOBI_MAIL_DOMAINS: 'marmarapack.example' } });
    await w.settle();
    await w.in(async () => {
      await accessDemo.furnish();
      await peopleDemo.furnish();
      await mailroomDemo.furnish();
      await w.settle();
      const letters = readLetters();
      const rows = (await db()('messages')
        .orderBy('at')
        .orderBy('id')
        .select('direction', 'subject', 'at', 'register_number', 'kind', 'thread_id')) as MessageRow[];
      t.is(rows.length, letters.length);
      t.is(
        new Set(rows.map((row) => row.threadId)).size,
        new Set(letters.map((letter) => letter.thread)).size,
        'each file is one thread',
      );
      t.true(rows.every((row) => row.at < '2026-11-24T08:00:00.000Z'));
      const numbers = rows
        .filter((row) => row.direction === 'in' && row.kind === 'mail')
        .map((row) => row.registerNumber);
      t.deepEqual(
        numbers,
        numbers.map((_, n) => `IN 2026/${n + 1}`),
        'numbers follow the moments',
      );
      t.deepEqual(
        rows.filter((row) => row.kind !== 'mail').map((row) => row.registerNumber),
        [null],
        'the automatic answer has none',
      );

      const lines = (await db()('timeline_lines as l')
        .join('persons as p', 'p.id', 'l.card_id')
        .where({ 'p.name': 'Şule Işık', 'l.kind': 'mail' })
        .orderBy('l.at')
        .select('l.direction as direction')) as { direction: string }[];
      t.deepEqual(
        lines.map((line) => line.direction),
        ['in', 'out', 'in', 'out', 'out', 'in'],
      );
      const states = (await db()('recipients').distinct('state')) as { state: string }[];
      t.deepEqual(states, [{ state: 'sent' }], 'nothing of it is still on its way');
      t.is(setting('sendingHeld'), 'demo');

      t.deepEqual(await mailroomDemo.furnish(), []);
      t.is(((await db()('messages').select('id')) as unknown[]).length, letters.length, 'once is enough');
    });
  });
