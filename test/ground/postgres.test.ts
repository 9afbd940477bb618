import test from 'ava';
import pg from 'pg';
import { freshPostgres, templateDatabase } from '#test/support/postgres.ts';

async function ask<T extends pg.QueryResultRow>(url: string, ...queries: string[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: T[] = [];
    for (const query of queries) ({ rows } = await client.query<T>(query));
    return rows;
  } finally {
    await client.end();
  }
}

test('a template is built once, and every test gets its own copy of it', async (t) => {
  let builds = 0;
  const build = async (url: string) => {
    builds++;
    await ask(url, 'CREATE TABLE city (name text)', "INSERT INTO city VALUES ('İzmir'), ('Łódź')");
  };
  const names = await Promise.all([1, 2, 3].map(() => templateDatabase('ground-cities', build)));
  t.is(builds, 1);
  t.is(new Set(names).size, 1);

  const [first, second] = await Promise.all([freshPostgres(names[0]), freshPostgres(names[0])]);
  await ask(first.url, "DELETE FROM city WHERE name = 'Łódź'");
  t.deepEqual(await ask(second.url, 'SELECT name FROM city ORDER BY name COLLATE "C"'), [
    { name: 'İzmir' },
    { name: 'Łódź' },
  ]);
  await Promise.all([first.drop(), second.drop()]);
});

test('the tests run on the PostgreSQL that decisions ask for, and not as its superuser root', async (t) => {
  const database = await freshPostgres();
  const [row] = await ask<{ version: number; uid: string }>(
    database.url,
    "SELECT current_setting('server_version_num')::int AS version, current_user AS uid",
  );
  t.true(row !== undefined && row.version >= 150_000);
  t.is(row?.uid, 'lobi');
  await database.drop();
});
