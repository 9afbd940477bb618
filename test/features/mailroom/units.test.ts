import test from 'ava';
import { filingHand } from '#features/mailroom/filing.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { type Mailroom, mailroom } from './mailroom.ts';

/** What a unit of work of filing and of the index takes, since whoever brings a mail waits for one (docs/decisions/0003). */

interface Statement {
  __knexTxId?: string;
  __knexUid: string;
  sql: string;
  bindings: unknown[];
}

/** Statements of the writer from now on. */
function watched(m: Mailroom): Statement[] {
  const seen: Statement[] = [];
  m.house.db.writer.on('query', (statement: Statement) => seen.push(statement));
  return seen;
}

const rowsIn = ({ bindings }: Statement) => (JSON.parse(String(bindings[0])) as unknown[]).length;

test('however many mails wait, one unit files twenty, and one indexes a hundred', async (t) => {
  const m = await mailroom(t);
  await m.settle();
  for (let n = 0; n < 130; n++) await m.waits({ subject: `Teklif ${n}` });
  const seen = watched(m);
  await m.settle();
  const sizes = (table: string) =>
    seen.filter(({ sql }) => sql.startsWith(`INSERT INTO ${table} `)).map(rowsIn);
  t.deepEqual(sizes('messages'), [20, 20, 20, 20, 20, 20, 10]);
  t.is(
    sizes('search_rows').reduce((sum, size) => sum + size, 0),
    130,
  );
  t.true(Math.max(...sizes('search_rows')) <= 100);
});

test('what filing must know is looked up before the writer is held', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ messageId: 'first@kuzey.example', subject: 'Koli' });
  await m.waits({ subject: 'Ynt: Koli', inReplyTo: 'first@kuzey.example' });
  const seen = watched(m);
  await m.in(() => filingHand.turn());
  const asked = (table: string) =>
    seen.filter(({ sql }) => new RegExp(`^select .* from .${table}. `).test(sql));
  for (const table of ['mailboxes', 'users', 'messages', 'contact_points', 'awaited_messages'])
    t.deepEqual(asked(table), [], table);
  t.is((await m.threads()).length, 1);
});

test('what changes between looking and writing counts: the decisions are made once more', async (t) => {
  const m = await mailroom(t);
  await m.waits({ from: 'Ayşe Çağlar <ayse@kuzey.example>' });
  const { writer } = m.house.db;
  let units = 0;
  const meanwhile = async () => {
    m.house.db.writer = writer;
    await run(
      addPerson,
      {
        givenName: 'Ayşe',
        familyName: 'Çağlar',
        contactPoints: [{ kind: 'email', value: 'ayse@kuzey.example' }],
      },
      systemActor('Elif Korkmaz'),
    );
  };
  m.house.db.writer = new Proxy(writer, {
    get(target, key) {
      if (key !== 'transaction') return Reflect.get(target, key) as unknown;
      // The first unit claims; the card comes when the second wants to file.
      return async (...given: Parameters<typeof writer.transaction>) => {
        if (++units === 2) await meanwhile();
        return target.transaction(...given);
      };
    },
  });
  await m.in(() => filingHand.turn());
  m.house.db.writer = writer;
  t.is(units, 2);
  const abouts = (await m.in(() => db()('abouts').where({ recordEntity: 'message' }).select('role'))) as {
    role: string;
  }[];
  t.deepEqual(
    abouts.map((row) => row.role),
    ['from'],
  );
});
