import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { exportTable, importTable, tableArgs } from '#doors/cli/tables.ts';
import { UsageError } from '#doors/cli/usage.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { ENGINES, world } from '#test/support/world.ts';

const BY = 'zofia@marmarapack.example';
const asked = (entity: string, file: string, ...more: string[]) =>
  tableArgs([entity, file, '--by', BY, ...more]);

for (const engine of ENGINES)
  test(`a table goes in and a list comes out by the command line (${engine})`, async (t) => {
    const w = await world(t, { engine });
    const folder = mkdtempSync(join(tmpdir(), 'lobi-tables-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'kisiler.csv');
    writeFileSync(
      file,
      'Ad;Soyad;E-posta\nİlknur;Işıkçı;ilknur@yeni.example\nPaweł;Żółć;pawel@nowa.example\nBozuk;Adres;böyle-olmaz\n',
    );
    await w.in(async () => {
      const zofia = {
        givenName: 'Zofia',
        familyName: 'Wójcik',
        email: BY,
        language: 'pl' as const,
        roles: ['administrator'],
        teams: [],
      };
      await run(addUser, zofia, systemActor());
      const people = async () => (await db()('persons').select('name')).map(({ name }) => name).sort();

      t.is(await importTable(asked('person', file)), 1, 'a row is refused');
      t.deepEqual(await people(), [], 'without --run nothing is changed');
      t.is(await importTable(asked('person', file, '--run')), 1);
      t.deepEqual(await people(), ['Paweł Żółć', 'İlknur Işıkçı']);
      t.regex(readFileSync(`${file}.problems.csv`, 'utf8'), /Bozuk;Adres;böyle-olmaz;4;/);
      t.regex(readFileSync(`${file}.problems-2.csv`, 'utf8'), /Bozuk/, 'what somebody mends is not replaced');
      const audited = await db()('audit_entries').where('actor_name', 'Zofia Wójcik').first('id');
      t.truthy(audited, 'who asked is the one who made the cards');

      const list = join(folder, 'lista.csv');
      t.is(await exportTable(asked('person', list, '--columns', 'name,email')), 0);
      t.regex(readFileSync(list, 'utf8'), /Paweł Żółć/);
      await t.throwsAsync(exportTable(asked('person', list)), { instanceOf: UsageError, message: /already/ });
      await t.throwsAsync(exportTable(asked('person', join(folder, 'lista.ods'))), { message: /xlsx/ });
      await t.throwsAsync(importTable(asked('kisi', file)), { message: /person/ });
      await t.throwsAsync(importTable(asked('person', join(folder, 'yok.csv'))), { message: /no file/ });
      const stranger = { ...asked('person', file), by: 'yok@x.example' };
      await t.throwsAsync(importTable(stranger), { message: /no user/ });
    });
  });

test('what is left out is asked for', (t) => {
  for (const args of [[], ['person'], ['person', 'a.csv'], ['person', 'a.csv', '--wrong']])
    t.throws(() => tableArgs(args), { instanceOf: UsageError });
});
