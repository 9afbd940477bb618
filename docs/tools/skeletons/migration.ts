import { readFileSync } from 'node:fs';
import { filesOf, root } from '#test/check/files.ts';
import type { Skeleton } from './skeleton.ts';

/** A migration after the last one: `people_add_nickname` → `migrations/0123_people_add_nickname.ts`. */
export function migration(name: string): Skeleton {
  const [room = '', verb = '', ...noun] = name.split('_');
  const path = `migrations/${nextNumber()}_${name}.ts`;
  const column = noun.join('_');
  const text = `import type { Knex } from 'knex';

/** ${room}: ${verb} ${noun.join(' ')}. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('${firstTableOf(room) ?? room}', (table) => {
    table.text('${column}');
  });
}
`;
  return {
    files: { [path]: text },
    lines: [],
    next: [
      'Put the true table in. It runs on SQLite and PostgreSQL and never changes once it is released.',
      'It may import the Knex type only: a migration must mean the same in five years.',
      'A new column is nullable or has a default; what was there stays right.',
    ],
  };
}

/** The next number of four digits, at the tens, so that one may be put between. */
export function nextNumber(): string {
  const last = Math.max(0, ...filesOf(/^migrations\/\d{4}_/).map((path) => Number(path.slice(11, 15))));
  return String((Math.floor(last / 10) + 1) * 10).padStart(4, '0');
}

/** The first table that a room's migrations made: `people` → `persons`. */
function firstTableOf(room: string): string | undefined {
  const texts = filesOf(new RegExp(`^migrations/\\d{4}_${room}_.*\\.ts$`)).map((path) =>
    readFileSync(root + path, 'utf8'),
  );
  return /createTable\('(\w+)'/.exec(texts.join('\n'))?.[1];
}
