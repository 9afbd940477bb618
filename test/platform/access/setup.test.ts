import test from 'ava';
import { house } from '#kernel/house.ts';
import { resetPassword } from '#platform/access/reset.ts';
import access from '#platform/access/room.ts';
import { setupToken } from '#platform/access/setup.ts';
import audit from '#platform/audit/room.ts';
import { setting } from '#platform/settings/api.ts';
import settings from '#platform/settings/room.ts';
import { cast, PASSWORD } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

const ANSWERS = {
  language: 'pl',
  company: 'Opakowania Łódź sp. z o.o.',
  publicUrl: 'http://lobi.opakowania.example/',
  mailDomain: 'opakowania.example, opakowania-lodz.example',
  timeZone: 'Europe/Warsaw',
  administrator: {
    givenName: 'Zofia',
    familyName: 'Wójcik',
    email: 'zofia@opakowania.example',
    password: 'zażółć gęślą jaźń',
  },
};
// Nothing held outside, so that the page decides.
const OPEN = { LOBI_MAIL_DOMAINS: '', LOBI_TIME_ZONE: '', LOBI_LANGUAGE: '' };

for (const engine of ENGINES)
  test(`on ${engine}, the link in the log sets the house up once, and then none of it exists`, async (t) => {
    const w = await world(t, { engine, environment: OPEN });
    const { client } = await serveApi(t, w);
    const first = client();
    const token = (await w.in(setupToken)) ?? '';
    t.is(await w.in(setupToken), token, 'the link stays the same until it is used');

    t.deepEqual((await first.get('/api/setup')).body, { needed: true, proven: false });
    t.is((await first.get('/api/setup', { 'X-Lobi-Setup': 'setup_guess' })).status, 403);
    const begun = await first.get('/api/setup', { 'X-Lobi-Setup': token });
    t.is(begun.body.proven, true);
    t.is(begun.body.values.mailDomain, 'localhost');
    t.deepEqual(begun.body.locked, {});

    t.is((await first.post('/api/setup', { ...ANSWERS, token: 'setup_guess' })).status, 403);
    const done = await first.post('/api/setup', { ...ANSWERS, token });
    t.is(done.status, 201, JSON.stringify(done.body));
    t.deepEqual(done.body.user.roles, ['administrator']);
    t.is((await first.get('/api/session')).body.user.email, 'zofia@opakowania.example', 'and is signed in');
    await w.in(async () => {
      t.is(setting('company'), 'Opakowania Łódź sp. z o.o.');
      t.is(setting('publicUrl'), 'http://lobi.opakowania.example');
      t.deepEqual(setting('mailDomains'), ['opakowania.example', 'opakowania-lodz.example']);
      t.is(setting('timeZone'), 'Europe/Warsaw');
      t.is(setting('country'), 'PL', 'that of the language, where none was chosen');
      t.is(setting('sendingHeld'), null);
      t.is(await setupToken(), null);
    });
    const late = client();
    for (const answer of [
      await late.get('/api/setup'),
      await late.get('/api/setup', { 'X-Lobi-Setup': token }),
      await late.post('/api/setup', { ...ANSWERS, token }),
    ])
      t.is(answer.status, 404);
  });

test('two who press at once make one administrator', async (t) => {
  const w = await world(t, { environment: OPEN });
  const { client } = await serveApi(t, w);
  const token = (await w.in(setupToken)) ?? '';
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      client().post('/api/setup', {
        ...ANSWERS,
        token,
        administrator: { ...ANSWERS.administrator, email: `${name}@opakowania.example` },
      }),
    ),
  );
  t.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 404, 404]);
});

test('what the environment holds is shown locked and stays as it is; what does not fit is refused by its place', async (t) => {
  const w = await world(t, { environment: { LOBI_COMPANY: 'Marmara Pack' } });
  const { client } = await serveApi(t, w);
  const token = (await w.in(setupToken)) ?? '';
  const { body } = await client().get('/api/setup', { 'X-Lobi-Setup': token });
  t.deepEqual(body.locked, {
    language: 'LOBI_LANGUAGE',
    company: 'LOBI_COMPANY',
    mailDomain: 'LOBI_MAIL_DOMAINS',
    timeZone: 'LOBI_TIME_ZONE',
  });
  const place = async (more: Record<string, unknown>) =>
    (await client().post('/api/setup', { ...ANSWERS, token, ...more })).body.errors[0].path;
  t.is(await place({ publicUrl: 'lobi' }), 'publicUrl');
  t.is(
    await place({ administrator: { ...ANSWERS.administrator, password: 'kısa' } }),
    'administrator.password',
  );
  t.is(await place({ administrator: { ...ANSWERS.administrator, email: 'zofia' } }), 'administrator.email');
  t.is((await client().post('/api/setup', { ...ANSWERS, token })).status, 201);
  await w.in(async () => t.is(setting('company'), 'Marmara Pack'));
});

test('with sample data its people come in, and outgoing mail stays held', async (t) => {
  const w = await world(t, { environment: OPEN, rooms: [settings, access, audit] });
  const { client } = await serveApi(t, w);
  const me = client();
  t.is(
    (await me.post('/api/setup', { ...ANSWERS, country: 'TR', demo: true, token: await w.in(setupToken) }))
      .status,
    201,
  );
  await w.in(async () => {
    t.is(setting('sendingHeld'), 'demo');
    t.is(setting('country'), 'TR', 'as it was answered');
  });
  await w.settle();
  const { body } = await me.get('/api/users?role=administrator');
  t.deepEqual(body.items.map((user: { email: string }) => user.email).toSorted(), [
    'elif@marmarapack.example',
    'zofia@opakowania.example',
  ]);
});

test('sample data is refused where others reach the machine', async (t) => {
  const w = await world(t, { environment: { ...OPEN, LOBI_HOST: '0.0.0.0' } });
  const { client } = await serveApi(t, w);
  const { body } = await client().post('/api/setup', {
    ...ANSWERS,
    demo: true,
    token: await w.in(setupToken),
  });
  t.is(body.errors[0].code, 'setup.demo');
});

test('LOBI_ADMIN_EMAIL and LOBI_ADMIN_PASSWORD set it up unattended', async (t) => {
  const w = await world(t, {
    environment: { LOBI_ADMIN_EMAIL: 'It@localhost', LOBI_ADMIN_PASSWORD: 'bir iki üç dört' },
  });
  const { client } = await serveApi(t, w);
  t.is(await w.in(setupToken), null);
  t.is((await client().get('/api/setup')).status, 404);
  const { body } = await client().post('/api/session', {
    email: 'it@localhost',
    password: 'bir iki üç dört',
  });
  t.deepEqual(body.user.roles, ['administrator']);
});

test('an administrator of the environment who will not do stops the start with name, fault and example', async (t) => {
  const start = (email: string, password: string) =>
    world(t, { environment: { LOBI_ADMIN_EMAIL: email, LOBI_ADMIN_PASSWORD: password } });
  await t.throwsAsync(start('it@localhost', 'kısa'), {
    name: 'ConfigError',
    message:
      /^LOBI_ADMIN_PASSWORD \(environment\) will not do: .*at least 8.* For example: LOBI_ADMIN_PASSWORD=/,
  });
  await t.throwsAsync(start('it', 'bir iki üç dört'), { name: 'ConfigError', message: /^LOBI_ADMIN_EMAIL/ });
});

test('the break-glass command gives a new password, opens a closed user and frees a throttled one', async (t) => {
  const w = await world(t);
  const { ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const me = client();
  for (let n = 0; n < 11; n++) await me.post('/api/session', { email: ayse.email, password: 'guess' });
  t.is((await me.post('/api/session', { email: ayse.email, password: PASSWORD })).status, 429);
  await w.in(() =>
    house().db.writer('users').where({ id: ayse.id }).update({ closedAt: '2026-11-01T00:00:00.000Z' }),
  );
  const printed = await w.in(() => resetPassword('AYSE@marmarapack.example'));
  const password = /with ([a-z0-9-]+) from/.exec(printed)?.[1] ?? '';
  t.regex(password, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  t.is((await me.post('/api/session', { email: ayse.email, password })).status, 200);
  await t.throwsAsync(
    w.in(() => resetPassword('kimse@marmarapack.example')),
    { message: /no such user/ },
  );
});
