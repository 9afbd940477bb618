import test from 'ava';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { mailroom } from '#test/features/mailroom/mailroom.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { Client, serveApi } from '#test/support/http.ts';

const PAGE = 'https://erp.marmarapack.example';

test('elements bound to one person show its card, its history and its mail as their user sees them, and no other’s', async (t) => {
  const w = await mailroom(t);
  const { ayse, mehmet } = await cast(w);
  const person = (givenName: string, value: string) =>
    w.in(() =>
      run(
        addPerson,
        { givenName, familyName: 'Çağlar', contactPoints: [{ kind: 'email', value }] },
        systemActor(),
      ),
    );
  const { id: mine } = await person('Ayşe', 'ayse@kuzey.example');
  const { id: other } = await person('Burak', 'burak@guney.example');
  await w.arrives({ subject: 'Teklif' });
  await w.arrives({ subject: 'Sipariş' });
  await w.arrives({ from: 'burak@guney.example', subject: 'Başka bir konu' });
  await w.arrives({ from: 'kimse@hicbiryer.example', subject: 'Kartsız' });

  const { url, client } = await serveApi(t, w);
  const [admin, seller] = [await signIn(client(), ayse), await signIn(client(), mehmet)];
  const { body: key } = await admin.post('/api/tokens', {
    name: 'ERP',
    scopes: ['widgets'],
    origins: [PAGE],
  });
  const made = await new Client(url).post(
    '/api/widget-tokens',
    {
      user: mehmet.email,
      elements: ['contact-card', 'lobi-mail-thread'],
      scope: `person:${mine}`,
      origin: PAGE,
    },
    { Authorization: `Bearer ${key.token}` },
  );
  t.is(made.status, 201, JSON.stringify(made.body));
  const page = new Client(url);
  page.headers = { Authorization: `Bearer ${made.body.token}`, Origin: PAGE };
  const ids = async (asker: Client, path: string) => {
    const { status, body } = await asker.get(path);
    t.is(status, 200, `${path} ${JSON.stringify(body)}`);
    return body.items.map(({ id }: { id: string }) => id) as string[];
  };

  const [card, whole] = [await page.get(`/api/persons/${mine}`), await seller.get(`/api/persons/${mine}`)];
  t.is(card.status, 200);
  t.deepEqual(card.body.contactPoints, whole.body.contactPoints);
  t.deepEqual(card.body.can ?? {}, {}, 'what the element does not do is not offered');
  for (const path of ['positions', 'threads', 'messages', 'timeline'])
    t.deepEqual(
      await ids(page, `/api/${path}?about=person:${mine}`),
      await ids(seller, `/api/${path}?about=person:${mine}`),
      path,
    );
  t.deepEqual(await ids(page, '/api/persons'), [mine]);
  t.is((await ids(page, '/api/messages')).length, 2, 'without a filter there is no more either');
  const [message] = await ids(page, `/api/messages?about=person:${mine}`);
  t.is((await page.get(`/api/messages/${message}/raw`)).status, 200);

  for (const path of [
    `persons/${other}`,
    `timeline?about=person:${other}`,
    `threads?about=person:${other}`,
    'search?q=konu',
    'users',
  ])
    t.is((await page.get(`/api/${path}`)).status, path === 'users' ? 200 : 404, path);
  t.deepEqual(await ids(page, '/api/users'), [], 'colleagues are not what it was bound to');
  for (const id of await ids(seller, '/api/messages'))
    t.is(
      (await page.get(`/api/messages/${id}`)).status,
      (await ids(page, '/api/messages')).includes(id) ? 200 : 404,
      id,
    );
  t.is((await page.post('/api/persons', { givenName: 'A', familyName: 'B' })).status, 404);
  t.is((await page.patch(`/api/persons/${mine}`, { familyName: 'B' })).status, 404);
  t.is(
    (await page.post('/api/messages', { from: w.satis, to: ['x@y.example'], subject: 'x', text: 'x' }))
      .status,
    403,
    'its user writes for no mailbox',
  );
});
