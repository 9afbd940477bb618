import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { world } from '#test/support/world.ts';

test('a token acts for its maker within its scopes, and is shown once', async (t) => {
  const w = await world(t);
  const { ayse, mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), ayse);
  const make = async (scopes: string[]) => {
    const { status, body } = await me.post('/api/tokens', { name: scopes.join(' '), scopes });
    t.is(status, 201);
    const program = client();
    program.headers = { Authorization: `Bearer ${body.token}` };
    return program;
  };
  const newTeam = { name: 'Depo' };
  const reader = await make(['read']);
  t.is((await reader.get('/api/users')).status, 200);
  t.is((await reader.post('/api/teams', newTeam)).body.code, 'token.scope');
  t.is((await reader.get('/api/session')).body.user.id, ayse.id);

  const narrow = await make(['teams:write']);
  t.is((await narrow.get('/api/users')).body.code, 'token.scope');
  t.is((await narrow.post('/api/teams', newTeam)).status, 201);
  t.is((await narrow.get('/api/teams')).status, 200, 'who may write may read');
  t.is((await narrow.patch(`/api/users/${mehmet.id}`, { language: 'pl' })).status, 403);

  const writer = await make(['write']);
  t.is((await writer.patch(`/api/users/${mehmet.id}`, { language: 'pl' })).status, 200);
  t.is(
    (await writer.post('/api/tokens', { name: 'wider', scopes: ['read'] })).status,
    403,
    'no token makes tokens',
  );
  t.is(
    (await writer.post(`/api/users/${mehmet.id}/password`, { password: 'bambaşka bir parola' })).status,
    403,
    'nor passwords',
  );
  t.is(
    (
      await writer.post('/api/widget-tokens', {
        user: null,
        elements: ['x'],
        scope: 'user',
        origin: 'https://a.example',
      })
    ).status,
    403,
  );

  const { body } = await me.get('/api/tokens');
  t.deepEqual(
    body.items.map((token: { name: string }) => token.name),
    ['write', 'teams:write', 'read'],
  );
  t.notRegex(JSON.stringify(body), /lobi_/);
  const stored = await w.in(async () => db()('api_tokens').select('*'));
  t.notRegex(JSON.stringify(stored), /lobi_[A-Za-z0-9]/);
  const audited = await w.in(async () =>
    db()('audit_entries').where({ command: 'team.add', actorKind: 'token' }).select('*'),
  );
  t.like(audited[0], { actorName: 'Ayşe Yılmaz', via: `token:${body.items[1].id}` });
});

test('a token ends when it is ended, when its day comes, and when its owner is closed', async (t) => {
  const w = await world(t);
  const { ayse, mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const [admin, me, other] = [
    await signIn(client(), ayse),
    await signIn(client(), mehmet),
    await signIn(client(), ayse),
  ];
  const make = async (expiresAt: string | null = null) => {
    const { body } = await me.post('/api/tokens', { name: 'ERP', scopes: ['read'], expiresAt });
    const program = client();
    program.headers = { Authorization: `Bearer ${body.token}` };
    return { program, id: body.id as string };
  };
  const [ended, dated, owned] = [await make(), await make('2026-11-24T12:00:00+03:00'), await make()];
  for (const { program } of [ended, dated, owned]) t.is((await program.get('/api/users')).status, 200);

  t.is((await (await signIn(client(), mehmet)).delete(`/api/tokens/${'0'.repeat(26)}`)).status, 404);
  t.is((await me.delete(`/api/tokens/${ended.id}`)).status, 204);
  t.is((await ended.program.get('/api/users')).status, 401);
  t.is((await me.delete(`/api/tokens/${ended.id}`)).status, 404);
  w.clock.set('2026-11-24T09:00:00.000Z');
  t.is((await dated.program.get('/api/users')).status, 401);
  t.is(
    (await me.post('/api/tokens', { name: 'late', scopes: ['read'], expiresAt: '2026-11-24T08:59:00Z' }))
      .status,
    422,
  );

  await admin.delete(`/api/users/${mehmet.id}`);
  t.is((await owned.program.get('/api/users')).status, 401);
  t.is((await other.get('/api/tokens?all=true')).body.items.length, 0);
});

test('nobody ends or sees the token of another, but an administrator', async (t) => {
  const w = await world(t);
  const { ayse, mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const [admin, me, other] = [
    await signIn(client(), ayse),
    await signIn(client(), mehmet),
    await signIn(client(), zofia),
  ];
  const { body } = await me.post('/api/tokens', { name: 'ERP', scopes: ['read'] });
  t.deepEqual((await other.get('/api/tokens?all=true')).body.items, []);
  t.is((await other.delete(`/api/tokens/${body.id}`)).status, 404);
  t.is((await admin.get('/api/tokens?all=true')).body.items.length, 1);
  t.is((await admin.delete(`/api/tokens/${body.id}`)).status, 204);
});

test('scopes and origins that mean nothing are refused', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  for (const scopes of [[], ['everything'], ['persons'], ['persons:delete'], ['Read']])
    t.is((await me.post('/api/tokens', { name: 'x', scopes })).status, 422, String(scopes));
  for (const origin of [
    '*',
    'null',
    'erp.firm.example',
    'https://erp.firm.example/page',
    'javascript:alert(1)',
    'https://*.firm.example',
  ])
    t.is(
      (await me.post('/api/tokens', { name: 'x', scopes: ['read'], origins: [origin] })).status,
      422,
      origin,
    );
  const { body } = await me.post('/api/tokens', {
    name: 'x',
    scopes: ['read'],
    origins: ['https://ERP.firm.example/', 'http://localhost:9000'],
  });
  t.deepEqual(body.origins, ['https://erp.firm.example', 'http://localhost:9000']);
});

test('a wrong token is refused, and never taken for the cookie beside it', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  for (const token of ['lobi_nothing', 'lobiw_nothing', 'x'])
    t.is((await me.get('/api/users', { Authorization: `Bearer ${token}` })).body.code, 'token.ended');
});
