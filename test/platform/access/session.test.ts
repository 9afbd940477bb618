import test from 'ava';
import { house } from '#kernel/house.ts';
import { cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

for (const engine of ENGINES)
  test(`on ${engine}, a colleague signs in, is known, and signs out`, async (t) => {
    const w = await world(t, { engine });
    const { mehmet } = await cast(w);
    const { client } = await serveApi(t, w);
    const me = client();
    t.is((await me.get('/api/session')).status, 401);

    const signedIn = await me.post('/api/session', {
      email: ' Mehmet@MarmaraPack.example ',
      password: PASSWORD,
    });
    t.is(signedIn.status, 200);
    t.is(signedIn.body.user.id, mehmet.id);
    t.is(signedIn.body.user.entity, 'user');
    t.deepEqual(signedIn.body.user.roles, ['user']);
    t.is(signedIn.body.user.passwordHash, undefined);
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    t.regex(cookie, /^lobi_session=lobis_/);
    t.regex(cookie, /httponly/i);
    t.regex(cookie, /samesite=lax/i);
    t.notRegex(cookie, /secure/i, 'plain http on loopback');

    const { body } = await me.get('/api/session');
    t.is(body.user.email, 'mehmet@marmarapack.example');
    t.deepEqual(body.roles, ['user']);
    t.like(body.settings, { language: 'en', zone: 'Europe/Istanbul' });

    const token = me.cookies.get('lobi_session');
    t.is((await me.delete('/api/session')).status, 204);
    t.false(me.cookies.has('lobi_session'), 'the browser forgets it');
    t.is(
      (await me.get('/api/session', { Cookie: `lobi_session=${token}` })).status,
      401,
      'and the server as well',
    );
  });

test('the cookie is Secure where the public URL speaks TLS', async (t) => {
  const w = await world(t, { environment: { LOBI_PUBLIC_URL: 'https://lobi.marmarapack.example' } });
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const { headers } = await client().post('/api/session', { email: mehmet.email, password: PASSWORD });
  t.regex(headers.get('set-cookie') ?? '', /; secure/i);
});

test('nothing of a session stands in the database that would let someone in', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  const token = me.cookies.get('lobi_session') ?? '';
  const tables = await w.in(() =>
    house()
      .db.reader('sqlite_master')
      .where({ type: 'table' })
      .whereNot('name', 'like', 'search_index%')
      .select('name'),
  );
  for (const { name } of tables as { name: string }[]) {
    const rows = await w.in(() => house().db.reader(name).select('*'));
    t.false(JSON.stringify(rows).includes(token), name);
  }
});

test('a wrong password, an unknown address, a closed user and one without a password get the same answer', async (t) => {
  const w = await world(t);
  const { mehmet, isil, zofia, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  await admin.delete(`/api/users/${isil.id}`);
  await w.in(() => house().db.writer('users').where({ id: zofia.id }).update({ passwordHash: null }));
  const answers = [];
  for (const email of [mehmet.email, 'kimse@marmarapack.example', isil.email, zofia.email]) {
    const { status, body } = await client().post('/api/session', { email, password: `${PASSWORD}!` });
    answers.push({ status, code: body.code, detail: body.detail });
  }
  for (const answer of answers)
    t.deepEqual(answer, { status: 401, code: 'session.wrong', detail: 'Address or password is wrong.' });
});

test('the time of an answer does not tell whether an address is known', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = client();
  const time = async (email: string) => {
    const started = performance.now();
    await me.post('/api/session', { email, password: 'not the password' });
    return performance.now() - started;
  };
  await time('kimse@marmarapack.example');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 7; round++) {
    known.push(await time(mehmet.email));
    unknown.push(await time('kimse@marmarapack.example'));
  }
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
  // Without the hash for nobody the second is under a tenth of the first.
  t.true(median(unknown) > median(known) / 2, `${median(known)} ms known, ${median(unknown)} ms unknown`);
});

test('after ten tries an account waits, and a quarter of an hour later it does not', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = client();
  const tries = await Promise.all(
    Array.from({ length: 14 }, () => me.post('/api/session', { email: mehmet.email, password: 'guess' })),
  );
  t.is(tries.filter(({ status }) => status === 401).length, 10, 'no matter how many come at once');
  const refused = tries.find(({ status }) => status === 429);
  t.is(refused?.body.code, 'session.throttled');
  t.is(refused?.headers.get('retry-after'), String(15 * 60));
  t.is(
    (await me.post('/api/session', { email: mehmet.email, password: PASSWORD })).status,
    429,
    'the right one waits too',
  );
  w.clock.advance(15 * 60 * 1000);
  t.is((await me.post('/api/session', { email: mehmet.email, password: PASSWORD })).status, 200);
  t.is(
    (await me.post('/api/session', { email: mehmet.email, password: 'typo' })).status,
    401,
    'the count began again',
  );
});

test('a session lasts while it is used, two weeks at rest, ninety days in all', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = await signIn(client(), mehmet);
  const day = 24 * 60 * 60 * 1000;
  w.clock.advance(13 * day);
  const used = await me.get('/api/session');
  t.is(used.status, 200);
  t.regex(used.headers.get('set-cookie') ?? '', /lobi_session=lobis_/, 'the browser keeps it longer too');
  w.clock.advance(13 * day);
  t.is((await me.get('/api/session')).status, 200);
  w.clock.advance(15 * day);
  t.is((await me.get('/api/session')).status, 401);

  const steady = await signIn(client(), mehmet);
  for (let days = 0; days < 89; days++) {
    w.clock.advance(day);
    t.is((await steady.get('/api/session')).status, 200, `day ${days + 1}`);
  }
  w.clock.advance(2 * day);
  t.is((await steady.get('/api/session')).status, 401);
});

test('a write by cookie needs the header that no foreign form can send', async (t) => {
  const w = await world(t);
  const { ayse } = await cast(w);
  const { client, url } = await serveApi(t, w);
  const me = await signIn(client(), ayse);
  const Cookie = `lobi_session=${me.cookies.get('lobi_session')}`;
  const form = await fetch(`${url}/api/teams`, {
    method: 'POST',
    headers: { Cookie, 'Content-Type': 'application/json' },
    body: '{"name":"Depo"}',
  });
  t.is(form.status, 403);
  t.is(((await form.json()) as { code: string }).code, 'session.foreignWrite');
  t.is((await fetch(`${url}/api/session`, { method: 'DELETE', headers: { Cookie } })).status, 403);
  t.is((await me.post('/api/teams', { name: 'Depo' })).status, 201);
});

test('closing a user ends every way in at once, and new roles hold from the next request', async (t) => {
  const w = await world(t);
  const { ayse, mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const [admin, me] = [await signIn(client(), ayse), await signIn(client(), mehmet)];
  const { body: made } = await me.post('/api/tokens', { name: 'ERP', scopes: ['read'] });
  const program = client();
  program.headers = { Authorization: `Bearer ${made.token}` };
  t.is((await program.get('/api/users')).status, 200);
  t.is((await me.post('/api/teams', { name: 'Depo' })).status, 403);

  await admin.patch(`/api/users/${mehmet.id}`, { roles: ['administrator'] });
  t.is((await me.post('/api/teams', { name: 'Depo' })).status, 201);

  await admin.delete(`/api/users/${mehmet.id}`);
  t.is((await me.get('/api/session')).status, 401);
  t.is((await program.get('/api/users')).status, 401);
  const events = await w.in(() =>
    house()
      .db.reader('outbox')
      .whereIn('name', ['access.ended', 'access.changed'])
      .orderBy('seq')
      .select('name'),
  );
  t.deepEqual(
    events.map(({ name }) => name),
    ['access.changed', 'access.ended', 'access.ended'],
    'sockets are told: of the session, and of everything else of the user',
  );
});

test('one sees and ends one’s own sessions, never another’s', async (t) => {
  const w = await world(t);
  const { mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const [desk, phone, other] = [
    await signIn(client(), mehmet),
    await signIn(client(), mehmet),
    await signIn(client(), zofia),
  ];
  const { body } = await desk.get('/api/sessions');
  t.is(body.items.length, 2);
  t.is(body.items.filter((each: { current: boolean }) => each.current).length, 1);
  const lost = body.items.find((each: { current: boolean }) => !each.current);
  t.is((await other.delete(`/api/sessions/${lost.id}`)).status, 404);
  t.is((await phone.get('/api/session')).status, 200);
  t.is((await desk.delete(`/api/sessions/${lost.id}`)).status, 204);
  t.is((await phone.get('/api/session')).status, 401);
  t.is((await desk.get('/api/session')).status, 200);
});

test('X-Forwarded-For counts only as far as trusted proxies wrote it', async (t) => {
  const w = await world(t, { environment: { LOBI_TRUSTED_PROXIES: '127.0.0.1,10.0.0.2' } });
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = client();
  me.headers = { 'X-Forwarded-For': '6.6.6.6, 203.0.113.7, 10.0.0.2' };
  await signIn(me, mehmet);
  const { body } = await me.get('/api/sessions');
  t.is(body.items[0].fromAddress, '203.0.113.7', 'what a stranger wrote before it is not believed');

  const plain = await world(t);
  const again = await cast(plain);
  const direct = (await serveApi(t, plain)).client();
  direct.headers = { 'X-Forwarded-For': '6.6.6.6' };
  await signIn(direct, again.mehmet);
  t.is((await direct.get('/api/sessions')).body.items[0].fromAddress, '127.0.0.1');
});
