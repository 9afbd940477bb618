import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { allow } from '#platform/access/policy.ts';
import { setting } from '#platform/settings/api.ts';
import { addImport } from './commands.ts';
import { type Importer, importers } from './importers.ts';
import type { Import } from './model.ts';
import { readHead } from './plan.ts';
import { knownImporter, spoken } from './present.ts';
import { Unreadable } from './said.ts';

/** Takes a table in, from whichever door it comes. */

/** Throws Fault `invalid` with the names that there are. */
export function importerNamed(name: string): Importer {
  const found = knownImporter(name);
  if (found === undefined)
    throw Fault.invalidAt(
      'importer',
      'import.importer',
      `must be one of ${importers()
        .map((each) => each.name)
        .join(', ')}`,
    );
  return found;
}

/** What cannot be read is said in the reader's language, as a Fault `invalid`. */
export async function readable<T>(actor: Actor, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw Fault.invalid(
      error.said.key.replace('exchange.unreadable', 'import'),
      spoken(error.said, actor.language),
    );
  }
}

/** A file as it came, with what it is said to hold (`person`, `organisation`). */
export interface Table {
  importer: string;
  name: string;
  bytes: Buffer;
}

/** Keeps the file and says how it can be read; nothing is brought in yet. Throws Fault `limited` for one that is too large. */
export async function takeTable(actor: Actor, { importer: named, name, bytes }: Table): Promise<Import> {
  await allow(actor, 'add', 'import');
  const most = setting('importMegabytes');
  if (bytes.length > most * 1024 * 1024)
    throw Fault.limited(
      'import.tooLarge',
      spoken({ key: 'exchange.unreadable.tooLarge', values: { most } }, actor.language),
      { status: 413 },
    );
  const importer = importerNamed(named);
  const reading = await readable(actor, () => readHead(bytes, importer));
  return (await run(addImport, { importer, name, bytes, reading }, actor)) as Import;
}
