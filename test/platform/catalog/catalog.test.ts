import test from 'ava';
import { systemActor } from '#kernel/actor.ts';
import { command, run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { room } from '#kernel/room.ts';
import { type Entity, type Field, rowKey } from '#kernel/schema.ts';
import { Catalog, catalog, catalogChanged, knownCatalog } from '#platform/catalog/catalog.ts';
import { operatorsOf } from '#platform/catalog/describe.ts';
import { code, number, reference, sortKeysOf, text } from '#platform/catalog/fields.ts';
import catalogRoom from '#platform/catalog/room.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import { operatorFor } from '#platform/query/operators/by-type.ts';
import { ENGINES, world } from '#test/support/world.ts';

const label = { tr: 'x', pl: 'x', en: 'x' };
const book: Entity = {
  name: 'book',
  plural: 'books',
  table: 'books',
  label: { one: label, many: label },
  title: (row) => String(row.title),
  fields: [
    text('title', { label, required: true, max: 20, folded: 'titleFolded', sortKeys: sortKeysOf('title') }),
    number('pages', { label }),
    reference('author', { label, of: ['person'] }),
    reference('about', { label, of: ['person', 'book'], entityColumn: 'aboutEntity' }),
    code('shelf', { label, readOnly: true }),
  ],
};

for (const engine of ENGINES) {
  test(`${engine}: fields that rooms declare rest in columns that exist`, async (t) => {
    const w = await world(t, { engine });
    const { reader } = w.house.db;
    for (const entity of w.house.registry.entities.values()) {
      const columns = Object.keys(await reader(entity.table).columnInfo());
      t.true(columns.length > 0, entity.table);
      const keys = entity.fields.flatMap(keysOf).concat(['id'], entity.closes === true ? ['closedAt'] : []);
      for (const key of keys)
        t.true(columns.includes(key), `${entity.name}: ${key} is no column of ${entity.table}`);
      for (const { link, tree } of entity.fields) {
        if (link !== undefined)
          await t.notThrowsAsync(
            Promise.resolve(
              reader(link.table)
                .where(link.where ?? {})
                .select(link.owner, link.value)
                .first(),
            ),
          );
        if (tree !== undefined)
          await t.notThrowsAsync(
            Promise.resolve(
              reader(tree.nodes.table)
                .where(tree.nodes.where ?? {})
                .select(tree.nodes.id, tree.nodes.key)
                .first(),
            ),
          );
      }
      for (const { key, of, link } of entity.relations ?? []) {
        const other = w.house.registry.entities.get(of);
        t.truthy(other, `${entity.name}.${key}: no entity "${of}"`);
        if (other === undefined) continue;
        if ('many' in link)
          await t.notThrowsAsync(
            Promise.resolve(
              reader(other.table)
                .where(link.where ?? {})
                .select(link.many)
                .first(),
            ),
            `${entity.name}.${key}`,
          );
        else t.true(columns.includes(link.one), `${entity.name}.${key}`);
      }
    }
  });

  test(`${engine}: a field added by a command is there for the rest of it, and for all others once it is committed`, async (t) => {
    const added = room({
      name: 'added',
      says: 'Fields from rows.',
      entities: [book],
      fieldSources: [
        {
          says: 'One per sequence.',
          fields: async () => ({
            book: (await db()('sequences').where('name', 'like', 'field:%').select('name')).map(
              ({ name }: { name: string }) => number(name.slice(6), { label }),
            ),
          }),
        },
      ],
    });
    const w = await world(t, { engine, rooms: [catalogRoom, added] });
    const add = command({
      name: 'book.addField',
      says: 'Adds a field.',
      takes: inputOf('book', { partial: true }),
      async does(sent) {
        await db()('sequences').insert({ name: 'field:weight', value: 1 });
        await catalogChanged();
        t.true(
          (await catalog()).entity('book').fields.some((field) => field.key === 'weight'),
          'inside',
        );
        if (sent.pages === 0) throw new Error('no');
      },
    });
    const actor = systemActor();
    await w.in(async () => {
      const known = () =>
        knownCatalog()
          .entity('book')
          .fields.some((field) => field.key === 'weight');
      await t.throwsAsync(run(add, { pages: 0 }, actor));
      t.false(known(), 'rolled back');
      await run(add, { pages: 1 }, actor);
      t.true(known());
      await t.notThrowsAsync(
        work('test', async () =>
          t.deepEqual(inputOf('book', { partial: true }).parse({ weight: 3 }), { weight: 3 }),
        ),
      );
    });
  });
}

function keysOf(field: Field): string[] {
  if (field.link !== undefined) return [];
  const own =
    field.derived !== undefined
      ? [field.derived]
      : field.type.stored === null && field.tree === undefined
        ? []
        : [rowKey(field)];
  return [
    ...own,
    ...(field.folded === undefined ? [] : [field.folded]),
    ...Object.values(field.sortKeys ?? {}),
    ...(field.entityColumn === undefined ? [] : [field.entityColumn]),
  ];
}

test('what is sent becomes a row, with folded texts and sort keys', (t) => {
  const id = '01HZZZZZZZZZZZZZZZZZZZZZZZ';
  const row = rowValues(book, {
    title: 'Işık Łódź',
    pages: null,
    author: { entity: 'person', id },
    about: { entity: 'book', id },
  });
  const { titleSortTr, titleSortPl, titleSortEn, ...rest } = row as Record<string, string>;
  t.deepEqual(rest as unknown, {
    title: 'Işık Łódź',
    titleFolded: 'isik lodz',
    pages: null,
    authorId: id,
    aboutId: id,
    aboutEntity: 'book',
  });
  t.is(new Set([titleSortTr, titleSortPl, titleSortEn]).size, 3);
  t.deepEqual(rowValues(book, { about: null }), { aboutId: null, aboutEntity: null });
});

test('unknown, read-only and unfit values are refused with their places', async (t) => {
  const w = await world(t, {
    rooms: [catalogRoom, room({ name: 'books', says: 'Books.', entities: [book] })],
  });
  await w.in(async () => {
    const places = (sent: unknown, partial = false) =>
      inputOf('book', { partial })
        .safeParse(sent)
        .error?.issues.map((issue) => issue.path.join('.')) ?? [];
    t.deepEqual(places({ title: 'x' }), []);
    t.deepEqual(places({}), ['title']);
    t.deepEqual(places({}, true), []);
    t.deepEqual(places({ title: null }, true), ['title']);
    t.deepEqual(places({ title: '  ' }), ['title']);
    t.deepEqual(places({ title: 'x'.repeat(21) }), ['title']);
    t.deepEqual(places({ title: 'x', pages: 1.5, author: 'me' }), ['pages', 'author']);
    t.deepEqual(places({ title: 'x', about: { entity: 'firm', id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' } }), [
      'about.entity',
    ]);
    t.is(places({ title: 'x', shelf: 'A1' }).length, 1);
    t.deepEqual(inputOf('book').parse({ title: ' x ', author: '01HZZZZZZZZZZZZZZZZZZZZZZZ' }), {
      title: 'x',
      author: { entity: 'person', id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' },
    });
  });
});

test('every operator that a type of field names has a meaning', async (t) => {
  const w = await world(t);
  for (const entity of w.house.registry.entities.values())
    for (const field of entity.fields)
      for (const word of operatorsOf(field))
        if (word !== 'known') t.truthy(operatorFor(field, word), `${entity.name}.${field.key} ${word}`);
});

test('a reference to one entity is a relation; to several it is none', (t) => {
  const person: Entity = { ...book, name: 'person', fields: [] };
  const known = new Catalog([book, person]);
  t.deepEqual([...known.relations(book).keys()], ['author']);
  t.deepEqual(known.relation(book, 'author')?.link, { one: 'authorId' });
});
