// Many cards for the benches: organisations in a tree of sectors and one of regions, each with a general manager and two others.

import type { Knex } from 'knex';
import { fold } from '#kernel/text/fold.ts';
import { SORT_LANGUAGES, sortKey } from '#kernel/text/sort-key.ts';
import { chance } from './corpus.ts';

const AT = '2026-01-01T00:00:00.000Z';
const GIVEN = [
  'Ayşe',
  'Mehmet',
  'Şule',
  'Işıl',
  'Çağrı',
  'Zofia',
  'Łukasz',
  'Grażyna',
  'Jan',
  'Ömer',
  'İlker',
  'Gülşen',
];
const FAMILY = [
  'Yılmaz',
  'Şahin',
  'Öztürk',
  'Çelik',
  'Wójcik',
  'Kowalski',
  'Żak',
  'Işık',
  'Doğan',
  'Nowak',
  'Aydın',
  'Kaya',
];
const TITLES = ['Buyer', 'Accountant', 'Sales Manager', 'Engineer', 'Kierownik', 'Müdür'];

const SECTORS = ['food', 'steel', 'textile', 'energy', 'transport', 'building', 'health', 'software'];
const REGIONS = ['marmara', 'ege', 'karadeniz', 'akdeniz', 'anadolu', 'dogu', 'guneydogu'];

const id = (kind: string, n: number) => `01${kind}${String(n).padStart(24 - kind.length, '0')}`;

function named(name: string): Record<string, string> {
  return {
    name,
    nameFolded: fold(name),
    ...Object.fromEntries(
      SORT_LANGUAGES.map((language) => [
        `nameSort${language[0]?.toUpperCase()}${language.slice(1)}`,
        sortKey(name, language),
      ]),
    ),
  };
}

const card = {
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  kinds: '[]',
  tags: '[]',
  externalIds: '{}',
  criteria: '{}',
  contactPoints: '[]',
};

/** Fills `organisations`, three persons and positions each, and the trees. One sector in eight is food; each has four below. */
export async function fillCards(knex: Knex, organisations: number): Promise<void> {
  const insert = (table: string, rows: Record<string, unknown>[]) =>
    knex.transaction((trx) => trx.batchInsert(table, rows, 80));
  await insert(
    'criteria_sets',
    ['sector', 'region'].map((key, n) => ({
      id: id('S', n),
      version: 1,
      createdAt: AT,
      updatedAt: AT,
      key,
      label: JSON.stringify({ tr: key, pl: key, en: key }),
    })),
  );
  const leaves = { sector: [] as string[], region: [] as string[] };
  for (const [set, tops, below] of [
    ['sector', SECTORS, 4],
    ['region', REGIONS, 11],
  ] as const) {
    const nodes = tops.flatMap((top) => [
      { key: top, parent: null as string | null },
      ...Array.from({ length: below }, (_, n) => ({ key: `${top}-${n}`, parent: top })),
    ]);
    const nodeId = (key: string) =>
      id(
        set === 'sector' ? 'C' : 'D',
        nodes.findIndex((node) => node.key === key),
      );
    await insert(
      'criteria',
      nodes.map((node) => ({
        id: nodeId(node.key),
        version: 1,
        createdAt: AT,
        updatedAt: AT,
        setKey: set,
        key: node.key,
        ...named(node.key),
        parentId: node.parent === null ? null : nodeId(node.parent),
      })),
    );
    await insert(
      'criteria_closure',
      nodes.flatMap((node) => [
        { ancestorId: nodeId(node.key), descendantId: nodeId(node.key), depth: 0 },
        ...(node.parent === null
          ? []
          : [{ ancestorId: nodeId(node.parent), descendantId: nodeId(node.key), depth: 1 }]),
      ]),
    );
    leaves[set] = nodes.filter((node) => node.parent !== null).map((node) => nodeId(node.key));
  }
  const next = chance(41);
  const one = <T>(values: readonly T[]) => values[Math.floor(next() * values.length)] as T;
  const STEP = 2000;
  for (let from = 0; from < organisations; from += STEP) {
    const numbers = Array.from({ length: Math.min(STEP, organisations - from) }, (_, n) => from + n);
    await insert(
      'organisations',
      numbers.map((n) => ({ id: id('G', n), ...card, ...named(`${one(FAMILY)} ${one(GIVEN)} A.Ş. ${n}`) })),
    );
    await insert(
      'card_criteria',
      numbers.flatMap((n) =>
        [one(leaves.sector), one(leaves.region)].map((criterionId) => ({
          criterionId,
          cardEntity: 'organisation',
          cardId: id('G', n),
        })),
      ),
    );
    const people = numbers.flatMap((n) =>
      [0, 1, 2].map((k) => ({
        n: n * 3 + k,
        organisation: n,
        title: k === 0 ? 'General Manager' : one(TITLES),
      })),
    );
    await insert(
      'persons',
      people.map(({ n }) => {
        const [givenName, familyName] = [one(GIVEN), one(FAMILY)];
        return {
          id: id('P', n),
          ...card,
          ...named(`${familyName} ${givenName}`),
          givenName,
          givenFolded: fold(givenName),
          familyName,
          familyFolded: fold(familyName),
          bornOn: `${1950 + Math.floor(next() * 55)}-${String(1 + Math.floor(next() * 12)).padStart(2, '0')}-15`,
        };
      }),
    );
    await insert(
      'positions',
      people.map(({ n, organisation, title }) => ({
        id: id('Q', n),
        version: 1,
        createdAt: AT,
        updatedAt: AT,
        personId: id('P', n),
        organisationId: id('G', organisation),
        title,
        titleFolded: fold(title),
        department: '',
        departmentFolded: '',
        fromOn: next() < 0.5 ? '2015-01-01' : null,
        untilOn: next() < 0.1 ? '2024-01-01' : null,
      })),
    );
  }
}
