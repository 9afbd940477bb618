import { Model, type ModelClass, type PartialModelObject, type TransactionOrKnex } from 'objection';
import { moment } from './clock.ts';
import { putRows } from './db/put-rows.ts';
import { type Change, db, requireUnit } from './db/unit.ts';
import { Fault } from './errors.ts';
import { emit } from './events.ts';
import { now } from './house.ts';
import { newId } from './ids.ts';

/**
 * Rows of the house. Only a narrow part of Objection is used (models, relations, withGraphFetched), so that it can be
 * replaced in this file. Reads go through `Model.query()`; writes only through the functions below: the one save path,
 * which keeps versions, feeds the audit and tells the world.
 */

export class Row extends Model {
  /** Name of the entity: `person`. */
  static entity = '';
  /** Keys stored as JSON text. */
  static json: readonly string[] = [];
  /** Keys stored as 0 and 1 where the engine has no truth values. */
  static booleans: readonly string[] = [];
  /** Keys never written to the audit in clear (hashes, secrets). */
  static unaudited: readonly string[] = [];
  /** Keys that only follow from others (folded texts, sort keys): not written to the audit. */
  static derived: readonly string[] = [];

  declare id: string;
  declare version: number;
  declare createdAt: string;
  declare updatedAt: string;

  static override get jsonAttributes(): string[] {
    return [...this.json];
  }

  static override query<M extends Model>(
    this: new () => M,
    trx?: TransactionOrKnex,
  ): ReturnType<ModelClass<M>['query']> {
    return super.query(trx ?? db()) as unknown as ReturnType<ModelClass<M>['query']>;
  }

  override $parseDatabaseJson(json: Record<string, unknown>): Record<string, unknown> {
    const parsed = super.$parseDatabaseJson(json);
    for (const key of (this.constructor as typeof Row).booleans)
      if (parsed[key] !== null && parsed[key] !== undefined) parsed[key] = Boolean(parsed[key]);
    return parsed;
  }
}

type RowClass<M extends Row> = {
  new (): M;
  entity: string;
  unaudited: readonly string[];
  query: typeof Row.query;
} & typeof Row;
type Values<M extends Row> = PartialModelObject<M>;

/** Makes a row: id (unless given), version 1, moments. Returns it as it stands. */
export async function insert<M extends Row>(Class: RowClass<M>, values: Values<M>): Promise<M> {
  const at = moment(now());
  const given = values as Record<string, unknown>;
  const row = {
    ...given,
    id: (given.id as string | undefined) ?? newId(),
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  const made = (await Class.query().insert(row as never)) as unknown as M;
  await told({ entity: Class.entity, id: row.id, before: null, after: plain(Class, made) }, 'added', 1);
  return made;
}

/**
 * The same as `insert` for many rows of one class in one statement, told by `records.added`: for what is brought in by thousands.
 */
export async function insertMany<M extends Row>(
  Class: RowClass<M>,
  list: readonly Values<M>[],
): Promise<M[]> {
  const at = moment(now());
  const made = list.map((values) => {
    const given = values as Record<string, unknown>;
    const id = (given.id as string | undefined) ?? newId();
    return Object.assign(new Class(), given, { id, version: 1, createdAt: at, updatedAt: at }) as M;
  });
  const keys = [...new Set(made.flatMap((row) => Object.keys(row)))];
  await putRows(
    Class.tableName,
    made.map((row) => storedRow(Class, row, keys)),
  );
  const { changes } = requireUnit();
  for (const row of made)
    changes.push({ entity: Class.entity, id: row.id, before: null, after: plain(Class, row) });
  for (let from = 0; from < made.length; from += PER_EVENT)
    await emit('records.added', {
      entity: Class.entity,
      ids: made.slice(from, from + PER_EVENT).map((row) => row.id),
    });
  return made;
}

/** Rows of one event: no more than a unit of a listener takes. */
const PER_EVENT = 40;

/** A row as its columns hold it: what is kept as JSON is its text. */
function storedRow(Class: typeof Row, row: Row, keys: readonly string[]): Record<string, unknown> {
  const values = row as unknown as Record<string, unknown>;
  const stored: Record<string, unknown> = {};
  for (const key of keys) {
    const value = values[key] ?? null;
    stored[key] = value !== null && Class.json.includes(key) ? JSON.stringify(value) : value;
  }
  return stored;
}

export interface UpdateOptions {
  /** The version the change was made from; another one standing is a conflict. */
  version?: number;
}

/**
 * Changes a row and raises its version; nothing happens where nothing differs. Throws Fault `missing`, and `conflict` with the
 * row as it stands (`facts.current`) when `version` is not the standing one.
 */
export async function update<M extends Row>(
  Class: RowClass<M>,
  id: string,
  changes: Values<M>,
  options: UpdateOptions = {},
): Promise<M> {
  const before = (await Class.query().findById(id)) as unknown as M | undefined;
  if (before === undefined) throw Fault.missing(Class.entity, id);
  if (options.version !== undefined && options.version !== before.version)
    throw Fault.conflict(
      `${Class.entity}.changedMeanwhile`,
      'Somebody else changed this meanwhile. Compare, then save again.',
      {
        // Doors may show it as it is: what must not be seen is not in it.
        current: plain(Class, before),
      },
    );
  const differing = differences(before, changes as Record<string, unknown>);
  if (Object.keys(differing).length === 0) return before;
  const version = before.version + 1;
  const patch = { ...differing, version, updatedAt: moment(now()) };
  await Class.query()
    .findById(id)
    .patch(patch as never);
  const after = Object.assign(Object.create(Object.getPrototypeOf(before)), before, patch) as M;
  const keys = Object.keys(differing).filter((key) => !Class.derived.includes(key));
  await told(
    {
      entity: Class.entity,
      id,
      before: only(plain(Class, before), keys),
      after: only(plain(Class, after), keys),
    },
    'changed',
    version,
  );
  return after;
}

async function told(change: Change, verb: 'added' | 'changed', version: number): Promise<void> {
  requireUnit().changes.push(change);
  await emit(
    'record.changed',
    { entity: change.entity, id: change.id, version, verb },
    { entity: change.entity, id: change.id },
  );
}

function plain(Class: typeof Row, row: Row): Record<string, unknown> {
  const copy = Object.fromEntries(Object.entries(row)) as Record<string, unknown>;
  for (const key of Class.unaudited)
    if (copy[key] !== undefined && copy[key] !== null) copy[key] = '[not shown]';
  for (const key of Class.derived) delete copy[key];
  return copy;
}

function only(row: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
}

function differences(before: Row, changes: Record<string, unknown>): Record<string, unknown> {
  const standing = before as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([key, value]) =>
        value !== undefined && JSON.stringify(value ?? null) !== JSON.stringify(standing[key] ?? null),
    ),
  );
}
