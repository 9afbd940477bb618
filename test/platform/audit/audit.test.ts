import test from 'ava';
import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { command, run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { insert } from '#kernel/model.ts';
import { changeUser } from '#platform/access/commands/users.ts';
import { Team } from '#platform/access/model.ts';
import { verifyAudit } from '#platform/audit/chain.ts';
import { eraseValues } from '#platform/audit/erase.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

const entries = (w: World, where: Record<string, unknown>) =>
  w.in(async () => db()('audit_entries').where(where).orderBy('id').select('*'));
/** Somebody with the database in hand. */
const tamper = (w: World, does: () => Promise<unknown>) => w.in(() => work('test.tamper', does));

for (const engine of ENGINES) {
  test(`on ${engine}, a change says who, by which way, from where, and what was there before`, async (t) => {
    const w = await world(t, { engine });
    const { ayse, mehmet } = await cast(w);
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), ayse);
    const { headers } = await admin.patch(`/api/users/${mehmet.id}`, { familyName: 'Şahinoğlu' });
    await w.settle();

    const { body } = await admin.get(`/api/audit?record=user:${mehmet.id}`);
    t.is(body.items.length, 2, 'made, and changed');
    const [changed, made] = body.items;
    t.like(changed, { command: 'user.change', from: '127.0.0.1', requestId: headers.get('x-request-id') });
    t.like(changed.actor, { entity: 'user', id: ayse.id, label: 'Ayşe Yılmaz', kind: 'user' });
    t.regex(changed.via, /^session:/);
    const of = (entry: { changes: { key: string }[] }, key: string) =>
      entry.changes.find((each) => each.key === key);
    t.like(of(changed, 'familyName'), {
      key: 'familyName',
      label: 'soyad',
      before: 'Şahin',
      after: 'Şahinoğlu',
    });
    t.is(of(changed, 'givenName'), undefined, 'only what changed');
    t.is(changed.deed, 'change');
    t.true(changed.link.seq > made.link.seq);
    t.is(made.deed, 'add');
    t.like(of(made, 'passwordHash'), { key: 'passwordHash', before: null, after: '[not shown]' });
  });

  test(`on ${engine}, the chain finds a changed value, a changed fact, a lost entry and a lost link`, async (t) => {
    const w = await world(t, { engine });
    const { ayse, mehmet, as } = await cast(w);
    for (const familyName of ['Bir', 'İki', 'Üç', 'Dört'])
      await w.in(() => run(changeUser, { id: mehmet.id, familyName }, as(ayse)));
    await w.settle();
    const whole = await w.in(verifyAudit);
    t.true(whole.ok);
    t.is(whole.waiting, 0);
    t.is(whole.count, whole.head.seq);
    const changes = await entries(w, { command: 'user.change' });
    t.is(changes.length, 4);
    const victim = changes[1];

    const attempt = async (column: string, value: unknown) => {
      const kept = victim[column];
      await tamper(w, () =>
        db()('audit_entries')
          .where({ id: victim.id })
          .update({ [column]: value }),
      );
      const { ok, firstBroken } = await w.in(verifyAudit);
      t.false(ok, column);
      t.is(firstBroken?.entry, victim.id, column);
      await tamper(w, () =>
        db()('audit_entries')
          .where({ id: victim.id })
          .update({ [column]: kept }),
      );
      t.true((await w.in(verifyAudit)).ok);
      return firstBroken?.says;
    };
    t.regex(
      (await attempt('after', victim.after.replace('İki', 'Beş'))) ?? '',
      /"after.familyName" is not what it was/,
    );
    t.regex((await attempt('after', '{}')) ?? '', /taken without being erased/);
    t.regex((await attempt('actorName', 'Kimse')) ?? '', /"actor"/);
    for (const [column, value] of [
      ['actorId', mehmet.id],
      ['command', 'user.close'],
      ['at', '2020-01-01T00:00:00.000Z'],
      ['digests', victim.digests.replace(/[A-Z]/, (letter: string) => letter.toLowerCase())],
      ['via', 'session:another'],
    ] as const)
      await attempt(column, value);

    await tamper(w, () => db()('audit_entries').where({ id: victim.id }).delete());
    t.regex((await w.in(verifyAudit)).firstBroken?.says ?? '', /entry of a link is missing/);
    await tamper(w, () => db()('audit_links').where({ entryId: victim.id }).delete());
    t.regex((await w.in(verifyAudit)).firstBroken?.says ?? '', /a link is missing/);
  });

  test(`on ${engine}, erasing values keeps the chain whole and leaves nothing of them`, async (t) => {
    const w = await world(t, { engine });
    const { ayse, mehmet, as } = await cast(w);
    await w.in(() => run(changeUser, { id: mehmet.id, familyName: 'Karadağlı' }, as(ayse)));
    await w.settle();
    const before = await w.in(verifyAudit);
    const touched = await w.in(() =>
      work('test.erase', () =>
        eraseValues({ entity: 'user', id: mehmet.id }, [
          'familyName',
          'familyNameFolded',
          'sortTr',
          'sortPl',
          'sortEn',
          'searchText',
        ]),
      ),
    );
    t.is(touched, 2);
    const after = await w.in(verifyAudit);
    t.true(after.ok);
    t.is(after.head.hash, before.head.hash);
    t.notRegex(JSON.stringify(await entries(w, { recordId: mehmet.id })), /Karada|Şahin|karada/);
  });

  test(`on ${engine}, many entries that come while links are added are all linked once, without a gap`, async (t) => {
    const w = await world(t, { engine });
    await w.settle();
    const start = (await w.in(verifyAudit)).count;
    const adding = Array.from({ length: 60 }, (_each, n) =>
      w.in(() =>
        work('test.teams', () => insert(Team, { name: `Ekip ${n}`, closedAt: null, closedBy: null })),
      ),
    );
    const linking = [w.settle(), w.settle(), w.settle()];
    await Promise.all([...adding, ...linking]);
    await w.settle();
    const { ok, count, waiting } = await w.in(verifyAudit);
    t.true(ok);
    t.is(waiting, 0);
    t.is(count, start + 60);
  });
}

test('settings are written down as they were and became, passwords in them only as changed', async (t) => {
  const w = await world(t);
  const { ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  await admin.patch('/api/settings', {
    company: 'Marmara Pack',
    relayUrl: 'smtps://lobi:gizli@relay.example',
  });
  await admin.patch('/api/settings', {
    company: 'Marmara Pack A.Ş.',
    relayUrl: 'smtps://lobi:cok-gizli@relay.example',
  });
  const { body } = await admin.get('/api/audit?command=setting.change&record=setting:company');
  t.like(body.items[0].changes, [{ key: 'company', before: 'Marmara Pack', after: 'Marmara Pack A.Ş.' }]);
  const relay = await admin.get('/api/audit?record=setting:relayUrl');
  t.is(relay.body.items.length, 2);
  t.notRegex(JSON.stringify(await entries(w, {})), /gizli/);
});

test('what is rolled back leaves no entry', async (t) => {
  const w = await world(t);
  const failing = command({
    name: 'team.fail',
    says: 'Fails after it changed something.',
    takes: z.object({}),
    async does() {
      await insert(Team, { name: 'Yarım', closedAt: null, closedBy: null });
      throw Fault.conflict('team.half', 'Not this time.');
    },
  });
  await t.throwsAsync(w.in(() => run(failing, {}, systemActor())));
  t.deepEqual(await entries(w, { command: 'team.fail' }), []);
});

test('a command inside a command writes its changes down once', async (t) => {
  const w = await world(t);
  const inner = command({
    name: 'team.inner',
    says: 'Makes a team.',
    takes: z.object({ name: z.string() }),
    does: ({ name }) => insert(Team, { name, closedAt: null, closedBy: null }),
  });
  const outer = command({
    name: 'team.outer',
    says: 'Makes two teams.',
    takes: z.object({}),
    async does(_input, { actor }) {
      await run(inner, { name: 'İç' }, actor);
      await insert(Team, { name: 'Dış', closedAt: null, closedBy: null });
    },
  });
  await w.in(() => run(outer, {}, systemActor()));
  const written = [
    ...(await entries(w, { command: 'team.inner' })),
    ...(await entries(w, { command: 'team.outer' })),
  ];
  t.deepEqual(
    written.map(({ command: name, after }) => [name, JSON.parse(after).name]),
    [
      ['team.inner', 'İç'],
      ['team.outer', 'Dış'],
    ],
  );
});

test('a command that changed no row is written down all the same, and one that is not audited is not', async (t) => {
  const w = await world(t);
  const quiet = (audited: boolean) =>
    command({
      name: audited ? 'mail.look' : 'mail.glance',
      says: 'Looks.',
      takes: z.object({}),
      audited,
      does: async () => {},
    });
  await w.in(() => run(quiet(true), {}, systemActor('bekçi')));
  await w.in(() => run(quiet(false), {}, systemActor('bekçi')));
  t.like((await entries(w, { command: 'mail.look' }))[0], {
    actorName: 'bekçi',
    actorKind: 'system',
    entity: null,
  });
  t.deepEqual(await entries(w, { command: 'mail.glance' }), []);
});

test('only administrators read the audit, filtered and page by page', async (t) => {
  const w = await world(t);
  const { ayse, mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const [admin, colleague] = [await signIn(client(), ayse), await signIn(client(), mehmet)];
  for (const path of ['', '/head', '/verify']) t.is((await colleague.get(`/api/audit${path}`)).status, 403);
  t.is((await client().get('/api/audit')).status, 401);

  for (const language of ['en', 'pl', 'tr']) {
    w.clock.advance(60_000);
    await admin.patch(`/api/users/${zofia.id}`, { language });
  }
  const all = await admin.get('/api/audit?command=user.change');
  t.is(all.body.items.length, 3);
  const first = await admin.get('/api/audit?command=user.change&limit=2');
  t.is(first.body.items.length, 2);
  const second = await admin.get(`/api/audit?command=user.change&limit=2&cursor=${first.body.next}`);
  t.deepEqual([...first.body.items, ...second.body.items], all.body.items);
  t.is(second.body.next, null);
  const [newest, middle] = all.body.items;
  t.is((await admin.get(`/api/audit?actor=${ayse.id}&entity=user`)).body.items.length, 3);
  t.is(
    (await admin.get(`/api/audit?command=user.change&from=${middle.at}&until=${newest.at}`)).body.items
      .length,
    1,
  );
  t.is((await admin.get('/api/audit?actor=system&entity=team')).body.items.length, 1);

  await w.settle();
  const { body: report } = await admin.get('/api/audit/verify');
  t.true(report.ok);
  t.deepEqual((await admin.get('/api/audit/head')).body, { ...report.head, sent: null });
});
