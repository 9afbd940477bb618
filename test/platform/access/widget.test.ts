import test from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { room } from '#kernel/room.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import { identifyHandshake } from '#platform/access/identify.ts';
import access from '#platform/access/room.ts';
import audit from '#platform/audit/room.ts';
import settings from '#platform/settings/room.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { ENGINES, world } from '#test/support/world.ts';

import { callTeam, ELEMENTS, host, PAGE } from './widget-host.ts';

for (const engine of ENGINES)
  test(`on ${engine}, an element in a host page reads as its user, what its elements read, and nothing else`, async (t) => {
    const { page, mehmet, sales } = await host(t, { engine });
    const element = await page();
    const teams = await element.get('/api/teams');
    t.is(teams.status, 200);
    t.is(teams.body.items[0].id, sales);
    t.deepEqual(teams.body.items[0].can, {});
    t.is(teams.headers.get('access-control-allow-origin'), PAGE);
    t.is(teams.headers.get('access-control-allow-credentials'), null);
    const me = await element.get('/api/session');
    t.is(me.body.user.id, mehmet.id);
    t.deepEqual(me.body.roles, []);
    for (const path of [
      '/api/users',
      `/api/users/${mehmet.id}`,
      '/api/roles',
      '/api/tokens',
      '/api/sessions',
      '/api/audit',
      '/api/nowhere',
    ])
      t.is((await element.get(path)).status, 404, path);
    t.is((await element.patch(`/api/teams/${sales}`, { name: 'Başka' })).status, 404);
    t.is((await element.post('/api/teams', { name: 'Başka' })).status, 404);
    t.is((await element.post('/api/tokens', { name: 'x', scopes: ['read'] })).status, 404);
    t.is((await element.delete('/api/session')).status, 404);
  });

test('what an administrator’s element may not reach looks as if it did not exist', async (t) => {
  const { page, ayse, zofia, sales } = await host(t);
  const element = await page({
    user: ayse.id,
    elements: ['lobi-team-editor', 'lobi-colleague'],
    scope: [`user:${ayse.id}`, `team:${sales}`],
  });
  t.is((await element.get(`/api/users/${ayse.id}`)).status, 200);
  const foreign = await element.get(`/api/users/${zofia.id}`);
  const missing = await element.get(`/api/users/${'0'.repeat(26)}`);
  t.is(foreign.status, 404);
  t.deepEqual({ ...foreign.body, requestId: '' }, { ...missing.body, requestId: '' });
  t.deepEqual(
    (await element.get('/api/users')).body.items.map((user: { id: string }) => user.id),
    [ayse.id],
  );
  t.is((await element.patch(`/api/users/${zofia.id}`, { language: 'en' })).status, 404);
  t.is((await element.delete(`/api/users/${ayse.id}`)).status, 404, 'an element that changes does not close');
  t.is((await element.patch(`/api/teams/${sales}`, { name: 'Satış ve pazarlama' })).status, 200);
  t.is(
    (await element.patch(`/api/users/${ayse.id}`, { roles: ['limited'] })).status,
    403,
    'elements are never administrators',
  );
});

test('a token’s limits hold in a unit that was opened around its command, and not for what that one calls', async (t) => {
  const w = await world(t, {
    rooms: [settings, access, audit, ELEMENTS, room({ name: 'calls', says: 'Calls.', commands: [callTeam] })],
  });
  const { ayse, as } = await cast(w);
  const widget: Actor = {
    ...as(ayse),
    kind: 'widget',
    via: 'widget:1',
    limits: { elements: ['lobi-caller'] },
  };
  await w.in(async () => {
    await t.throwsAsync(
      work('records.once', () => run(addTeam, { name: 'Depo' }, widget)),
      { code: 'team.missing' },
    );
    await t.throwsAsync(run(addTeam, { name: 'Depo' }, widget), { code: 'team.missing' });
    await t.notThrowsAsync(work('records.once', () => run(callTeam, { name: 'Depo' }, widget)));
    await t.notThrowsAsync(run(callTeam, { name: 'Kargo' }, widget));
    const reader: Actor = { ...as(ayse), kind: 'token', via: 'token:1', limits: { scopes: ['read'] } };
    await t.throwsAsync(
      work('records.once', () => run(addTeam, { name: 'Başka' }, reader)),
      { code: 'token.scope' },
    );
  });
});

test('a token without a user shows its records and writes nothing', async (t) => {
  const { page, ask, sales, admin } = await host(t);
  t.is(
    (await ask({ user: null })).body.errors[0].code,
    'widget-token.scope',
    'everything for nobody is refused',
  );
  const { body: other } = await admin.post('/api/teams', { name: 'Depo' });
  const element = await page({ user: null, elements: ['lobi-team-editor'], scope: `team:${sales}` });
  t.is((await element.get(`/api/teams/${sales}`)).status, 200);
  t.is((await element.get(`/api/teams/${other.id}`)).status, 404);
  t.is((await element.get('/api/teams')).body.items.length, 1);
  t.is((await element.patch(`/api/teams/${sales}`, { name: 'x' })).status, 404);
  t.is((await element.get('/api/session')).body.user, null);
});

test('it holds on its own page only, for its time only, and as long as its key and its user', async (t) => {
  const { w, page, admin, key, mehmet } = await host(t);
  const short = await page({ ttl: 60 });
  t.is((await short.get('/api/teams', { Origin: 'https://evil.example' })).status, 401);
  t.is((await short.get('/api/teams', { Origin: 'null' })).status, 401);
  w.clock.advance(59_000);
  t.is((await short.get('/api/teams')).status, 200);
  w.clock.advance(1_000);
  t.is((await short.get('/api/teams')).status, 401);

  const [mine, theirs] = [await page(), await page({ user: null, scope: `team:${'0'.repeat(26)}` })];
  await admin.delete(`/api/users/${mehmet.id}`);
  t.is((await mine.get('/api/teams')).status, 401);
  t.is((await theirs.get('/api/teams')).status, 200);
  await admin.delete(`/api/tokens/${key.id}`);
  t.is((await theirs.get('/api/teams')).status, 401);
  const ended = (await w.in(async () =>
    db()('outbox').where({ name: 'access.ended' }).select('payload'),
  )) as { payload: string }[];
  t.true(
    ended.some(({ payload }) => payload.includes('widget:')),
    'sockets of the key’s elements are told',
  );
});

test('only a host’s server makes one, for registered origins, known elements, at most a quarter of an hour', async (t) => {
  const { ask, admin, client, mehmet, zofia } = await host(t);
  const code = async (more: Record<string, unknown>) => {
    const { status, body } = await ask(more);
    t.is(status, 422, JSON.stringify(more));
    return body.errors[0].code;
  };
  t.is(await code({ origin: 'https://evil.example' }), 'widget-token.origin');
  t.is(await code({ elements: ['lobi-everything'] }), 'element.unknown');
  t.is(await code({ user: 'kimse@marmarapack.example' }), 'user.unknown');
  for (const more of [
    { ttl: 901 },
    { ttl: 0 },
    { scope: [] },
    { scope: 'team:x' },
    { scope: "team:' OR 1=1" },
    { elements: [] },
  ])
    await code(more);
  const wish = { user: mehmet.id, elements: ['lobi-team-list'], scope: 'user', origin: PAGE };
  t.is((await admin.post('/api/widget-tokens', wish)).status, 403, 'no person does');
  t.is((await client().post('/api/widget-tokens', wish)).status, 401);

  const plain = await signIn(client(), zofia);
  const { body } = await plain.post('/api/tokens', { name: 'mine', scopes: ['widgets'], origins: [PAGE] });
  const server = client();
  server.headers = { Authorization: `Bearer ${body.token}` };
  t.is(
    (await server.post('/api/widget-tokens', wish)).body.errors[0].code,
    'user.unknown',
    'a colleague’s key speaks for the colleague alone',
  );
  t.is((await server.post('/api/widget-tokens', { ...wish, user: zofia.email })).status, 201);
  t.is((await server.get('/api/users')).body.code, 'token.scope', 'and reads nothing itself');
});

test('a page that is not registered gets no leave to read, by API or by preflight', async (t) => {
  const { page, client } = await host(t);
  const element = await page();
  const preflight = (origin: string) =>
    client().call('OPTIONS', '/api/teams', {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,if-match',
      },
    });
  const allowed = await preflight(PAGE);
  t.is(allowed.status, 204);
  t.is(allowed.headers.get('access-control-allow-origin'), PAGE);
  t.regex(allowed.headers.get('access-control-allow-headers') ?? '', /authorization.*if-match/i);
  t.regex(allowed.headers.get('access-control-allow-methods') ?? '', /PATCH/);
  for (const origin of [
    'https://evil.example',
    `${PAGE}.evil.example`,
    'http://erp.marmarapack.example',
    'null',
    `${PAGE}:8443`,
  ]) {
    const { status, headers } = await preflight(origin);
    t.is(status, 204);
    t.is(headers.get('access-control-allow-origin'), null, origin);
    t.is(headers.get('vary'), 'Origin');
  }
  t.is(
    (await element.get('/api/teams', { Origin: 'https://evil.example' })).headers.get(
      'access-control-allow-origin',
    ),
    null,
  );
});

test('a page whose key has ended may read that, and nothing else', async (t) => {
  const { page, admin, key, client } = await host(t);
  const element = await page();
  const leave = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin');
  t.is(leave(await element.get('/api/teams', { Origin: PAGE })), PAGE);
  await admin.delete(`/api/tokens/${key.id}`);
  const asked = await client().call('OPTIONS', '/api/teams', {
    headers: { Origin: PAGE, 'Access-Control-Request-Method': 'GET' },
  });
  t.is(leave(asked), PAGE, 'without it the browser would not ask');
  const refused = await element.get('/api/teams', { Origin: PAGE });
  t.is(refused.status, 401);
  t.is(refused.body.code, 'token.ended');
  t.is(leave(refused), PAGE);
  const open = await admin.get('/api/session', { Origin: PAGE });
  t.is(open.status, 200);
  t.is(leave(open), null);
});

test('at the handshake of a socket the same is asked: origin, end, and whose page the cookie comes from', async (t) => {
  const { w, page, key, admin, ayse } = await host(t);
  const { token } = await page({ ttl: 60 });
  const session = `theme=dark; lobi_session=${admin.cookies.get('lobi_session')}`;
  const hello = (headers: Record<string, string>, auth: Record<string, unknown> = {}) =>
    w.in(() => identifyHandshake({ headers, auth }));
  t.is((await hello({ origin: PAGE }, { token })).kind, 'widget');
  t.is((await hello({ origin: 'https://evil.example' }, { token })).kind, 'anonymous');
  t.is((await hello({}, { token: key.token })).kind, 'token');
  t.is((await hello({ origin: PAGE }, { token: key.token })).kind, 'token');
  t.is((await hello({ origin: 'https://evil.example' }, { token: key.token })).kind, 'anonymous');
  t.is(
    (await hello({ origin: 'http://lobi.example', host: 'lobi.example', cookie: session })).userId,
    ayse.id,
  );
  for (const origin of [PAGE, 'null', ''])
    t.is((await hello({ origin, host: 'lobi.example', cookie: session })).kind, 'anonymous', origin);
  t.is((await hello({ host: 'lobi.example', cookie: session })).kind, 'anonymous');
  w.clock.advance(60_000);
  t.is((await hello({ origin: PAGE }, { token })).kind, 'anonymous');
  t.is(
    (await hello({ origin: 'http://lobi.example', host: 'lobi.example' }, { token: 7 })).kind,
    'anonymous',
  );
});

test('what has run out is tidied away', async (t) => {
  const { w, page } = await host(t);
  const kept = () => w.in(async () => (await db()('widget_tokens').select('id')).length);
  await page();
  await w.settle();
  t.is(await kept(), 1);
  w.clock.advance(48 * 3_600_000);
  await w.settle();
  t.is(await kept(), 0);
});
