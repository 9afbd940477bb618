import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, migrationNames } from '#kernel/db/migrate.ts';
import { openPostgres } from '#kernel/db/postgres.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { freshPostgres, type TestDatabase, templateDatabase } from './postgres.ts';

const FOLDER = join(import.meta.dirname, '../../migrations');

function digestOfMigrations(): string {
  const digest = createHash('sha256');
  for (const name of migrationNames()) digest.update(name).update(readFileSync(join(FOLDER, name)));
  return digest.digest('hex').slice(0, 16);
}

let template: Promise<string> | undefined;

/** Puts a SQLite file with all migrations run at `path`: made once per state of the migrations, then copied. */
export async function migratedFile(path: string): Promise<void> {
  template ??= makeTemplate();
  copyFileSync(await template, path);
}

async function makeTemplate(): Promise<string> {
  const file = join(tmpdir(), `lobi-template-${digestOfMigrations()}.sqlite`);
  if (existsSync(file)) return file;
  const part = `${file}.${process.pid}`;
  const database = await openSqlite(part);
  await migrate(database).finally(() => database.close());
  renameSync(part, file);
  return file;
}

/** A PostgreSQL database with all migrations run: copied from one that was prepared once per state of the migrations. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const template = await templateDatabase(digestOfMigrations(), async (url) => {
    const database = await openPostgres(url);
    await migrate(database).finally(() => database.close());
  });
  return freshPostgres(template);
}
