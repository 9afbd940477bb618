import test from 'ava';
import { addCriterion } from '#features/people/commands/criteria.ts';
import { addOrganisation, closeOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { addPosition } from '#features/people/commands/positions.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { checkQuery } from '#platform/query/check.ts';
import { list } from '#platform/records/list.ts';
import { sentencesOf } from '#platform/records/routes.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

// G2: companies in the food sector (and its sub-sectors) in the Black Sea or Marmara regions, their general managers over 35.

const actor = { ...systemActor('test', 'Europe/Istanbul'), language: 'en' as const };

export const SENTENCE = {
  all: [
    { field: 'age', over: 35 },
    {
      some: 'positions',
      all: [
        { field: 'title', is: 'General Manager' },
        { field: 'organisation.sector', under: 'food' },
        { field: 'organisation.region', under: ['karadeniz', 'marmara'] },
      ],
    },
  ],
};

type Sent = Record<string, unknown>;

async function defineCriteria(): Promise<void> {
  const labels = {
    sector: { tr: 'Sektör', pl: 'Branża', en: 'Sector' },
    region: { tr: 'Bölge', pl: 'Region', en: 'Region' },
  };
  for (const [set, key, name, parent] of [
    ['sector', 'food', 'Gıda'],
    ['sector', 'dairy', 'Süt ürünleri', 'food'],
    ['sector', 'cheese', 'Peynir', 'dairy'],
    ['sector', 'steel', 'Çelik'],
    ['region', 'karadeniz', 'Karadeniz'],
    ['region', 'trabzon', 'Trabzon', 'karadeniz'],
    ['region', 'marmara', 'Marmara'],
    ['region', 'ege', 'Ege'],
  ] as [keyof typeof labels, string, string, string?][])
    await run(addCriterion, { set, key, name, parent, setLabel: labels[set] }, actor);
}

/** A person at an organisation of a sector and a region; everything else as the sentence wants it, unless said. */
function peopleOf(w: World) {
  const firms = new Map<string, string>();
  return async (
    familyName: string,
    sector: string | null,
    region: string | null,
    facts: { born?: string | null; title?: string; from?: string; until?: string } = {},
  ) => {
    const key = `${sector} ${region}`;
    const of = (value: string | null) => (value === null ? [] : [value]);
    if (!firms.has(key))
      firms.set(
        key,
        (
          await run(
            addOrganisation,
            { name: `Firma ${key}`, sector: of(sector), region: of(region) } as Sent,
            actor,
          )
        ).id,
      );
    const birthDate = facts.born === undefined ? '1970-01-01' : facts.born;
    const person = await run(addPerson, { givenName: 'Şule', familyName, birthDate } as Sent, actor);
    await run(
      addPosition,
      {
        person: person.id,
        organisation: firms.get(key),
        title: facts.title ?? 'General Manager',
        from: facts.from,
        until: facts.until,
      } as Sent,
      actor,
    );
    void w;
    return { person: person.id, organisation: firms.get(key) as string };
  };
}

for (const engine of ENGINES)
  test(`${engine}: the sentence that must work`, async (t) => {
    const w = await world(t, { engine });
    await w.in(async () => {
      await defineCriteria();
      const add = peopleOf(w);
      await add('Akar', 'food', 'karadeniz');
      await add('Bilge', 'cheese', 'trabzon', { title: 'GENERAL manager' });
      await add('Çınar', 'dairy', 'marmara', { born: '1990-11-24' }); // 36 today
      await add('Doğan', 'food', 'marmara', { born: '1990-11-25' }); // 36 tomorrow
      await add('Ekşi', 'steel', 'marmara');
      await add('Fırat', 'food', 'ege');
      await add('Gök', 'food', null);
      await add('Işık', 'food', 'karadeniz', { title: 'Müdür' });
      await add('Kaya', 'food', 'karadeniz', { born: null });
      await add('Levent', 'food', 'karadeniz', { until: '2026-11-23' }); // left yesterday
      await add('Mert', 'food', 'karadeniz', { until: '2026-11-24' }); // leaves tonight
      await add('Nur', 'food', 'karadeniz', { from: '2026-11-25' }); // begins tomorrow
      const { organisation } = await add('Öz', 'cheese', 'karadeniz');
      await run(closeOrganisation, { id: organisation }, actor);

      const names = async (where: unknown, asOf?: string) =>
        (await list({ entity: 'person', actor, where, asOf, sort: 'name' })).items.map(
          (item) => item.familyName,
        );
      t.deepEqual(await names(SENTENCE), ['Akar', 'Bilge', 'Çınar', 'Mert']);
      t.deepEqual(await names(SENTENCE, '2026-11-23'), ['Akar', 'Bilge', 'Levent', 'Mert'], 'a day before');
      t.deepEqual(
        await names(SENTENCE, '2026-11-25'),
        ['Akar', 'Bilge', 'Çınar', 'Doğan', 'Nur'],
        'a day later',
      );
      const [age, positions] = SENTENCE.all;
      t.deepEqual(await names({ all: [age, { ...positions, ever: true }] }), [
        'Akar',
        'Bilge',
        'Çınar',
        'Levent',
        'Mert',
        'Nur',
      ]);
      t.deepEqual(await names({ all: [age, { not: positions }] }), [
        'Ekşi',
        'Fırat',
        'Gök',
        'Işık',
        'Levent',
        'Nur',
        'Öz',
      ]);
      t.deepEqual(
        await names({
          some: 'positions',
          all: [
            { field: 'organisation.sector', in: ['food'] },
            { not: { field: 'organisation.region', known: true } },
          ],
        }),
        ['Gök'],
        'in: the node itself',
      );
    });
  });

test('it is said back in three languages', async (t) => {
  const w = await world(t);
  await w.in(async () => {
    await defineCriteria();
    const say = async (query: unknown) => sentencesOf(checkQuery(query, { catalog: await catalog() }), actor);
    t.deepEqual(await say({ of: 'person', where: SENTENCE }), {
      en: 'People where age is over 35 and there are positions where (title is “General Manager”, organisation’s sector is “Gıda” or something below and organisation’s region is “Karadeniz” or “Marmara” or something below).',
      pl: 'Osoby, dla których wiek wynosi więcej niż 35 i istnieją stanowiska, dla których (stanowisko to „General Manager”, branża (firma) to „Gıda” albo pozycja podrzędna i region (firma) to „Karadeniz” lub „Marmara” albo pozycja podrzędna).',
      tr: 'Şu koşullara uyan kişiler: yaş 35’ten büyük ve şu koşula uyan görevler var: (unvan: “General Manager”, sektör (kurum): “Gıda” ya da altındakiler ve bölge (kurum): “Karadeniz” veya “Marmara” ya da altındakiler).',
    });
    t.deepEqual(
      await say({
        of: 'person',
        asOf: '2020-01-31',
        where: {
          any: [
            { not: { field: 'birthDate', before: 'today-1m' } },
            { none: 'positions' },
            { some: 'positions', atLeast: 2, ever: true },
          ],
        },
      }),
      {
        en: 'As of 31 January 2020: people where it is not so that date of birth is before 1 month ago, there are no positions or there are at least 2 entries among positions at any time.',
        pl: 'Według stanu na 31 stycznia 2020: osoby, dla których nieprawda, że data urodzenia przypada wcześniej niż 1 miesiąc temu, nie istnieją stanowiska lub na liście „stanowiska z dowolnego czasu” są co najmniej 2 wpisy.',
        tr: '31 Ocak 2020 itibarıyla şu koşullara uyan kişiler: şu doğru değil: doğum tarihi 1 ay öncesinden önce, görevler yok veya görevler (herhangi bir zamanda) arasında en az 2 kayıt var.',
      },
    );
    t.deepEqual(await say({ of: 'organisation' }), {
      en: 'All organisations.',
      pl: 'Wszystkie wpisy na liście „firmy”.',
      tr: 'Bütün kurumlar.',
    });
  });
});
