import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { signedIn } from '#platform/access/sign-in.ts';
import { cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

/** Behind the one trusted proxy, so that clients come from addresses of their own. */
const PROXIED = { LOBI_TRUSTED_PROXIES: '127.0.0.1' };

function from(client: Client, address: string): Client {
  client.headers = { 'X-Forwarded-For': address };
  return client;
}

async function guess(client: Client, email: string, times: number): Promise<number[]> {
  const answers = [];
  for (let at = 0; at < times; at++)
    answers.push((await client.post('/api/session', { email, password: `yanlış ${at}` })).status);
  return answers;
}

for (const engine of ENGINES)
  test(`on ${engine}, who guesses at one address stops there, and the owner comes in from another one`, async (t) => {
    const w = await world(t, { engine, environment: PROXIED });
    const { mehmet, ayse } = await cast(w);
    const { client } = await serveApi(t, w);
    const answers = await guess(from(client(), '198.51.100.7'), mehmet.email, 12);
    t.deepEqual(answers, [...Array(10).fill(401), 429, 429]);
    t.is((await signIn(from(client(), '203.0.113.9'), mehmet)).cookies.has('lobi_session'), true);
    const admin = await signIn(client(), ayse);
    const { items } = (await admin.get('/api/pauses')).body;
    t.like(items[0], { user: { id: mehmet.id, label: 'Mehmet Şahin' }, address: '198.51.100.7', tries: 10 });
    t.is((await admin.delete(`/api/users/${mehmet.id}/pause`)).status, 204);
    t.is((await guess(from(client(), '198.51.100.7'), mehmet.email, 1))[0], 401, 'let go');
  });

test('a guess spread over many addresses stops at the account, but not for a browser that was let in before', async (t) => {
  const w = await world(t, { environment: PROXIED });
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const own = await signIn(from(client(), '203.0.113.9'), mehmet);
  await own.delete('/api/session');
  for (let at = 0; at < 11; at++) await guess(from(client(), `198.51.100.${at}`), mehmet.email, 10);
  const stranger = await from(client(), '192.0.2.44').post('/api/session', {
    email: mehmet.email,
    password: PASSWORD,
  });
  t.is(stranger.status, 429, 'from a machine that nobody knows');
  t.is((await own.post('/api/session', { email: mehmet.email, password: PASSWORD })).status, 200);
  const forged = from(client(), '192.0.2.45');
  forged.cookies.set('lobi_device', 'a'.repeat(32));
  t.is((await forged.post('/api/session', { email: mehmet.email, password: PASSWORD })).status, 429);
});

test('an address is believed only as far as trusted proxies wrote it', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const answers = [];
  for (let at = 0; at < 12; at++)
    answers.push(...(await guess(from(client(), `198.51.100.${at}`), mehmet.email, 1)));
  t.is(answers.filter((each) => each === 429).length, 2, 'without a proxy the header says nothing');
});

test('a new address inside of one IPv6 network is no new place', async (t) => {
  const w = await world(t, { environment: PROXIED });
  const { mehmet } = await cast(w);
  const { client } = await serveApi(t, w);
  const answers = [];
  for (let at = 1; at < 13; at++)
    answers.push(...(await guess(from(client(), `2001:db8:7::${at}`), mehmet.email, 1)));
  t.is(answers.filter((each) => each === 429).length, 2);
  t.is((await guess(from(client(), '2001:db8:8::1'), mehmet.email, 1))[0], 401, 'another network is');
});

test('a whole office behind one address signs in on a Monday morning', async (t) => {
  const w = await world(t);
  const { mehmet } = await cast(w);
  for (let at = 0; at < 80; at++)
    t.is(
      (await w.in(() => signedIn(mehmet.email, PASSWORD, '203.0.113.9')))?.userId,
      mehmet.id,
      `sign-in ${at}`,
    );
});

test('what strangers type is kept hashed', async (t) => {
  const w = await world(t);
  await cast(w);
  const { client } = await serveApi(t, w);
  await guess(client(), 'my-secret-typed-here@example.org', 1);
  t.notRegex(JSON.stringify(await w.in(() => db()('throttles').select('*'))), /my-secret/);
});
