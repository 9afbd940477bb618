import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { readBlob } from '#kernel/blobs.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { readUpload } from '#platform/files/upload.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { chunksOf } from '../chunks.ts';
import { changeImport, closeImport, lookImport, runImport, stopImport, undoImport } from '../commands.ts';
import { type FateName, importers } from '../importers.ts';
import { Import, importEntity } from '../model.ts';
import { checkMapping, columnsShape, importerOfRow, optionsShape, type Reading, readHead } from '../plan.ts';
import { shownImporter, shownKept, shownRow } from '../present.ts';
import { problemFile } from '../problems.ts';
import { formatShape } from '../reading/format.ts';
import { importerNamed, readable, takeTable } from '../taking.ts';

const params = z.object({ id: z.string().length(26) });
const FATES = ['create', 'update', 'unchanged', 'refused'] as const;

async function importBy(id: string, actor: Actor): Promise<Import> {
  await allow(actor, 'see', 'import', { id });
  const row = await Import.query().findById(id);
  if (row === undefined) throw Fault.missing('import', id);
  return row;
}

const changes = z.strictObject({
  importer: z.string().max(60).optional(),
  format: formatShape.partial().optional(),
  columns: columnsShape.optional(),
  options: optionsShape.partial().optional(),
});

/** What a change comes to: another way of reading brings other columns, unless they are sent along. */
async function changed(
  row: Import,
  sent: z.output<typeof changes>,
): Promise<Partial<Reading> & { importer?: string }> {
  const importer = sent.importer === undefined ? importerOfRow(row) : importerNamed(sent.importer);
  const rereads = sent.format !== undefined || importer.name !== row.importer;
  const format = { ...row.format, ...sent.format };
  const read = rereads ? await readHead(await readBlob(row.blobId as string), importer, format) : null;
  const columns = sent.columns?.map((column) => ({ ...column, evidence: null }));
  const options = { ...(read ?? row).options, ...sent.options };
  if (columns !== undefined && options.key !== null && sent.options?.key === undefined)
    if (!columns.some(({ to }) => importer.keys.some((key) => key.key === options.key && key.target === to)))
      options.key = importer.keys.find((key) => columns.some(({ to }) => to === key.target))?.key ?? null;
  return {
    ...read,
    ...(importer.name === row.importer ? {} : { importer: importer.name }),
    ...(columns === undefined ? {} : { columns }),
    options,
  };
}

function deed(
  name: string,
  says: string,
  command: typeof lookImport | typeof runImport | typeof stopImport | typeof undoImport,
): Route {
  return route({
    method: 'POST',
    path: `/api/imports/:id/${name}`,
    says,
    status: 200,
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(command as typeof lookImport, { id }, actor);
      return show('import', id, actor);
    },
  });
}

export const IMPORT_ROUTES: readonly Route[] = [
  ...resource({ entity: importEntity, close: closeImport }),
  route({
    method: 'GET',
    path: '/api/importers',
    says: 'Lists what may be brought in from files, with the targets of columns and the keys by which cards are found.',
    async handle() {
      return { items: await Promise.all(importers().map(shownImporter)), next: null };
    },
  }),
  route({
    method: 'POST',
    path: '/api/imports',
    says: 'Takes a CSV or Excel file as the part "file" of multipart/form-data, and what it holds as the field "importer".',
    stream: true,
    async handle({ actor, ctx }) {
      await allow(actor, 'add', 'import');
      const { name, bytes, fields } = await readUpload(ctx.req);
      const made = await takeTable(actor, { importer: fields.importer ?? 'person', name, bytes });
      return show('import', made.id, actor);
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/imports/:id',
    says: 'Says how the file is read, what its columns are, and by what a row finds its card. Fates found before are forgotten.',
    takes: { params, body: changes },
    async handle({ actor, params: { id }, body, ifMatch }) {
      const row = await importBy(id, actor);
      const next = await readable(actor, () => changed(row, body));
      if (body.columns !== undefined)
        await checkMapping(importerOfRow({ importer: next.importer ?? row.importer }), body.columns, {
          ...row.options,
          ...next.options,
        });
      await run(changeImport, { id, version: ifMatch, changes: next }, actor);
      return show('import', id, actor);
    },
  }),
  deed('look', 'Looks at every row and says what would become of it; changes nothing.', lookImport),
  deed('run', 'Brings the rows in, or goes on where it was stopped.', runImport),
  deed('stop', 'Stops between two portions.', stopImport),
  deed('undo', 'Takes back what was brought in, except what somebody changed since.', undoImport),
  route({
    method: 'GET',
    path: '/api/imports/:id/rows',
    says: 'Lists the rows of an import with the fate of each, by portions: `next` goes on.',
    takes: {
      params,
      query: z.object({ fate: z.enum(FATES).optional(), cursor: z.coerce.number().int().optional() }),
    },
    async handle({ actor, params: { id }, query }) {
      await importBy(id, actor);
      return rowsPage(id, actor, query.fate, query.cursor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/imports/:id/kept',
    says: 'Lists what was not taken back when an import was undone, and why.',
    takes: { params, query: z.object({ cursor: z.coerce.number().int().optional() }) },
    async handle({ actor, params: { id }, query }) {
      await importBy(id, actor);
      const chunks = await chunksOf({ importId: id, state: 'kept', after: query.cursor ?? -1, limit: 20 });
      return {
        items: chunks.flatMap((chunk) => (chunk.kept ?? []).map((each) => shownKept(each, actor))),
        next: chunks.length < 20 ? null : (chunks.at(-1)?.n ?? null),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/imports/:id/problems.csv',
    says: 'The refused rows as they came, with the reason behind each: mend them there and bring the file in again.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      const row = await importBy(id, actor);
      return new Reply(problemFile(row, actor), {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(problemName(row.name))}`,
      });
    },
  }),
];

function problemName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')} - !.csv`;
}

/** Chunks that one page is made of. */
const CHUNKS_PER_PAGE = 2;

async function rowsPage(id: string, actor: Actor, fate: FateName | undefined, cursor: number | undefined) {
  const chunks = await chunksOf({ importId: id, after: cursor ?? -1, fate, limit: CHUNKS_PER_PAGE });
  const items = chunks.flatMap((chunk) =>
    chunk.rows
      .map((row, at) => ({ row, fate: chunk.fates[at] }))
      .filter((each) => each.fate !== undefined && (fate === undefined || each.fate.fate === fate))
      .map((each) => shownRow(each.row, each.fate as NonNullable<typeof each.fate>, actor)),
  );
  return { items, next: chunks.length < CHUNKS_PER_PAGE ? null : (chunks.at(-1)?.n ?? null) };
}
