import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

/** Mails that the house asked for, oldest first. */
async function housePost(
  w: World,
): Promise<{ to: { address: string }; subject: string; text: string; html: string }[]> {
  await w.settle();
  const rows = (await w.in(async () =>
    db()('outbox').where({ name: 'house.mailAsked' }).orderBy('seq').select('payload'),
  )) as { payload: string }[];
  return rows.map((row) => JSON.parse(row.payload));
}

const tokenIn = (text: string) => /\/reset\?token=(\S+)/.exec(text)?.[1] ?? '';

for (const engine of ENGINES)
  test(`on ${engine}, an invited colleague chooses a password by the mailed link and comes in`, async (t) => {
    const w = await world(t, {
      engine,
      environment: { LOBI_PUBLIC_URL: 'https://lobi.marmarapack.example', LOBI_COMPANY: 'Marmara Pack' },
    });
    const { ayse, sales } = await cast(w);
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), ayse);
    const { status, body } = await admin.post('/api/users', {
      email: 'Lukasz.Zak@marmarapack.example',
      givenName: 'Łukasz',
      familyName: 'Żak',
      language: 'pl',
      teams: [{ entity: 'team', id: sales, label: 'Satış' }],
    });
    t.is(status, 201);
    t.like(body, {
      entity: 'user',
      version: 1,
      email: 'lukasz.zak@marmarapack.example',
      roles: ['user'],
      hasPassword: false,
    });
    t.deepEqual(body.teams, [{ entity: 'team', id: sales, label: 'Satış' }]);
    t.deepEqual(body.can, { change: true, close: true, restore: true, setPassword: true });

    const [mail] = await housePost(w);
    t.is(mail?.to.address, body.email);
    t.is(mail?.subject, 'Twój dostęp do Marmara Pack');
    t.regex(mail?.text ?? '', /^Dzień dobry, Łukasz Żak/);
    t.regex(mail?.text ?? '', /https:\/\/lobi\.marmarapack\.example\/reset\?token=lobir_/);
    t.regex(mail?.html ?? '', /<html lang="pl">/);

    const token = tokenIn(mail?.text ?? '');
    const me = client();
    t.is((await me.post(`/api/password-resets/${token}`, { password: 'zażółć gęślą jaźń' })).status, 204);
    t.is(
      (await me.post(`/api/password-resets/${token}`, { password: 'once more again' })).status,
      404,
      'a link works once',
    );
    t.is((await me.post('/api/session', { email: body.email, password: 'zażółć gęślą jaźń' })).status, 200);
  });

test('colleagues are listed by the alphabet of who reads, searched without regard to marks, page by page', async (t) => {
  const w = await world(t);
  const { ayse, mehmet, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  for (const [givenName, familyName] of [
    ['Ömer', 'Öz'],
    ['Orhan', 'Oz'],
    ['Ida', 'Izgi'],
    ['Ilgın', 'Irmak'],
    ['İnci', 'İnan'],
  ])
    await admin.post('/api/users', {
      givenName,
      familyName,
      email: `${encodeURIComponent(`${familyName}`)}x@marmarapack.example`.replaceAll('%', ''),
      invited: false,
    });
  const turkish = await (await signIn(client(), mehmet)).get('/api/users');
  const names = turkish.body.items.map((user: { familyName: string }) => user.familyName);
  t.deepEqual(names, ['Çağlar', 'Irmak', 'Izgi', 'İnan', 'Oz', 'Öz', 'Şahin', 'Wójcik', 'Yılmaz']);
  t.is(turkish.body.next, null);
  t.is(turkish.body.items[0].roles, undefined, 'roles are the administrators’ business');
  t.deepEqual(
    turkish.body.items.find((user: { id: string }) => user.id === mehmet.id).roles,
    ['user'],
    'and one’s own',
  );

  const pages: string[] = [];
  let cursor = '';
  do {
    const { body } = await admin.get(`/api/users?limit=4&count=true${cursor && `&cursor=${cursor}`}`);
    t.is(body.count, 9);
    pages.push(...body.items.map((user: { familyName: string }) => user.familyName));
    cursor = body.next ?? '';
  } while (cursor !== '');
  t.deepEqual(pages, names);
  t.is((await admin.get('/api/users?cursor=nonsense')).status, 422);

  const polish = await signIn(client(), zofia);
  t.deepEqual(
    (await polish.get('/api/users?q=isil')).body.items.map((user: { givenName: string }) => user.givenName),
    ['Işıl'],
  );
  t.is((await polish.get('/api/users?q=w%C3%B3jcik zof')).body.items.length, 1);
  t.is((await polish.get('/api/users?q=%25')).body.items.length, 0, 'a percent sign is only that');
  t.is((await admin.get('/api/users?role=limited')).body.items.length, 1);
});

test('an address belongs to one user, however it is written, and unknown roles and teams are refused by their place', async (t) => {
  const w = await world(t);
  const { ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const refused = async (fields: Record<string, unknown>) => {
    const { status, body } = await admin.post('/api/users', {
      givenName: 'Ali',
      familyName: 'Er',
      email: 'ali@marmarapack.example',
      password: 'yeterince uzun',
      ...fields,
    });
    t.is(status, 422);
    return [body.errors[0].path, body.errors[0].code];
  };
  t.deepEqual(await refused({ email: ' AYSE@marmarapack.example' }), ['email', 'user.taken']);
  t.deepEqual(await refused({ roles: ['emperor'] }), ['roles', 'role.unknown']);
  t.deepEqual(await refused({ teams: ['01J00000000000000000000000'] }), ['teams', 'team.unknown']);
  t.is((await refused({ email: 'not an address' }))[0], 'email');
  t.deepEqual(await refused({ password: 'kısa' }), ['password', 'password.weak']);
  t.deepEqual(await refused({ password: 'ali@marmarapack.example' }), ['password', 'password.weak']);
  t.is(
    (
      await admin.post('/api/users', {
        givenName: 'Ali',
        familyName: 'Er',
        email: 'ali@marmarapack.example',
        password: 'yeterince uzun',
      })
    ).status,
    201,
  );
});

test('people keep their own names and language; the rest is the administrators’', async (t) => {
  const w = await world(t);
  const { mehmet, zofia, isil } = await cast(w);
  const { client } = await serveApi(t, w);
  for (const user of [mehmet, isil]) {
    const me = await signIn(client(), user);
    t.is((await me.patch(`/api/users/${user.id}`, { language: 'pl' })).status, 200);
    for (const fields of [{ roles: ['administrator'] }, { teams: [] }, { email: 'x@marmarapack.example' }])
      t.is((await me.patch(`/api/users/${user.id}`, fields)).status, 403, JSON.stringify(fields));
    t.is((await me.patch(`/api/users/${zofia.id}`, { language: 'tr' })).status, 403);
    t.is((await me.delete(`/api/users/${zofia.id}`)).status, 403);
    t.is(
      (await me.post('/api/users', { givenName: 'A', familyName: 'B', email: 'ab@marmarapack.example' }))
        .status,
      403,
    );
    t.is((await me.post(`/api/users/${zofia.id}/password`, { password: 'bambaşka bir parola' })).status, 403);
    t.deepEqual((await me.get(`/api/users/${user.id}`)).body.can, { change: true, setPassword: true });
    t.deepEqual((await me.get(`/api/users/${zofia.id}`)).body.can, {});
  }
});

test('the last administrator can be neither closed nor demoted', async (t) => {
  const w = await world(t);
  const { ayse, mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  t.is((await admin.delete(`/api/users/${ayse.id}`)).body.code, 'user.lastAdministrator');
  t.is((await admin.patch(`/api/users/${ayse.id}`, { roles: ['user'] })).body.code, 'user.lastAdministrator');
  await admin.patch(`/api/users/${mehmet.id}`, { roles: ['user', 'administrator'] });
  t.is((await admin.patch(`/api/users/${ayse.id}`, { roles: ['user'] })).status, 200);
  t.is((await admin.post('/api/teams', { name: 'Depo' })).status, 403, 'from the next request on');
});

test('two who edit one user: the second sees the difference', async (t) => {
  const w = await world(t);
  const { ayse, zofia } = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), ayse);
  const { headers } = await admin.get(`/api/users/${zofia.id}`);
  const etag = headers.get('etag') ?? '';
  t.is(
    (await admin.patch(`/api/users/${zofia.id}`, { familyName: 'Wójcik-Nowak' }, { 'If-Match': etag }))
      .status,
    200,
  );
  const { status, body } = await admin.patch(
    `/api/users/${zofia.id}`,
    { familyName: 'Nowak' },
    { 'If-Match': etag },
  );
  t.is(status, 412);
  t.is(body.current.familyName, 'Wójcik-Nowak');
  t.is(body.current.entity, 'user', 'as it is always shown');
  t.is(body.current.passwordHash, undefined);
});

test('a new password asks for the standing one, and puts everybody else out', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const [desk, phone] = [await signIn(client(), mehmet), await signIn(client(), mehmet)];
  const path = `/api/users/${mehmet.id}/password`;
  const wrong = await desk.post(path, { password: 'bambaşka bir parola', current: 'guess' });
  t.is(wrong.body.errors[0].code, 'password.wrong');
  t.is((await desk.post(path, { password: 'bambaşka bir parola', current: PASSWORD })).status, 204);
  t.is((await desk.get('/api/session')).status, 200);
  t.is((await phone.get('/api/session')).status, 401);
  t.is((await client().post('/api/session', { email: mehmet.email, password: PASSWORD })).status, 401);
});

test('asking for a forgotten password says the same for everybody and mails only users, three times at most', async (t) => {
  const w = await world(t);
  const { mehmet, isil, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  await (await signIn(client(), ayse)).delete(`/api/users/${isil.id}`);
  const stranger = client();
  const answers = [];
  for (const email of [
    mehmet.email,
    'kimse@marmarapack.example',
    isil.email,
    mehmet.email,
    mehmet.email,
    mehmet.email,
  ]) {
    const { status, body } = await stranger.post('/api/password-resets', { email });
    answers.push({ status, body });
  }
  for (const answer of answers) t.deepEqual(answer, { status: 202, body: { ok: true } });
  const mails = await housePost(w);
  t.deepEqual(
    mails.map((mail) => mail.to.address),
    [mehmet.email, mehmet.email, mehmet.email],
  );
  t.is(mails[0]?.subject, 'Lobi için yeni bir parola belirleyin');

  const me = await signIn(client(), mehmet);
  const [first, second] = mails.map((mail) => tokenIn(mail.text));
  t.is(
    (await stranger.post(`/api/password-resets/${first}`, { password: 'şifre' })).status,
    422,
    'too short, and the link is still good',
  );
  t.is(
    (await stranger.post(`/api/password-resets/${first}`, { password: 'dört kelime bir parola' })).status,
    204,
  );
  t.is((await me.get('/api/session')).status, 401, 'every session has ended');
  t.is(
    (await stranger.post(`/api/password-resets/${second}`, { password: 'another one again' })).status,
    404,
    'and every other link is used up',
  );
});

test('a reset link holds for two hours', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const stranger = client();
  await stranger.post('/api/password-resets', { email: mehmet.email });
  const token = tokenIn((await housePost(w))[0]?.text ?? '');
  w.clock.advance(2 * 60 * 60 * 1000 + 1);
  const { status, body } = await stranger.post(`/api/password-resets/${token}`, {
    password: 'dört kelime bir parola',
  });
  t.is(status, 404);
  t.is(body.code, 'password-reset.missing');
});
