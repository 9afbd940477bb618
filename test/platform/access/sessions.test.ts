import test from 'ava';
import { deviceOf, placeOf } from '#platform/access/agent.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { world } from '#test/support/world.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';

test('a browser and a place are said in words', (t) => {
  t.deepEqual(deviceOf(FIREFOX), { browser: 'Firefox', system: 'Linux' });
  t.deepEqual(deviceOf(PHONE), { browser: 'Safari', system: 'iPhone' });
  t.deepEqual(deviceOf(EDGE), { browser: 'Edge', system: 'Windows' });
  t.deepEqual(deviceOf('curl/8.5'), { browser: null, system: null });
  const places = [
    '127.0.0.1',
    '::1',
    '10.2.3.4',
    '172.16.0.1',
    '172.32.0.1',
    '192.168.1.1',
    'fd00::1',
    '2001:db8::1',
    'unknown',
  ];
  t.deepEqual(places.map(placeOf), [
    'machine',
    'machine',
    'network',
    'network',
    'outside',
    'network',
    'network',
    'outside',
    'unknown',
  ]);
});

test('everybody sees and ends the own sessions, one or all; an administrator those of others, on record', async (t) => {
  const w = await world(t);
  const { mehmet, zofia, ayse } = await cast(w);
  const { client } = await serveApi(t, w);
  const signedIn = async (agent: string) => {
    const one = client();
    one.headers = { 'User-Agent': agent };
    return signIn(one, mehmet);
  };
  const [desk, phone, old] = [await signedIn(EDGE), await signedIn(PHONE), await signedIn(FIREFOX)];
  const { items } = (await desk.get('/api/sessions')).body;
  t.deepEqual(items.map((each: { browser: string }) => each.browser).toSorted(), [
    'Edge',
    'Firefox',
    'Safari',
  ]);
  t.like(
    items.find((each: { current: boolean }) => each.current),
    { browser: 'Edge', system: 'Windows', place: 'machine' },
  );
  const ofPhone = items.find((each: { system: string }) => each.system === 'iPhone').id;
  const other = await signIn(client(), zofia);
  t.is((await other.delete(`/api/sessions/${ofPhone}`)).status, 404, 'nobody else’s business');
  t.is((await other.get(`/api/users/${mehmet.id}/sessions`)).status, 403);
  t.is((await desk.delete(`/api/sessions/${ofPhone}`)).status, 204);
  t.is((await phone.get('/api/session')).status, 401);
  t.is((await desk.delete('/api/sessions')).status, 204);
  t.is((await old.get('/api/session')).status, 401);
  t.is((await desk.get('/api/session')).status, 200, 'the one at hand goes on');

  const admin = await signIn(client(), ayse);
  t.is((await admin.get(`/api/users/${mehmet.id}/sessions`)).body.items.length, 1);
  t.is((await admin.delete(`/api/users/${mehmet.id}/sessions`)).status, 204);
  t.is((await desk.get('/api/session')).status, 401);
  const { body } = await admin.get('/api/audit?command=session.endAll');
  t.like(body.items[0], { actor: { id: ayse.id } });
});
