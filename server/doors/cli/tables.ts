import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Actor } from '#kernel/actor.ts';
import { parse, run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { lookImport, runImport } from '#platform/exchange/commands.ts';
import { exported, exportShape } from '#platform/exchange/exporting/asked.ts';
import { importsHand } from '#platform/exchange/hand.ts';
import { importers } from '#platform/exchange/importers.ts';
import { Import } from '#platform/exchange/model.ts';
import { spoken } from '#platform/exchange/present.ts';
import { problemFile } from '#platform/exchange/problems.ts';
import { takeTable } from '#platform/exchange/taking.ts';
import { setting } from '#platform/settings/api.ts';
import { UsageError } from './usage.ts';

/** Tables in and out by the command line, with the rights and the name of a colleague. */

const print = (line: string) => process.stdout.write(`${line}\n`);

interface Asked {
  entity: string;
  file: string;
  by: string;
  run: boolean;
  columns: string | undefined;
}

/** Reads `ENTITY FILE --by EMAIL [--run] [--columns a,b]`. Throws UsageError. */
export function tableArgs(args: readonly string[]): Asked {
  const { positionals, values } = readArgs(args);
  const [entity, file] = positionals;
  if (entity === undefined || file === undefined || positionals.length > 2)
    throw new UsageError('name what the table holds (person, organisation) and the file');
  if (values.by === undefined) throw new UsageError('say by whom: --by with the address of a user');
  return { entity, file, by: values.by, run: values.run === true, columns: values.columns };
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { by: { type: 'string' }, run: { type: 'boolean' }, columns: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function colleague(email: string): Promise<Actor> {
  await freshenRights();
  const user = await User.query().findOne({ email: email.trim().toLowerCase() }).whereNull('closed_at');
  if (user === undefined) throw new UsageError(`there is no user with the address ${email}`);
  return actorOf(user, setting('timeZone'));
}

/** Says what would become of each row; with `run` it is done. 1 where rows were refused, or it did not come to its end. */
export async function importTable({ entity, file, by, run: really }: Asked): Promise<number> {
  const names = importers().map(({ name }) => name);
  if (!names.includes(entity))
    throw new UsageError(`"${entity}" cannot be brought in; there are: ${names.join(', ')}`);
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const actor = await colleague(by);
  const bytes = await readFile(file);
  const { id } = await takeTable(actor, { importer: entity, name: basename(file), bytes });
  await run(lookImport, { id }, actor);
  let row = await worked(id);
  if (row.state === 'looked' && really) {
    await run(runImport, { id }, actor);
    row = await worked(id);
  }
  const { rows, creates, updates, unchanged, refused } = row;
  print(`${rows} rows: ${creates} new, ${updates} changed, ${unchanged} as they were, ${refused} refused.`);
  if (refused > 0) {
    const problems = freeName(file);
    await write(problemFile(row, actor), problems);
    print(`What was refused, with the reasons: ${problems}`);
  }
  print(row.failure === null ? endOf(row) : spoken(row.failure, actor.language));
  return refused === 0 && row.state === (really ? 'done' : 'looked') ? 0 : 1;
}

function endOf({ id, state, done, rows }: Import): string {
  if (state === 'done') return `Import ${id} is done; it can be undone on its page.`;
  if (state === 'looked') return `Nothing was changed. --run does it, or the page of import ${id}.`;
  return `Import ${id} stands after ${done} of ${rows} rows (${state}); go on or undo it on its page.`;
}

const PAUSE_MS = 200;

/** The import once it waits for somebody again. A house that runs beside may do a part of the work, or all of it. */
async function worked(id: string): Promise<Import> {
  for (;;) {
    const some = await importsHand.turn();
    const row = await Import.query().findById(id);
    if (row === undefined) throw Fault.missing('import', id);
    if (row.state !== 'looking' && row.state !== 'running') return row;
    if (!some) await sleep(PAUSE_MS);
  }
}

/** A name beside the file that nothing has yet: in the one before, somebody may be mending rows. */
function freeName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.problems${n === 1 ? '' : `-${n}`}.csv`;
    if (!existsSync(name)) return name;
  }
}

/** Writes a list out; the end of the file's name says whether as CSV or Excel. An existing file is left alone. */
export async function exportTable({ entity, file, by, columns }: Asked): Promise<number> {
  const format = extname(file).slice(1).toLowerCase();
  if (format !== 'csv' && format !== 'xlsx') throw new UsageError('the file ends in .csv or .xlsx');
  if (existsSync(file)) throw new UsageError(`${file} is there already: name another file`);
  const actor = await colleague(by);
  const asked = parse(
    exportShape,
    { entity, format, ...(columns === undefined ? {} : { columns }) },
    'query',
  );
  const { body } = await exported(actor, asked);
  print(`${file}: ${await write(body, file)} bytes.`);
  return 0;
}

/** Gives the bytes written. The file is for nobody else to read: it is full of names. None is left half, none is replaced. */
async function write(body: Readable, path: string): Promise<number> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(body, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true });
    throw error;
  }
  return file.bytesWritten;
}
