import type { ExecutionContext } from 'ava';
import type { Knex } from 'knex';
import { room } from '#kernel/room.ts';
import { type Entity, entity, type Field, type Label, rowKey } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import * as f from '#platform/catalog/fields.ts';
import catalog from '#platform/catalog/room.ts';
import type { Subject } from '#platform/query/match.ts';
import query from '#platform/query/room.ts';
import { type Engine, type World, world } from '#test/support/world.ts';

/**
 * A small firm with every type of field, every kind of link and relation, and values chosen to be awkward: Turkish and Polish
 * letters, signs of LIKE, missing values, leap days, moments around midnight.
 */

const as = (word: string): Label => ({ tr: word, pl: word, en: word });

const tree = (set: string) => ({
  nodes: { table: 'acme_nodes', id: 'id', key: 'key', where: { setKey: set } },
  closure: { table: 'acme_closure', above: 'aboveId', below: 'belowId' },
});

export const worker: Entity = entity({
  name: 'worker',
  plural: 'workers',
  table: 'acme_workers',
  label: {
    one: { tr: 'çalışan', pl: 'pracownik', en: 'worker' },
    many: { tr: 'çalışanlar', pl: 'pracownicy', en: 'workers' },
  },
  fields: [
    f.text('name', { label: { tr: 'Ad', pl: 'Nazwisko', en: 'Name' }, folded: 'nameFolded' }),
    f.text('nick', { label: as('Nick') }),
    f.longText('notes', { label: as('Notes'), folded: 'notesFolded' }),
    f.code('number', { label: as('Number') }),
    f.email('mail', { label: { tr: 'E-posta', pl: 'E-mail', en: 'E-mail' } }),
    f.phone('phone', { label: as('Phone') }),
    f.web('site', { label: as('Site') }),
    f.number('score', { label: { tr: 'Puan', pl: 'Wynik', en: 'Score' } }),
    f.day('birthDate', {
      label: { tr: 'Doğum günü', pl: 'Data urodzenia', en: 'Day of birth' },
      column: 'bornOn',
    }),
    f.age('age', { label: { tr: 'Yaş', pl: 'Wiek', en: 'Age' }, from: 'bornOn' }),
    f.moment('seenAt', { label: { tr: 'Görülme', pl: 'Widziany', en: 'Seen' } }),
    f.flag('active', { label: { tr: 'Etkin', pl: 'Aktywny', en: 'Active' } }),
    f.choice('language', {
      label: { tr: 'Dil', pl: 'Język', en: 'Language' },
      options: [
        { key: 'tr', label: { tr: 'Türkçe', pl: 'turecki', en: 'Turkish' } },
        { key: 'pl', label: { tr: 'Lehçe', pl: 'polski', en: 'Polish' } },
      ],
    }),
    f.choice('kinds', {
      label: as('Kinds'),
      many: true,
      options: ['buyer', 'seller', 'guest'].map((key) => ({ key, label: as(key) })),
      link: { table: 'acme_kinds', owner: 'workerId', value: 'kind' },
    }),
    f.words('tags', {
      label: { tr: 'Etiketler', pl: 'Etykiety', en: 'Tags' },
      link: { table: 'acme_tags', owner: 'recordId', value: 'tag', where: { entity: 'worker' } },
    }),
    f.reference('chief', { label: { tr: 'Amir', pl: 'Przełożony', en: 'Chief' }, of: ['worker'] }),
    f.reference('user', { label: { tr: 'Kullanıcı', pl: 'Użytkownik', en: 'User' }, of: ['user'] }),
    f.reference('owner', { label: as('Owner'), of: ['worker', 'firm'], entityColumn: 'ownerEntity' }),
    f.references('friends', {
      label: as('Friends'),
      of: ['worker'],
      link: { table: 'acme_friends', owner: 'workerId', value: 'friendId' },
    }),
    f.criteria('skill', {
      label: { tr: 'Beceri', pl: 'Umiejętność', en: 'Skill' },
      of: 'skill',
      link: {
        table: 'acme_skills',
        owner: 'workerId',
        value: 'nodeId',
        dated: { from: 'fromOn', until: 'untilOn' },
      },
      tree: tree('skill'),
    }),
    f.text('secret', { label: as('Secret'), hidden: true }),
  ],
  relations: [
    {
      key: 'jobs',
      label: { tr: 'Görevler', pl: 'Stanowiska', en: 'Jobs' },
      of: 'job',
      link: { many: 'workerId' },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
    {
      key: 'deals',
      label: { tr: 'Satışlar', pl: 'Sprzedaże', en: 'Deals' },
      of: 'deal',
      link: { many: 'holderId', where: { holderEntity: 'worker' } },
    },
    {
      key: 'ownerFirm',
      label: { tr: 'Sahip firma', pl: 'Firma właściciel', en: 'Owner firm' },
      of: 'firm',
      link: { one: 'ownerId', where: { ownerEntity: 'firm' } },
    },
  ],
  title: (row) => String(row.name),
});

export const firm: Entity = entity({
  name: 'firm',
  plural: 'firms',
  table: 'acme_firms',
  label: {
    one: { tr: 'firma', pl: 'firma', en: 'firm' },
    many: { tr: 'firmalar', pl: 'firmy', en: 'firms' },
  },
  fields: [
    f.text('name', { label: { tr: 'Ad', pl: 'Nazwa', en: 'Name' }, folded: 'nameFolded' }),
    f.criteria('sector', {
      label: { tr: 'Sektör', pl: 'Sektor', en: 'Sector' },
      of: 'sector',
      link: { table: 'acme_sectors', owner: 'firmId', value: 'nodeId' },
      tree: tree('sector'),
    }),
    // Shares its table of links with the sectors.
    f.criteria('grade', {
      label: as('Grade'),
      of: 'grade',
      link: { table: 'acme_sectors', owner: 'firmId', value: 'nodeId' },
      tree: tree('grade'),
    }),
    f.criteria('region', {
      label: { tr: 'Bölge', pl: 'Region', en: 'Region' },
      of: 'region',
      many: false,
      column: 'regionId',
      tree: tree('region'),
    } as never),
    f.reference('parent', { label: as('Parent'), of: ['firm'] }),
  ],
  relations: [
    {
      key: 'jobs',
      label: as('Jobs'),
      of: 'job',
      link: { many: 'firmId' },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
    {
      key: 'deals',
      label: as('Deals'),
      of: 'deal',
      link: { many: 'holderId', where: { holderEntity: 'firm' } },
    },
  ],
  title: (row) => String(row.name),
  closes: true,
});

const job: Entity = entity({
  name: 'job',
  plural: 'jobs',
  table: 'acme_jobs',
  label: {
    one: { tr: 'görev', pl: 'stanowisko', en: 'job' },
    many: { tr: 'görevler', pl: 'stanowiska', en: 'jobs' },
  },
  fields: [
    f.reference('worker', { label: { tr: 'Çalışan', pl: 'Pracownik', en: 'Worker' }, of: ['worker'] }),
    f.reference('firm', { label: { tr: 'Firma', pl: 'Firma', en: 'Firm' }, of: ['firm'] }),
    f.text('title', { label: { tr: 'Unvan', pl: 'Tytuł', en: 'Title' }, folded: 'titleFolded' }),
    f.day('from', { label: as('From'), column: 'fromOn' }),
    f.day('until', { label: as('Until'), column: 'untilOn' }),
  ],
  title: (row) => String(row.title),
  closes: true,
});

const deal: Entity = entity({
  name: 'deal',
  plural: 'deals',
  table: 'acme_deals',
  label: { one: as('deal'), many: as('deals') },
  fields: [
    f.number('amount', { label: { tr: 'Tutar', pl: 'Kwota', en: 'Amount' } }),
    f.flag('won', { label: as('Won') }),
    f.day('on', { label: as('Day'), column: 'dealtOn' }),
  ],
  title: (row) => String(row.id),
});

export const ENTITIES = [worker, firm, job, deal];

const acme = room({ name: 'acme', says: 'A firm of the tests.', entities: ENTITIES });

export async function acmeWorld(t: ExecutionContext<any>, engine: Engine): Promise<World> {
  const w = await world(t, { engine, rooms: [catalog, query, acme] });
  await createTables(w.house.db.writer);
  return w;
}

async function createTables(knex: Knex): Promise<void> {
  const text =
    (...names: string[]) =>
    (table: Knex.CreateTableBuilder) => {
      table.string('id', 26).primary();
      for (const name of names) table.text(name);
    };
  await knex.schema.createTable('acme_workers', (table) => {
    text(
      'name',
      'name_folded',
      'nick',
      'notes',
      'notes_folded',
      'number',
      'mail',
      'phone',
      'site',
      'born_on',
      'seen_at',
      'language',
      'chief_id',
      'user_id',
      'owner_entity',
      'owner_id',
      'secret',
    )(table);
    table.integer('score');
    table.boolean('active');
    table.index(['born_on']);
  });
  await knex.schema.createTable(
    'acme_firms',
    text('name', 'name_folded', 'region_id', 'parent_id', 'closed_at'),
  );
  await knex.schema.createTable('acme_jobs', (table) => {
    text('worker_id', 'firm_id', 'title', 'title_folded', 'from_on', 'until_on', 'closed_at')(table);
    table.index(['worker_id']);
    table.index(['firm_id', 'title_folded', 'worker_id']);
  });
  await knex.schema.createTable('acme_deals', (table) => {
    text('holder_entity', 'holder_id', 'dealt_on')(table);
    table.integer('amount');
    table.boolean('won');
  });
  await knex.schema.createTable('acme_nodes', text('set_key', 'key', 'parent_id'));
  for (const [name, ...columns] of [
    ['acme_closure', 'above_id', 'below_id'],
    ['acme_kinds', 'worker_id', 'kind'],
    ['acme_tags', 'entity', 'record_id', 'tag'],
    ['acme_friends', 'worker_id', 'friend_id'],
    ['acme_skills', 'worker_id', 'node_id', 'from_on', 'until_on'],
    ['acme_sectors', 'firm_id', 'node_id'],
  ])
    await knex.schema.createTable(name as string, (table) => {
      for (const column of columns) table.text(column);
    });
}

/** Rows by table, with row keys. */
export type Rows = Record<string, Record<string, unknown>[]>;

/** Chance that is the same at every run. */
function chance(seed: number): { below(n: number): number; one<T>(values: readonly T[]): T } {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, one: (values) => values[below(values.length)] as never };
}

export const WORDS = {
  names: [
    'Işık',
    'IŞIK',
    'ışıklı',
    'Łódź',
    'lodz',
    'Öztürk',
    '%50_indirim',
    '50',
    'a\\b',
    'O’Brien',
    'Şule Işık',
    'ąę Żółć',
    'x_y',
    'xay',
  ],
  titles: ['General Manager', 'general manager', 'Genel Müdür', 'Kierownik', ''],
  codes: ['A-1', 'a-1', 'Ł%', '_'],
  mails: ['isik@marmara.example', 'zofia@lodz.example', 'a_b@x.example'],
  sites: ['https://lobi.example/a', 'https://lobi.example/A', 'http://x.example/%41'],
  days: [
    '1988-02-29',
    '1990-11-24',
    '1990-11-25',
    '1990-11-23',
    '2000-02-28',
    '2000-03-01',
    '2026-11-24',
    '2026-11-01',
    '2025-12-31',
    '2026-02-28',
    '2030-01-01',
  ],
  moments: [
    '2026-11-23T20:59:59.999Z',
    '2026-11-23T21:00:00.000Z',
    '2026-11-24T08:00:00.000Z',
    '2026-11-24T20:59:59.999Z',
    '2026-11-24T21:00:00.000Z',
    '2026-10-31T21:00:00.000Z',
    '2025-12-31T20:59:59.999Z',
  ],
  tags: ['VIP', 'vip', 'toptan', 'hurt'],
  nodes: {
    skill: [
      ['hand', null],
      ['weld', 'hand'],
      ['tig', 'weld'],
      ['paint', 'hand'],
      ['sell', null],
    ],
    sector: [
      ['food', null],
      ['dairy', 'food'],
      ['cheese', 'dairy'],
      ['steel', null],
    ],
    grade: [
      ['a', null],
      ['b', null],
    ],
    region: [
      ['karadeniz', null],
      ['trabzon', 'karadeniz'],
      ['marmara', null],
      ['bursa', 'marmara'],
      ['ege', null],
    ],
  } as Record<string, [string, string | null][]>,
};

const id = (kind: string, n: number) => `01ACME${kind}${String(n).padStart(26 - 6 - kind.length, '0')}`;
export const workerIds = Array.from({ length: 40 }, (_, n) => id('W', n));
export const firmIds = Array.from({ length: 15 }, (_, n) => id('F', n));

export function makeRows(seed = 7): Rows {
  const { below, one } = chance(seed);
  const maybe = <T>(value: T): T | null => (below(4) === 0 ? null : value);
  const nodes = Object.entries(WORDS.nodes).flatMap(([set, list]) =>
    list.map(([key, parent]) => ({
      id:
        id(`N${set.slice(0, 2).toUpperCase()}`, 0).slice(0, 10) +
        key
          .toUpperCase()
          .replace(/[ILOU]/g, '0')
          .padStart(16, '0'),
      setKey: set,
      key,
      parent,
    })),
  );
  const nodeId = (set: string, key: string) =>
    (nodes.find((node) => node.setKey === set && node.key === key) as { id: string }).id;
  const anyNode = (set: string) => nodeId(set, one(WORDS.nodes[set] as [string, null][])[0]);
  const folded = (text: string | null) => (text === null ? null : fold(text));
  const workers = workerIds.map((workerId) => {
    const name = maybe(one(WORDS.names));
    const notes = maybe(`${one(WORDS.names)}\n${one(WORDS.names)}`);
    const owner = one([...workerIds, ...firmIds, null]);
    return {
      id: workerId,
      name,
      nameFolded: folded(name),
      nick: maybe(one(WORDS.names)),
      notes,
      notesFolded: folded(notes),
      number: maybe(one(WORDS.codes)),
      mail: maybe(one(WORDS.mails)),
      phone: maybe(one(['+902121234567', '+48421234567'])),
      site: maybe(one(WORDS.sites)),
      score: maybe(below(7) - 3),
      bornOn: maybe(one(WORDS.days)),
      seenAt: maybe(one(WORDS.moments)),
      active: maybe(below(2) === 0),
      language: maybe(one(['tr', 'pl'])),
      chiefId: maybe(one(workerIds)),
      userId: maybe(one([id('S', 1), id('S', 2)])),
      ownerId: owner,
      ownerEntity: owner === null ? null : owner.includes('ACMEW') ? 'worker' : 'firm',
      secret: 'x',
    };
  });
  const firms = firmIds.map((firmId) => {
    const name = maybe(one(WORDS.names));
    return {
      id: firmId,
      name,
      nameFolded: folded(name),
      regionId: maybe(anyNode('region')),
      parentId: maybe(one(firmIds)),
      closedAt: below(5) === 0 ? '2026-01-01T00:00:00.000Z' : null,
    };
  });
  const jobs = Array.from({ length: 70 }, (_, n) => {
    const title = maybe(one(WORDS.titles));
    return {
      id: id('J', n),
      workerId: one([...workerIds, null]),
      firmId: one([...firmIds, null]),
      title,
      titleFolded: folded(title),
      fromOn: maybe(one(WORDS.days)),
      untilOn: below(2) === 0 ? null : one(WORDS.days),
      closedAt: below(8) === 0 ? '2026-01-01T00:00:00.000Z' : null,
    };
  });
  const deals = Array.from({ length: 60 }, (_, n) => {
    const holder = one([...workerIds, ...firmIds]);
    return {
      id: id('D', n),
      holderId: holder,
      holderEntity: holder.includes('ACMEW') ? 'worker' : 'firm',
      amount: maybe(below(9) - 2),
      won: maybe(below(2) === 0),
      dealtOn: maybe(one(WORDS.days)),
    };
  });
  const distinct = <T extends object>(rows: T[]) => [
    ...new Map(rows.map((row) => [JSON.stringify(row), row])).values(),
  ];
  const many = (count: number, make: () => Record<string, unknown>) =>
    distinct(Array.from({ length: count }, make));
  const above = (node: (typeof nodes)[number]): string[] => {
    const parent = nodes.find((each) => each.setKey === node.setKey && each.key === node.parent);
    return parent === undefined ? [node.id] : [node.id, ...above(parent)];
  };
  return {
    acme_workers: workers,
    acme_firms: firms,
    acme_jobs: jobs,
    acme_deals: deals,
    acme_nodes: nodes.map(({ parent, ...node }) => ({
      ...node,
      parentId: parent === null ? null : nodeId(node.setKey, parent),
    })),
    acme_closure: nodes.flatMap((node) => above(node).map((aboveId) => ({ aboveId, belowId: node.id }))),
    acme_kinds: many(40, () => ({ workerId: one(workerIds), kind: one(['buyer', 'seller', 'guest']) })),
    acme_tags: many(50, () => ({
      entity: one(['worker', 'worker', 'other']),
      recordId: one(workerIds),
      tag: one(WORDS.tags),
    })),
    acme_friends: many(40, () => ({ workerId: one(workerIds), friendId: one(workerIds) })),
    acme_skills: many(50, () => ({
      workerId: one(workerIds),
      nodeId: anyNode('skill'),
      fromOn: maybe(one(WORDS.days)),
      untilOn: below(2) === 0 ? null : one(WORDS.days),
    })),
    acme_sectors: many(20, () => ({ firmId: one(firmIds), nodeId: anyNode(one(['sector', 'grade'])) })),
  };
}

export async function insertRows(w: World, rows: Rows): Promise<void> {
  for (const [table, list] of Object.entries(rows))
    for (let from = 0; from < list.length; from += 20)
      await w.house.db.writer(table).insert(list.slice(from, from + 20));
}

/** The same rows as subjects that point at each other, so that `match` may look as far as it wants. */
export function makeGraph(rows: Rows): Record<string, Subject[]> {
  const graph: Record<string, Record<string, unknown>[]> = Object.fromEntries(
    ENTITIES.map((each) => [each.name, (rows[each.table] ?? []).map((row) => ({ ...row }))]),
  );
  const nodes = new Map((rows.acme_nodes ?? []).map((node) => [node.id, node]));
  const held = (nodeId: unknown) => ({
    key: nodes.get(nodeId)?.key,
    above: (rows.acme_closure ?? [])
      .filter((step) => step.belowId === nodeId)
      .map((step) => nodes.get(step.aboveId)?.key),
  });
  for (const each of ENTITIES)
    for (const subject of graph[each.name] ?? []) {
      for (const field of each.fields) putValues(field, subject, rows, held);
      for (const field of each.fields.filter(
        (one) => one.type.name === 'reference' && one.of?.length === 1 && one.link === undefined,
      ))
        subject[field.key] =
          (graph[field.of?.[0] as string] ?? []).find((other) => other.id === subject[rowKey(field)]) ?? null;
      for (const { key, of, link } of each.relations ?? []) {
        const others = graph[of] ?? [];
        subject[key] =
          'many' in link
            ? others.filter((other) => other[link.many] === subject.id)
            : (others.find((other) => other.id === subject[link.one]) ?? null);
      }
    }
  return graph;
}

function putValues(
  field: Field,
  subject: Record<string, unknown>,
  rows: Rows,
  held: (nodeId: unknown) => unknown,
): void {
  const { link } = field;
  if (link === undefined) {
    if (field.tree !== undefined)
      subject[field.key] = subject[rowKey(field)] === null ? null : held(subject[rowKey(field)]);
    return;
  }
  const ofSet = (node: unknown) =>
    (rows.acme_nodes ?? []).some((each) => each.id === node && each.setKey === field.of?.[0]);
  subject[field.key] = (rows[link.table] ?? [])
    .filter((row) => field.tree === undefined || ofSet(row[link.value]))
    .filter(
      (row) =>
        row[link.owner] === subject.id &&
        Object.entries(link.where ?? {}).every(([key, value]) => row[key] === value),
    )
    .map((row) => ({
      value: field.tree === undefined ? row[link.value] : held(row[link.value]),
      from: row.fromOn,
      until: row.untilOn,
    }));
}
