import test from 'ava';
import { Organisation } from '#features/people/model/organisation.ts';
import { Person } from '#features/people/model/person.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { verifyAudit } from '#platform/audit/chain.ts';
import { find } from '#platform/search/find.ts';
import { mailroom } from '#test/features/mailroom/mailroom.ts';
import { broughtIn, file } from '#test/platform/exchange/stage.ts';
import { cast } from '#test/support/cast.ts';
import { ENGINES } from '#test/support/world.ts';

/** Two of one firm in one file, one of whom has written before. */
const LIST = file(`
  Ad;Soyad;Kurum;Unvan;E-posta;Etiket
  Şule;Çağlayan;Öztürk Gıda A.Ş.;Satın Alma Müdürü;SULE@ornek.com.tr;fuar, vip
  Ilgın;Işık;Öztürk Gıda A.Ş.;;ilgin@ornek.com.tr;fuar
`);

interface Line {
  cardEntity: string;
  cardId: string;
  kind: string;
  said: string | null;
  who: string;
}

for (const engine of ENGINES)
  test(`${engine}: cards of a file have what cards have that were typed: history, search, tags, audit, earlier mail`, async (t) => {
    const w = await mailroom(t, { engine });
    const c = await cast(w);
    await w.arrives({ from: 'Şule <sule@ornek.com.tr>', subject: 'Teklif rica ediyorum' });
    const row = await broughtIn(w, LIST, c.as(c.mehmet));
    t.like(row, { state: 'done', creates: 2 });
    await w.in(async () => {
      const sule = (await Person.query().findOne({ familyName: 'Çağlayan' })) as Person;
      const ilgin = (await Person.query().findOne({ familyName: 'Işık' })) as Person;
      const firm = (await Organisation.query().first()) as Organisation;

      const lines = (await db()('timeline_lines').orderBy('id').select('*')) as Line[];
      const told = (id: string) =>
        lines
          .filter((line) => line.cardId === id && line.kind === 'change')
          .map(({ said, who }) => [(JSON.parse(said as string) as { key: string }).key, who])
          .sort();
      const who = 'Mehmet Şahin';
      t.deepEqual(told(sule.id), [
        ['people.line.added', who],
        ['people.line.titled', who],
      ]);
      t.deepEqual(told(ilgin.id), [
        ['people.line.added', who],
        ['people.line.position', who],
      ]);
      t.deepEqual(told(firm.id), [
        ['people.line.added', who],
        ['people.line.position', who],
        ['people.line.titled', who],
      ]);
      t.deepEqual(
        lines.filter((line) => line.kind === 'mail').map((line) => `${line.cardEntity} ${line.cardId}`),
        [`person ${sule.id}`, `organisation ${firm.id}`],
        'who wrote before is known now, and the firm through her',
      );

      for (const [words, id] of [
        ['çağlayan', sule.id],
        ['ozturk gida ilgin', ilgin.id],
        ['müdürü', sule.id],
      ] as const) {
        const hits = await find(words, c.as(c.mehmet), { limit: 5, entities: ['person'] });
        t.deepEqual(
          hits.map((hit) => hit.id),
          [id],
          words,
        );
      }
      const tags = (await db()('tags').orderBy('name').select('name')) as { name: string }[];
      t.deepEqual(
        tags.map((tag) => tag.name),
        ['fuar', 'vip'],
      );

      const entries = (await db()('audit_entries')
        .where({ command: 'import.bringIn' })
        .orderBy('id')
        .select('entity', 'record_id', 'after', 'before', 'via', 'actor_name')) as Record<string, string>[];
      t.deepEqual(
        entries.map((each) => each.entity),
        ['organisation', 'person', 'person', 'position', 'position'],
      );
      t.like(entries[1], { recordId: sule.id, before: null, actorName: who, via: `import:${row.id}` });
      const after = JSON.parse(entries[1]?.after as string) as Record<string, unknown>;
      t.like(after, { givenName: 'Şule', tags: ['fuar', 'vip'] });
      t.false('bornOn' in after, 'what it has not is not told');
      const chain = await verifyAudit();
      t.true(chain.ok);
      t.is(chain.waiting, 0);
    });
  });

for (const engine of ENGINES)
  test(`${engine}: the many entries of a file stand in the one chain, and it finds a changed one`, async (t) => {
    const w = await mailroom(t, { engine });
    const c = await cast(w);
    const rows = Array.from(
      { length: 130 },
      (_, n) => `Kişi;Numara ${n};Firma ${n % 7};kisi${n}@ornek.example`,
    );
    const row = await broughtIn(w, file(`Ad;Soyad;Kurum;E-posta\n${rows.join('\n')}\n`), c.as(c.mehmet));
    t.like(row, { state: 'done', creates: 130 });
    await w.in(async () => {
      const { n } = (await db()('audit_entries').count('* as n').first()) as { n: number };
      const chain = await verifyAudit();
      t.like(chain, { ok: true, waiting: 0, count: Number(n) });
      t.true(Number(n) > 130 * 2 + 7);
    });
    const person = (await w.in(async () => Person.query().findOne({ familyName: 'Numara 64' }))) as Person;
    await w.in(() =>
      work('test.tamper', () =>
        db()('audit_entries').where({ recordId: person.id }).update({ actorId: 'SOMEBODYELSE' }),
      ),
    );
    const chain = await w.in(verifyAudit);
    t.false(chain.ok);
    t.regex(chain.firstBroken?.says ?? '', /not what it was/);
  });
