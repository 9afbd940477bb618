import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { dropBlob, putBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { command } from '#kernel/command.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { fileName } from '#platform/files/api.ts';
import { headerDigest } from './guesses.ts';
import type { Importer } from './importers.ts';
import { Import, type State } from './model.ts';
import { checkMapping, importerOfRow, type Reading } from './plan.ts';

const id = z.string().length(26);
const reading = z.custom<Reading>();

export const addImport = command({
  name: 'import.add',
  says: 'Takes a file to be brought in, and says how it can be read and what its columns may be.',
  takes: z.object({ importer: z.custom<Importer>(), name: z.string(), bytes: z.custom<Buffer>(), reading }),
  async does({ importer, name, bytes, reading: read }, { actor }) {
    await allow(actor, 'add', 'import');
    await allow(actor, 'add', importer.entity);
    const blob = await putBlob(bytes);
    return insert(Import, {
      importer: importer.name,
      name: fileName(name),
      blobId: blob.id,
      bytes: blob.size,
      ...read,
      state: 'open',
      failure: null,
      ...NOTHING_YET,
      userId: actor.userId,
      byName: actor.name,
      ranAt: null,
      endedAt: null,
      undoneAt: null,
      forgottenAt: null,
      closedAt: null,
      closedBy: null,
      dueAt: moment(0),
      lockedBy: null,
      lockedAt: null,
      attempts: 0,
    });
  },
});

const NOTHING_YET = {
  rows: 0,
  looked: 0,
  done: 0,
  creates: 0,
  updates: 0,
  unchanged: 0,
  refused: 0,
  undone: 0,
  kept: 0,
};

/** States in which somebody decides. */
const DECIDING: readonly State[] = ['open', 'looked', 'failed'];

export const changeImport = command({
  name: 'import.change',
  says: 'Changes how a file is read, what its columns are, or by what a row finds its card.',
  takes: z.object({
    id,
    version: z.int().min(1).optional(),
    changes: z.custom<Partial<Reading> & { importer?: string }>(),
  }),
  async does({ id: importId, version, changes }, { actor }) {
    const row = await importIn(importId, actor, 'change', DECIDING);
    await dropRows(row.id);
    const values = { ...changes, state: 'open' as const, failure: null, ...NOTHING_YET };
    return update(Import, row.id, values, version === undefined ? {} : { version });
  },
});

export const lookImport = command({
  name: 'import.look',
  says: 'Looks at every row of a file and says what would become of it; nothing is changed.',
  takes: z.object({ id }),
  async does({ id: importId }, { actor }) {
    const row = await importIn(importId, actor, 'look', DECIDING);
    await checkMapping(importerOfRow(row), row.columns, row.options);
    await dropRows(row.id);
    await rememberMapping(row);
    wakeAfterCommit('imports');
    return update(Import, row.id, { ...NOTHING_YET, state: 'looking', failure: null, ...DUE });
  },
});

const DUE = { dueAt: moment(0), attempts: 0 };

export const runImport = command({
  name: 'import.run',
  says: 'Brings the rows of a file in; who asks is the one who made and changed the cards.',
  takes: z.object({ id }),
  async does({ id: importId }, { actor, at }) {
    const row = await importIn(importId, actor, 'run', ['looked', 'stopped']);
    await allow(actor, 'add', importerOfRow(row).entity);
    wakeAfterCommit('imports');
    const by = { userId: actor.userId, byName: actor.name };
    return update(Import, row.id, { ...by, state: 'running', failure: null, ranAt: row.ranAt ?? at, ...DUE });
  },
});

export const stopImport = command({
  name: 'import.stop',
  says: 'Stops a file that is being looked at or brought in, between two portions; it may go on or be undone.',
  takes: z.object({ id }),
  async does({ id: importId }, { actor }) {
    const row = await importIn(importId, actor, 'stop', ['looking', 'running']);
    if (row.state === 'looking') await dropRows(row.id);
    return update(
      Import,
      row.id,
      row.state === 'looking' ? { ...NOTHING_YET, state: 'open' } : { state: 'stopped' },
    );
  },
});

export const undoImport = command({
  name: 'import.undo',
  says: 'Takes back what a file brought in: made cards are closed, changed values put back, except what was changed since.',
  takes: z.object({ id }),
  async does({ id: importId }, { actor }) {
    const row = await importIn(importId, actor, 'undo', ['done', 'stopped']);
    if (row.forgottenAt !== null)
      throw Fault.conflict(
        'import.forgotten',
        'The rows of this import were thrown away; it cannot be undone any more.',
      );
    wakeAfterCommit('imports');
    return update(Import, row.id, { userId: actor.userId, state: 'undoing', undone: 0, kept: 0, ...DUE });
  },
});

export const closeImport = command({
  name: 'import.close',
  says: 'Takes an import from the list and throws its file away; what it brought in stays.',
  takes: z.object({ id, version: z.int().min(1).optional() }),
  async does({ id: importId }, { actor, at }) {
    const row = await importIn(importId, actor, 'close', [
      'open',
      'looked',
      'done',
      'stopped',
      'undone',
      'failed',
    ]);
    await forget(row);
    return update(Import, row.id, { blobId: null, forgottenAt: at, closedAt: at, closedBy: actor.userId });
  },
});

/** Throws file and rows of an import away, in the running unit. */
export async function forget(row: Pick<Import, 'id' | 'blobId'>): Promise<void> {
  await dropRows(row.id);
  if (row.blobId !== null) {
    await db()('imports').where({ id: row.id }).update({ blobId: null });
    await dropBlob(row.blobId);
  }
}

async function dropRows(importId: string): Promise<void> {
  await db()('import_chunks').where({ importId }).delete();
}

async function importIn(
  importId: string,
  actor: Actor,
  verb: string,
  states: readonly State[],
): Promise<Import> {
  await allow(actor, verb, 'import', { id: importId });
  const row = await Import.query().findById(importId);
  if (row === undefined || row.closedAt !== null) throw Fault.missing('import', importId);
  if (!states.includes(row.state))
    throw Fault.conflict(
      'import.state',
      `This import is "${row.state}": that is done while it is ${states.map((each) => `"${each}"`).join(' or ')}.`,
      { state: row.state },
    );
  return row;
}

/** The next file with this header is mapped alike. */
async function rememberMapping({ importer, header, columns, options }: Import): Promise<void> {
  await db()('import_mappings')
    .insert({
      importer,
      header: headerDigest(header.cells),
      columns: JSON.stringify(columns.map(({ at, to }) => ({ at, to }))),
      // Tags are of one file, mostly: its day, its fair.
      options: JSON.stringify({ ...options, tags: [] }),
      usedAt: moment(now()),
    })
    .onConflict(['importer', 'header'])
    .merge();
}
