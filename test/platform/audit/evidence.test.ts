import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import { changeUser } from '#platform/access/commands/users.ts';
import { checkBackup } from '#platform/system/backup/shelf.ts';
import { takeBackup } from '#platform/system/backup/take.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

for (const engine of ENGINES)
  test(`on ${engine}, entries are found by who, verb, moment and words, and say fields and names as people do`, async (t) => {
    const w = await world(t, { engine });
    const { ayse, mehmet, sales, as } = await cast(w);
    await w.in(() => run(changeUser, { id: mehmet.id, familyName: 'Gökçe "Usta"', teams: [] }, as(ayse)));
    w.clock.advance(3600_000);
    await w.in(() => run(changeUser, { id: mehmet.id, language: 'pl', teams: [sales] }, as(ayse)));
    await w.settle();
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), ayse);
    const found = async (query: string) => (await admin.get(`/api/audit?${query}`)).body.items;

    t.is((await found(`verb=change&actor=${ayse.id}`)).length, 2);
    t.is((await found(`verb=change&actor=${mehmet.id}`)).length, 0);
    t.is((await found('verb=chang')).length, 0, 'a whole verb');
    t.is((await found(`q=${encodeURIComponent('Gökçe "Usta"')}`)).length, 1);
    t.is(
      (await found(`q=${encodeURIComponent('gök%')}`)).length,
      0,
      'a sign of LIKE is a letter like others',
    );
    t.is((await found(`verb=change&from=2026-11-24T08:30:00Z`)).length, 1);
    t.is((await found(`verb=change&until=2026-11-24T11:30:00%2B03:00`)).length, 1);
    t.is((await admin.get('/api/audit?from=yesterday')).status, 422);

    const [later] = await found(`verb=change&record=user:${mehmet.id}`);
    t.is(later.record.label, 'Mehmet Gökçe "Usta"', 'as he is called today');
    const of = (key: string) => later.changes.find((each: { key: string }) => each.key === key);
    t.like(
      of('language'),
      { label: 'dil', says: { before: 'Türkçe', after: 'Lehçe' } },
      'in the words of Ayşe',
    );
    t.like(of('teams'), { label: 'ekipler', says: { before: '', after: 'Satış' } });
  });

test('the export says every field on a line of its own, is harmless in a spreadsheet, and is itself written down', async (t) => {
  const w = await world(t);
  const { ayse, mehmet } = await cast(w);
  for (const name of ['=HYPERLINK("http://evil.example")', '+1', '@SUM(A1)', '-2', 'Łódź, "Bałuty"'])
    await w.in(() => run(addTeam, { name }, systemActor('test')));
  await w.settle();
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const { body, headers } = await admin.get('/api/audit/export?entity=team');
  t.regex(headers.get('content-type') ?? '', /text\/csv/);
  const text = body as string;
  t.true(text.includes(`"'=HYPERLINK(""http://evil.example"")"`));
  t.true(text.includes(",'+1,") && text.includes(",'@SUM(A1),") && text.includes(",'-2,"));
  t.true(text.includes('"Łódź, ""Bałuty"""'));
  t.notRegex(text, /(^|,)[=+@-](?!\d{4})/m, 'no cell begins as a formula');
  const { items } = (await admin.get('/api/audit?command=audit.export')).body;
  t.is(items.length, 1);
  t.is((await (await signIn(client(), mehmet)).get('/api/audit/export')).status, 403);
});

test('more entries than one batch come out, each once', async (t) => {
  const w = await world(t);
  const { ayse } = await cast(w);
  await w.in(async () => {
    for (let at = 0; at < 620; at++) await run(addTeam, { name: `Ekip ${at}` }, systemActor('test'));
  });
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const { body } = await admin.get('/api/audit/export?command=team.add&q=Ekip');
  const lines = (body as string).trim().split('\r\n');
  t.is(new Set(lines).size, 621);
});

test('the head goes out by mail, and shows a chain that was rewritten as a whole', async (t) => {
  const w = await world(t);
  const { ayse, mehmet, as } = await cast(w);
  await w.in(() => run(changeUser, { id: mehmet.id, familyName: 'Bir' }, as(ayse)));
  await w.settle();
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  t.is((await admin.post('/api/audit/head/sending')).body.code, 'audit.nobody');
  const set = await admin.patch('/api/settings', {
    auditHeadTo: ['denetci@baska.example'],
    auditHeadEvery: 'daily',
  });
  t.is(set.status, 200);
  await w.settle();
  const mails = async () =>
    (await w.in(async () => db()('outbox').where({ name: 'house.mailAsked' }).select('payload'))) as {
      payload: string;
    }[];
  t.is((await mails()).length, 0);
  w.clock.advance(24 * 3600_000);
  await w.settle();
  const [mail] = await mails();
  const { sent } = (await admin.get('/api/audit/head')).body;
  t.true(mail?.payload.includes(sent.hash) && mail.payload.includes('denetci@baska.example'));

  const kept = `seq=${sent.seq}&hash=${sent.hash}`;
  t.true((await admin.get(`/api/audit/verify?${kept}`)).body.kept.stands);
  // Somebody with the database takes an entry out and lets the house link everything anew.
  await w.in(() =>
    work('test.rewrite', async () => {
      await db()('audit_links').delete();
      await db()('audit_entries').where({ command: 'user.change' }).delete();
      await db()('audit_entries').update({ linked: null });
      await db()('audit_head').update({ seq: 0, hash: '0'.repeat(64) });
    }),
  );
  await w.settle();
  const after = (await admin.get(`/api/audit/verify?${kept}`)).body;
  t.true(after.ok, 'the new chain proves itself');
  t.false(after.kept.stands, 'but not against the mail');
});

test('a backup says the head of the chain at its moment', async (t) => {
  const w = await world(t);
  await cast(w);
  await w.settle();
  const folder = mkdtempSync(join(tmpdir(), 'lobi-head-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.backup');
  const { audit } = await w.in(() => takeBackup(file));
  const head = (await w.in(async () => db()('audit_head').first('seq', 'hash'))) as {
    seq: number;
    hash: string;
  };
  t.deepEqual(audit, { seq: Number(head.seq), hash: head.hash });
  t.regex((await w.in(() => checkBackup(file))).says, new RegExp(`entry ${head.seq}, hash ${head.hash}`));
});
