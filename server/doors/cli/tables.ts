import { createWriteStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Actor } from '#kernel/actor.ts';
import { parse, run } from '#kernel/command.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { lookImport, runImport } from '#platform/exchange/commands.ts';
import { importsHand } from '#platform/exchange/hand.ts';
import { importers } from '#platform/exchange/importers.ts';
import { Import } from '#platform/exchange/model.ts';
import { spoken } from '#platform/exchange/present.ts';
import { problemFile } from '#platform/exchange/problems.ts';
import { exported, question } from '#platform/exchange/routes/exports.ts';
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

/** Says what would become of each row; with `run` it is done. 1 where rows were refused: they stand in FILE.problems.csv. */
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
  if (row.failure !== null) {
    print(spoken(row.failure, actor.language));
    return 1;
  }
  const { rows, creates, updates, unchanged, refused } = row;
  const done = row.state === 'done';
  print(`${rows} rows: ${creates} new, ${updates} changed, ${unchanged} as they were, ${refused} refused.`);
  if (refused > 0) await pipeline(problemFile(row, actor), fileAt(`${file}.problems.csv`));
  if (refused > 0) print(`What was refused, with the reasons: ${file}.problems.csv`);
  print(done ? `Import ${id} is done; it can be undone on its page.` : 'Nothing was changed. --run does it.');
  return refused > 0 ? 1 : 0;
}

/** The import once it waits for somebody again. A house that runs beside may do a part of the work. */
async function worked(id: string): Promise<Import> {
  for (;;) {
    await importsHand.turn();
    const row = (await Import.query().findById(id)) as Import;
    if (row.state !== 'looking' && row.state !== 'running') return row;
  }
}

/** Writes a list out; the end of the file's name says whether as CSV or Excel. An existing file is left alone. */
export async function exportTable({ entity, file, by, columns }: Asked): Promise<number> {
  const format = extname(file).slice(1).toLowerCase();
  if (format !== 'csv' && format !== 'xlsx') throw new UsageError('the file ends in .csv or .xlsx');
  if (existsSync(file)) throw new UsageError(`${file} is there already: name another file`);
  const actor = await colleague(by);
  const asked = parse(question, { entity, format, ...(columns === undefined ? {} : { columns }) }, 'query');
  const { body } = await exported({ actor }, asked);
  const written = fileAt(file);
  await pipeline(body as Readable, written);
  print(`${file}: ${written.bytesWritten} bytes.`);
  return 0;
}

/** For nobody else to read: it is full of names. */
function fileAt(path: string) {
  return createWriteStream(path, { mode: 0o600 });
}
