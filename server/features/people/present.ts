import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Label, Language } from '#kernel/schema.ts';
import { applyScope, scope } from '#platform/access/policy.ts';
import { fieldLimit } from '#platform/access/rights.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { askingOf } from '#platform/query/asking.ts';
import type { Aboutness, Beside, Presenter, RecordRow } from '#platform/records/declared.ts';
import type { ContactPoint } from './contact-point.ts';
import { dated, type HeldCriteria, keysOn } from './held-criteria.ts';
import { RelationKind } from './model/relation.ts';

/** How cards, positions and criteria are sent, beyond their fields. */

/** A position as it stands on the card of its person. */
export interface ShownPosition {
  id: string;
  entity: 'position';
  organisation: { entity: 'organisation'; id: string; label: string };
  title: string;
  department: string;
  from: string | null;
  until: string | null;
  /** Where the person is reached there. */
  contactPoints: ContactPoint[];
}

/** What a card has several of stands in its row; so a page of cards needs no further read for it. */
const HELD = ['kinds', 'tags', 'criteria'];

/** Positions of one person on a day; read with its row, since every card that is opened asks for them. */
const POSITIONS: Beside = {
  key: 'positionsToday',
  columns: [
    'id',
    'personId',
    'title',
    'department',
    'from',
    'until',
    'contactPoints',
    'organisationId',
    'label',
  ],
  rows: `SELECT j.id AS id, j.person_id AS "personId", j.title AS title, j.department AS department, j.from_on AS "from", j.until_on AS "until", j.contact_points AS "contactPoints", o.id AS "organisationId", o.name AS label
  FROM positions j JOIN organisations o ON o.id = j.organisation_id
  WHERE j.person_id = ? AND j.closed_at IS NULL AND o.closed_at IS NULL AND (j.from_on IS NULL OR j.from_on <= ?) AND (j.until_on IS NULL OR j.until_on >= ?)
  ORDER BY coalesce(j.from_on, '') DESC, j.id`,
  values(actor) {
    const { today } = askingOf(actor);
    return [today, today];
  },
  all: (actor) => scope(actor, 'position') === true,
};

export const PRESENTERS: Presenter[] = [
  {
    entity: 'person',
    says: 'The positions of today with their organisations, kinds, tags and criteria.',
    needs: HELD,
    beside: POSITIONS,
    async present(rows, actor, whole) {
      const positions = await positionsToday(rows, actor);
      const empty = await emptySets();
      const { today } = askingOf(actor);
      return new Map(
        rows.map((row) => [
          row.id,
          { ...empty, ...heldBy(row, today, whole), positions: positions.get(row.id) ?? [] },
        ]),
      );
    },
  },
  {
    entity: 'organisation',
    says: 'Kinds, tags and criteria.',
    needs: HELD,
    async present(rows, actor, whole) {
      const empty = await emptySets();
      const { today } = askingOf(actor);
      return new Map(rows.map((row) => [row.id, { ...empty, ...heldBy(row, today, whole) }]));
    },
  },
  {
    entity: 'relation',
    says: 'What the two cards are to each other, in the reader’s language.',
    async present(rows, actor) {
      const names = await roleNames(actor.language);
      const named = (row: RecordRow) => ({
        roleName: names.get(row.role as string) ?? row.role,
        counterRoleName: names.get(row.counterRole as string) ?? row.counterRole,
      });
      return new Map(rows.map((row) => [row.id, named(row)]));
    },
  },
  {
    entity: 'criterion',
    says: 'The key of the criterion above; the name in the reader’s language, and in each.',
    needs: ['parentId'],
    async present(rows, actor) {
      const parents = await keysOf(rows.map((row) => row.parentId as string | null));
      const shown = (row: RecordRow) => {
        const name = row.name as string;
        const names = (row.names as Label | null) ?? { tr: name, pl: name, en: name };
        return { parent: parents.get(row.parentId as string) ?? null, name: names[actor.language], names };
      };
      return new Map(rows.map((row) => [row.id, shown(row)]));
    },
  },
];

/** `?about=` a card: its positions, the people of an organisation, the organisations of a person. */
export const ABOUTNESS: Aboutness[] = [
  { entity: 'trait', about: ({ entity, id }) => ({ field: 'card', is: { entity, id } }) },
  {
    entity: 'relation',
    about: ({ entity, id }) => ({
      any: ['card', 'other'].map((field) => ({ field, is: { entity, id } })),
    }),
  },
  { entity: 'position', about: (card) => ({ field: card.entity, is: card.id }) },
  {
    entity: 'person',
    about: (card) =>
      card.entity === 'person'
        ? { field: 'id', is: card.id }
        : { some: 'positions', all: [{ field: 'organisation', is: card.id }] },
  },
  {
    entity: 'organisation',
    about: (card) =>
      card.entity === 'organisation'
        ? { field: 'id', is: card.id }
        : { some: 'positions', all: [{ field: 'person', is: card.id }] },
  },
];

async function roleNames(language: Language): Promise<Map<string, string>> {
  const kinds = await RelationKind.query();
  return new Map(
    kinds.flatMap((kind) => [
      [kind.key, kind.label[language]] as const,
      [kind.counterKey, kind.counterLabel[language]] as const,
    ]),
  );
}

/** Every set of criteria without a node: what a card has where nothing was chosen. */
async function emptySets(): Promise<Record<string, string[]>> {
  const { fields } = (await catalog()).entity('person');
  return Object.fromEntries(
    fields.filter((field) => field.type.name === 'criteria').map((field) => [field.key, []]),
  );
}

/** Criteria are those of today; the single record also tells those of other days, and from and until when. */
function heldBy(row: RecordRow, today: string, whole: boolean): Record<string, unknown> {
  const { criteria, ...words } = Object.fromEntries(HELD.map((key) => [key, parsed(row[key])]));
  const sets = Object.entries((criteria ?? {}) as HeldCriteria);
  return {
    ...words,
    ...Object.fromEntries(sets.map(([set, held]) => [set, keysOn(held, today)])),
    ...(whole ? { criteriaDays: Object.fromEntries(sets.map(([set, held]) => [set, held.map(dated)])) } : {}),
  };
}

/** Columns that are fields are read already; these are not. */
function parsed(held: unknown): unknown {
  return typeof held === 'string' ? JSON.parse(held) : held;
}

type FoundPosition = Omit<ShownPosition, 'entity' | 'organisation' | 'contactPoints'> & {
  contactPoints: string;
  personId: string;
  organisationId: string;
  label: string;
};

async function positionsToday(
  persons: readonly RecordRow[],
  actor: Actor,
): Promise<Map<string, ShownPosition[]>> {
  const ids = persons.map(({ id }) => id);
  const read = persons[0]?.[POSITIONS.key];
  const rows =
    (read as FoundPosition[] | undefined) ?? (await positionsOf(ids, askingOf(actor).today, actor));
  const found = new Map<string, ShownPosition[]>();
  const reached = fieldLimit(actor, 'contact') !== 'none';
  for (const { personId, organisationId, label, contactPoints, ...position } of rows) {
    const shown: ShownPosition = {
      ...position,
      contactPoints: reached ? (JSON.parse(contactPoints) as ContactPoint[]) : [],
      entity: 'position',
      organisation: { entity: 'organisation', id: organisationId, label },
    };
    found.set(personId, [...(found.get(personId) ?? []), shown]);
  }
  return found;
}

async function positionsOf(
  persons: readonly string[],
  today: string,
  actor: Actor,
): Promise<FoundPosition[]> {
  const query = db()('positions as j')
    .join('organisations as o', 'o.id', 'j.organisation_id')
    .whereIn('j.person_id', [...persons])
    .whereNull('j.closed_at')
    .whereNull('o.closed_at')
    .where((valid) => valid.whereNull('j.from_on').orWhere('j.from_on', '<=', today))
    .where((valid) => valid.whereNull('j.until_on').orWhere('j.until_on', '>=', today))
    .orderByRaw("coalesce(j.from_on, '') DESC, j.id")
    .select(
      'j.id as id',
      'j.person_id as personId',
      'j.title as title',
      'j.department as department',
      'j.from_on as from',
      'j.until_on as until',
      'j.contact_points as contactPoints',
    )
    .select('o.id as organisationId', 'o.name as label');
  applyScope(query, actor, 'position', 'j');
  return (await query) as FoundPosition[];
}

async function keysOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  if (asked.length === 0) return new Map();
  const rows = (await db()('criteria').whereIn('id', asked).select('id', 'key')) as {
    id: string;
    key: string;
  }[];
  return new Map(rows.map((row) => [row.id, row.key]));
}
