import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, migrationNames } from '#kernel/db/migrate.ts';
import { openPostgres } from '#kernel/db/postgres.ts';
import { freshPostgres, type TestDatabase, templateDatabase } from './postgres.ts';

const FOLDER = join(import.meta.dirname, '../../migrations');

/** A PostgreSQL database with all migrations run: copied from one that was prepared once per state of the migrations. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const digest = createHash('sha256');
  for (const name of migrationNames()) digest.update(name).update(readFileSync(join(FOLDER, name)));
  const template = await templateDatabase(digest.digest('hex').slice(0, 16), async (url) => {
    const database = await openPostgres(url);
    await migrate(database);
    await database.close();
  });
  return freshPostgres(template);
}
