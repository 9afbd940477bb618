import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { chunksOf } from '#platform/exchange/chunks.ts';
import { addImport, changeImport, lookImport, runImport, undoImport } from '#platform/exchange/commands.ts';
import { type Fate, importerOf, type Options } from '#platform/exchange/importers.ts';
import { Import } from '#platform/exchange/model.ts';
import { readHead } from '#platform/exchange/plan.ts';
import { spoken } from '#platform/exchange/present.ts';
import type { World } from '#test/support/world.ts';

/** A file on its way in, as the tests tell of it. */

export function file(text: string): Buffer {
  return Buffer.from(text.replace(/^\n/, '').replace(/^ +/gm, ''));
}

interface Bringing {
  importer?: string;
  options?: Partial<Options>;
  /** Targets by column, in place of what is guessed. */
  to?: readonly (string | null)[];
}

/** Uploads and maps a file. */
async function uploaded(w: World, bytes: Buffer, actor: Actor, bringing: Bringing = {}): Promise<Import> {
  return w.in(async () => {
    const importer = importerOf(bringing.importer ?? 'person');
    const reading = await readHead(bytes, importer);
    const row = await run(addImport, { importer, name: 'liste.csv', bytes, reading }, actor);
    const columns = bringing.to?.map((to, at) => ({ at, to, evidence: null })) ?? row.columns;
    return run(
      changeImport,
      { id: row.id, changes: { columns, options: { ...row.options, ...bringing.options } } },
      actor,
    );
  });
}

/** The import after every row was looked at. */
export async function looked(
  w: World,
  bytes: Buffer,
  actor: Actor,
  bringing: Bringing = {},
): Promise<Import> {
  const { id } = await uploaded(w, bytes, actor, bringing);
  await w.in(() => run(lookImport, { id }, actor));
  await w.settle();
  return importBy(w, id);
}

/** The import after its rows were brought in. */
export async function broughtIn(
  w: World,
  bytes: Buffer,
  actor: Actor,
  bringing: Bringing = {},
): Promise<Import> {
  const { id } = await looked(w, bytes, actor, bringing);
  await w.in(() => run(runImport, { id }, actor));
  await w.settle();
  return importBy(w, id);
}

export async function undone(w: World, id: string, actor: Actor): Promise<Import> {
  await w.in(() => run(undoImport, { id }, actor));
  await w.settle();
  return importBy(w, id);
}

export async function importBy(w: World, id: string): Promise<Import> {
  return (await w.in(async () => Import.query().findById(id))) as Import;
}

export async function fatesOf(w: World, id: string): Promise<Fate[]> {
  return w.in(async () => (await chunksOf({ importId: id, limit: 100 })).flatMap((chunk) => chunk.fates));
}

/** Fates as `create Ayşe Yılmaz`, `refused …: why`. */
export async function toldFates(w: World, id: string): Promise<string[]> {
  const fates = await fatesOf(w, id);
  return w.in(async () =>
    fates.map(({ fate, label, reason }) =>
      [fate, label, reason === undefined ? undefined : `(${spoken(reason, 'en')})`]
        .filter((part) => part !== undefined)
        .join(' '),
    ),
  );
}
