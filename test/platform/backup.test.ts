import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { systemActor } from '#kernel/actor.ts';
import { putBlob, readBlob } from '#kernel/blobs.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { find } from '#platform/search/find.ts';
import { indexTexts } from '#platform/search/index-texts.ts';
import { setSetting, setting } from '#platform/settings/api.ts';
import { restoreBackup } from '#platform/system/backup/restore.ts';
import { checkBackup, shelveBackup, shelvedBackups } from '#platform/system/backup/shelf.ts';
import { takeBackup } from '#platform/system/backup/take.ts';
import { verifyDatabase } from '#platform/system/backup/verify.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { migratedDatabase } from '#test/support/migrated.ts';
import { ENGINES, type Engine, world } from '#test/support/world.ts';

const LETTER = Buffer.from(`Szanowny Panie, İyi günler\r\n${'ğüşıöç '.repeat(200_000)}`);

/** A house with something of every kind of value in it. */
async function furnished(t: ExecutionContext, engine: Engine) {
  const w = await world(t, { engine });
  const blob = await w.in(() =>
    work('furnish', async () => {
      await setSetting('company', 'Marmara Pack A.Ş. „Łódź”', 'Elif');
      await setSetting('sendingHeld', null, 'Elif');
      await indexTexts([
        {
          entity: 'message',
          id: '01J0000000000000000000000A',
          at: '2026-11-20T10:00:00.000Z',
          title: 'Teklif',
          body: 'vakum hattı',
          scope: ['card'],
        },
      ]);
      return putBlob(LETTER);
    }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'lobi-backup-'));
  return { w, blob, folder, file: join(folder, 'a.backup') };
}

async function emptyTarget(t: ExecutionContext, engine: Engine, folder: string) {
  const environment: Record<string, string> = {
    LOBI_DATA: join(folder, 'restored'),
    LOBI_SQLITE_DRIVER: engine === 'better-sqlite3' ? engine : 'sqlite3',
  };
  if (engine === 'postgres') {
    const fresh = await migratedDatabase();
    t.teardown(fresh.drop);
    environment.LOBI_DATABASE_URL = fresh.url;
  }
  return readConfig(environment);
}

for (const from of ENGINES)
  for (const to of ENGINES) {
    if (from !== to && from !== 'sqlite' && to !== 'sqlite') continue;
    test(`a backup of ${from} restores on ${to} to the same state, verified, with outgoing mail held`, async (t) => {
      const { w, blob, folder, file } = await furnished(t, from);
      const taken = await w.in(() => takeBackup(file));
      t.true((await checkBackup(file)).ok);
      const config = await emptyTarget(t, to, folder);
      const restored = await restoreBackup(file, config, w.clock.now());
      t.is(
        restored.rows,
        Object.values(taken.rows).reduce((sum, count) => sum + count, 0),
      );
      const house = await openHouse({
        config,
        rooms: ROOMS,
        seams: SEAMS,
        clock: w.clock,
        log: openLog({ level: 'fatal', format: 'json' }),
      });
      t.teardown(() => closeHouse(house));
      await inHouse(house, async () => {
        t.is(setting('company'), 'Marmara Pack A.Ş. „Łódź”');
        t.is(setting('sendingHeld'), 'restored');
        t.true((await readBlob(blob.id)).equals(LETTER));
        t.is((await find('vakum', systemActor(), { limit: 5 })).length, 1);
        t.true((await verifyDatabase(house.db)).every((each) => each.ok));
      });
    });
  }

test('a backup taken while mail keeps coming in is one moment, whole', async (t) => {
  const { w, file } = await furnished(t, 'sqlite');
  const coming = new AbortController();
  const load = w.in(async () => {
    let count = 0;
    while (!coming.signal.aborted) {
      await work('load', () => putBlob(Buffer.from(`mail ${count++}`)));
    }
    return count;
  });
  await w.in(() => takeBackup(file));
  coming.abort();
  t.true((await load) > 0);
  t.true((await checkBackup(file)).ok);
});

test('a damaged backup is refused before anything is overwritten', async (t) => {
  const { w, folder, file } = await furnished(t, 'sqlite');
  await w.in(() => takeBackup(file));
  const good = readFileSync(file);
  const config = await emptyTarget(t, 'sqlite', folder);
  await restoreBackup(file, config);
  const before = readFileSync(join(config.data, 'lobi.sqlite'));
  const lines = gunzipSync(good).toString().split('\n');
  const flipped = Buffer.from(good);
  flipped[Math.floor(good.length / 2)] = (flipped[Math.floor(good.length / 2)] ?? 0) ^ 1;
  const damages: [string, Buffer][] = [
    ['a flipped bit', flipped],
    ['a cut end', good.subarray(0, good.length - 500)],
    ['a missing row', gzipSync([...lines.slice(0, 6), ...lines.slice(7)].join('\n'))],
    ['another hash', gzipSync(lines.join('\n').replace('Marmara', 'Trakya'))],
    ['no backup at all', Buffer.from('PK\u0003\u0004 something else')],
    ['another program’s file', gzipSync('{"hello":"world"}\n')],
    ['nothing', Buffer.alloc(0)],
  ];
  for (const [what, bytes] of damages) {
    const bad = join(folder, 'bad.backup');
    writeFileSync(bad, bytes);
    const fault = await t.throwsAsync(restoreBackup(bad, config), { instanceOf: Fault }, what);
    t.regex(fault?.message ?? '', /Nothing was changed/, what);
    t.true(readFileSync(join(config.data, 'lobi.sqlite')).equals(before), what);
  }
  t.deepEqual(
    readdirSync(config.data).filter((name) => name.includes('restoring')),
    [],
  );
});

test('a flipped byte in the data is found by verify, and such a backup is not put in place', async (t) => {
  const { w, blob, folder, file } = await furnished(t, 'sqlite');
  await w.in(() =>
    work('harm', async () =>
      db()('blobs')
        .where({ id: blob.id })
        .update({ head: Buffer.concat([Buffer.from('X'), LETTER.subarray(1, 512 * 1024)]) }),
    ),
  );
  const found = await w.in(() => verifyDatabase(w.house.db));
  t.false(found.find((each) => each.what === 'bytes')?.ok);
  await w.in(() => takeBackup(file));
  const config = await emptyTarget(t, 'sqlite', folder);
  await t.throwsAsync(restoreBackup(file, config), { message: /not healthy/ });
  t.throws(() => statSync(join(config.data, 'lobi.sqlite')));
});

test('a restore onto data that a running Lobi has open is refused, and nothing is changed', async (t) => {
  const { w, file } = await furnished(t, 'sqlite');
  await w.in(() => takeBackup(file));
  const fault = await t.throwsAsync(restoreBackup(file, w.config), { instanceOf: Fault });
  t.is(fault.code, 'backup.running');
  t.is(await w.in(async () => setting('company')), 'Marmara Pack A.Ş. „Łódź”');
  await w.in(() => work('after', () => setSetting('company', 'Yine de yazılır', 'Elif')));
});

for (const engine of ['sqlite', 'better-sqlite3'] as const)
  test(`${engine}: a restore takes the place of data that is not readable any more`, async (t) => {
    const { w, folder, file } = await furnished(t, 'sqlite');
    await w.in(() => takeBackup(file));
    const config = await emptyTarget(t, engine, folder);
    mkdirSync(config.data, { recursive: true });
    writeFileSync(join(config.data, 'lobi.sqlite'), Buffer.alloc(40_000, 'no database'));
    const restored = await restoreBackup(file, config);
    t.true(statSync(restored.before ?? '').size > 0);
  });

test('restoring keeps what stood before as a point to go back to', async (t) => {
  const { w, folder, file } = await furnished(t, 'sqlite');
  await w.in(() => takeBackup(file));
  const config = await emptyTarget(t, 'sqlite', folder);
  t.is((await restoreBackup(file, config)).before, null);
  const second = await restoreBackup(file, config);
  t.true(statSync(second.before ?? '').size > 0);
});

test('a PostgreSQL that holds something is not overwritten', async (t) => {
  const { w, file } = await furnished(t, 'sqlite');
  await w.in(() => takeBackup(file));
  const full = await world(t, { engine: 'postgres' });
  await full.in(() =>
    work('fill', async () =>
      db().raw(`INSERT INTO users (${await requiredColumns()}) VALUES (${await requiredValues()})`),
    ),
  );
  await t.throwsAsync(restoreBackup(file, full.config), { message: /not empty/ });
});

async function required(): Promise<{ columnName: string; dataType: string }[]> {
  const { rows } = (await db().raw(
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'users' AND is_nullable = 'NO' AND column_default IS NULL",
  )) as {
    rows: { columnName: string; dataType: string }[];
  };
  return rows.map((row) => ({
    columnName: row.columnName ?? (row as never)['column_name'],
    dataType: row.dataType ?? (row as never)['data_type'],
  }));
}
const requiredColumns = async () => (await required()).map((each) => `"${each.columnName}"`).join(', ');
const requiredValues = async () =>
  (await required())
    .map((each) => (/int/.test(each.dataType) ? '1' : each.dataType === 'boolean' ? 'false' : "'x'"))
    .join(', ');

test('backups on the shelf are kept by count, newest first', async (t) => {
  const { w } = await furnished(t, 'sqlite');
  await w.in(async () => {
    for (let day = 0; day < 5; day++) {
      await shelveBackup('nightly', 3);
      w.clock.advance(24 * 60 * 60_000);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const shelf = await shelvedBackups();
    t.is(shelf.length, 3);
    t.true((shelf[0]?.name ?? '') > (shelf[2]?.name ?? ''));
  });
});
