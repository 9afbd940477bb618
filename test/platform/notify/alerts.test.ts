// Who is told of what: unread for each, handled for all, and never more than one may see.

import test from 'ava';
import { addPerson } from '#features/people/commands/persons.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Client } from '#test/support/http.ts';
import { ENGINES } from '#test/support/world.ts';
import { type Alert, alertsOf, SYSTEM, stage } from './stage.ts';

for (const engine of ENGINES)
  test(`a mail is unread for each member; read by one it stays unread for the other, answered it is for nobody (${engine})`, async (t) => {
    const { m, mehmet, zofia, isil } = await stage(t, engine);
    await m.arrives({ subject: 'Teklif', messageId: 'ilk@kuzey.example' });
    await m.arrives({ subject: 'Ynt: Teklif', inReplyTo: 'ilk@kuzey.example', text: 'Bir soru daha.' });
    const { items, count } = await alertsOf(mehmet);
    t.is(count, 1, 'a correspondence is one alert');
    t.like(items[0], { kind: 'mailroom.mail', title: 'Ynt: Teklif', times: 2 });
    t.is(items[0]!.sentence, 'Ayşe Çağlar, Satış kutusuna yazdı');
    t.is((await alertsOf(zofia)).items[0]!.sentence, 'Ayşe Çağlar pisze do: Satış');
    const inEnglish = await zofia.get('/api/alerts', { 'Accept-Language': 'en' });
    t.is(inEnglish.body.items[0].sentence, 'Ayşe Çağlar wrote to Satış', 'in the language of the screen');
    t.is((await alertsOf(isil)).count, 0);

    const [thread] = await m.threads();
    t.is((await mehmet.post('/api/seen', { thread: thread!.id })).status, 204);
    t.is((await alertsOf(mehmet)).count, 0, 'who has read it has read the alert');
    t.is((await alertsOf(zofia)).count, 1);

    m.clock.advance(60_000);
    await m.arrives({
      subject: 'Ynt: Teklif',
      inReplyTo: 'ilk@kuzey.example',
      date: new Date(m.clock.now()).toUTCString(),
    });
    t.is((await alertsOf(mehmet)).items[0]!.times, 1, 'counted from the last reading');
    t.is((await zofia.patch(`/api/threads/${thread!.id}`, { closed: true })).status, 200);
    await m.settle();
    t.is((await alertsOf(mehmet)).count, 0, 'handled by one, handled for all');
    t.is((await alertsOf(zofia)).count, 0);
    const all = (await mehmet.get('/api/alerts')).body.items as Alert[];
    t.is(all.length, 1);
    t.truthy(all[0]!.readAt);
  });

for (const engine of ENGINES)
  test(`who follows a card hears of mail with it; who may no longer see it neither reads nor counts it (${engine})`, async (t) => {
    const { m, people, mehmet, isil } = await stage(t, engine);
    const card = (await m.in(() =>
      run(
        addPerson,
        {
          givenName: 'Ayşe',
          familyName: 'Çağlar',
          representative: people.isil.id,
          contactPoints: [{ kind: 'email', value: 'ayse@kuzey.example' }],
        },
        SYSTEM,
      ),
    )) as { id: string };
    await m.settle();
    t.is((await isil.call('PUT', `/api/alerts/follows/person/${card.id}`)).status, 204);
    await m.arrives({ subject: 'Numune' });
    const { items, count } = await alertsOf(isil);
    t.is(count, 1);
    t.like(items[0], { kind: 'mailroom.card', title: 'Numune' });
    t.is(items[0]!.about!.label, 'Ayşe Çağlar');

    t.is(
      (
        await mehmet.patch(
          `/api/persons/${card.id}`,
          { representative: people.mehmet.id, team: null },
          { 'If-Match': '"1"' },
        )
      ).status,
      200,
    );
    await m.settle();
    t.deepEqual(
      await alertsOf(isil).then(({ items: left, count: counted }) => [left.length, counted]),
      [0, 0],
    );
    t.is((await isil.call('PUT', `/api/alerts/${items[0]!.id}/read`)).status, 404);
    t.is((await isil.call('PUT', `/api/alerts/follows/person/${card.id}`)).status, 404);
    t.is((await isil.call('PUT', '/api/alerts/follows/person/01J00000000000000000000000')).status, 404);
    await m.arrives({ subject: 'Bir daha' });
    t.is((await alertsOf(isil)).count, 0, 'nor is anything written for her');
    t.is((await m.in(async () => db()('alerts').where({ userId: people.isil.id }))).length, 1);
  });

test('one leaves a mailbox of one’s own, and a kind of alert; machines tell nobody anything', async (t) => {
  const { m, mehmet, zofia } = await stage(t);
  t.is((await mehmet.delete(`/api/alerts/follows/mailbox/${m.satis}`)).status, 204);
  const { body } = await mehmet.get('/api/alerts/follows');
  t.like(body.items[0], { entity: 'follow', of: 'mailbox', label: 'Satış', ofCourse: true, follows: false });
  t.is(
    (
      await zofia.patch('/api/alerts/preferences', {
        kinds: { 'mailroom.mail': { shown: false, mailed: false } },
      })
    ).status,
    204,
  );
  await m.arrives({ subject: 'Sessiz' });
  t.is((await alertsOf(mehmet)).count, 0);
  t.is((await alertsOf(zofia)).count, 0);
  await mehmet.call('PUT', `/api/alerts/follows/mailbox/${m.satis}`);
  await m.arrives({ subject: 'Tatildeyim', header: ['Auto-Submitted: auto-replied'] });
  t.is((await alertsOf(mehmet)).count, 0);
  await m.arrives({ subject: 'Duyulur' });
  t.is((await alertsOf(mehmet)).items[0]!.title, 'Duyulur');
});

test('what cannot be is refused with its place, and nobody reads another’s alerts', async (t) => {
  const { m, mehmet, isil } = await stage(t);
  await m.arrives();
  const [alert] = (await alertsOf(mehmet)).items;
  t.is((await isil.call('PUT', `/api/alerts/${alert!.id}/read`)).status, 404);
  t.is((await isil.get(`/api/alerts/${alert!.id}`)).status, 404);
  t.like((await mehmet.get(`/api/alerts/${alert!.id}`)).body, { id: alert!.id, opens: alert!.opens });
  const wrong = async (wish: object, path: string) => {
    const { status, body } = await mehmet.patch('/api/alerts/preferences', wish);
    t.is(status, 422, JSON.stringify(body));
    t.is(body.errors[0].path, path);
  };
  await wrong({ time: '25:00' }, 'time');
  await wrong({ zone: 'Mars/Olympus' }, 'zone');
  await wrong({ quietFrom: '20:00' }, 'quietUntil');
  await wrong({ kinds: { nothing: { shown: true, mailed: true } } }, 'kinds.nothing');
  t.is((await mehmet.call('PUT', `/api/alerts/follows/user/${alert!.id}`)).status, 422);
  t.is((await mehmet.post('/api/alerts/read')).status, 204);
  t.is((await alertsOf(mehmet)).count, 0);
  t.is((await mehmet.delete(`/api/alerts/${alert!.id}/read`)).status, 204);
  t.is((await alertsOf(mehmet)).count, 1);
});

test('an element in a host’s page shows its user’s alerts and keeps what she has read, and nothing else', async (t) => {
  const { m, people, client, mehmet } = await stage(t);
  const page = 'https://erp.marmarapack.example';
  const admin = await client(people.ayse);
  const key = (await admin.post('/api/tokens', { name: 'ERP', scopes: ['widgets'], origins: [page] })).body;
  const server = new Client(admin.url);
  server.headers = { Authorization: `Bearer ${key.token}` };
  const wish = { user: people.mehmet.email, elements: ['lobi-notifications'], scope: 'user', origin: page };
  const made = await server.post('/api/widget-tokens', { ...wish, ttl: 900 });
  t.is(made.status, 201, JSON.stringify(made.body));
  const element = new Client(admin.url);
  element.headers = { Authorization: `Bearer ${made.body.token}`, Origin: page };
  await m.arrives({ subject: 'Teklif' });
  const { items, count } = await alertsOf(element);
  t.is(count, 1);
  t.is(items[0]!.title, 'Teklif');
  t.is((await element.call('PUT', `/api/alerts/${items[0]!.id}/read`)).status, 204);
  t.is((await alertsOf(mehmet)).count, 0);
  t.is((await element.patch('/api/alerts/preferences', { digest: 'hourly' })).status, 404);
  t.is((await element.get('/api/threads')).status, 200, 'what an alert leads to is within its reach');
  t.is((await element.get('/api/users')).status, 404);
});

test('who is called upon by a comment is told, and led to the card on which it stands', async (t) => {
  const { m, people, mehmet, zofia } = await stage(t);
  const card = (await mehmet.post('/api/persons', { givenName: 'Ewa', familyName: 'Żak' })).body;
  const said = await mehmet.post('/api/comments', {
    about: { entity: 'person', id: card.id },
    text: 'Zofia, bakar mısın?',
    mentions: [people.zofia.id],
  });
  t.is(said.status, 201, JSON.stringify(said.body));
  await m.settle();
  const [alert] = (await alertsOf(zofia)).items;
  t.like(alert, { kind: 'comments.mention', title: 'Zofia, bakar mısın?' });
  t.is(alert!.sentence, 'Mehmet Şahin zwraca się do Ciebie: Ewa Żak');
  t.deepEqual(alert!.opens, { entity: 'person', id: card.id });
});
