// Who is told of what: unread for each, handled for all, and never more than one may see.

import test, { type ExecutionContext } from 'ava';
import { addMember } from '#features/mailroom/commands/mailboxes.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { passwordHash } from '#kernel/secrets.ts';
import { addUser } from '#platform/access/commands/users.ts';
import type { User } from '#platform/access/model.ts';
import { type Mailroom, mailroom } from '#test/features/mailroom/mailroom.ts';
import { type Cast, cast, PASSWORD, signIn } from '#test/support/cast.ts';
import { Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type Engine } from '#test/support/world.ts';

interface Alert {
  id: string;
  kind: string;
  sentence: string;
  title: string;
  times: number;
  readAt: string | null;
  opens: { entity: string; id: string };
  about: { label: string } | null;
}

interface Stage {
  m: Mailroom;
  people: Cast;
  /** Members of satis@. */
  mehmet: Client;
  zofia: Client;
  /** Sees her team's cards only; member of nothing. */
  isil: Client;
  client(user: User): Promise<Client>;
}

const SYSTEM = systemActor();

async function stage(t: ExecutionContext, engine: Engine = 'sqlite'): Promise<Stage> {
  const m = await mailroom(t, { engine });
  const people = await cast(m);
  await m.in(async () => {
    for (const user of [people.mehmet, people.zofia])
      await run(addMember, { id: m.satis, userId: user.id }, SYSTEM);
  });
  await m.settle();
  const api = await serveApi(t, m);
  const client = (user: User) => signIn(api.client(), user);
  return {
    m,
    people,
    mehmet: await client(people.mehmet),
    zofia: await client(people.zofia),
    isil: await client(people.isil),
    client,
  };
}

async function alertsOf(client: Client): Promise<{ items: Alert[]; count: number }> {
  return (await client.get('/api/alerts?unread=true&count=true')).body;
}

/** Mails of the house that were asked for: their subject and text. */
async function letters(m: Mailroom): Promise<{ to: string; subject: string; text: string }[]> {
  const rows = (await m.in(async () =>
    db()('outbox').where({ name: 'house.mailAsked' }).orderBy('seq').select('payload'),
  )) as { payload: string | object }[];
  return rows.map(({ payload }) => {
    const letter = typeof payload === 'string' ? JSON.parse(payload) : payload;
    return { to: letter.to.address, subject: letter.subject, text: letter.text };
  });
}

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

for (const engine of ENGINES)
  test(`a digest goes at the hour one chose, once, with what is unread, and not in the quiet hours (${engine})`, async (t) => {
    const { m, client } = await stage(t, engine);
    const ewa = await m.in(async () => {
      const user = await run(
        addUser,
        {
          givenName: 'Ewa',
          familyName: 'Żak',
          email: 'ewa@elsewhere.example',
          language: 'pl',
          roles: ['user'],
          teams: [],
          passwordHash: await passwordHash(PASSWORD),
        },
        SYSTEM,
      );
      await run(addMember, { id: m.satis, userId: user.id }, SYSTEM);
      return user;
    });
    await m.settle();
    const before = (await letters(m)).length;
    const digests = async () => (await letters(m)).slice(before);
    const page = await client(ewa);
    const wish = {
      digest: 'daily',
      time: '18:00',
      zone: 'Europe/Warsaw',
      quietFrom: '17:30',
      quietUntil: '07:15',
    };
    t.is((await page.patch('/api/alerts/preferences', wish)).status, 204);
    t.is((await page.get('/api/alerts/preferences')).body.nextAt, '2026-11-25T06:15:00.000Z');

    await m.arrives({ subject: 'Zapytanie o torby' });
    m.clock.set('2026-11-25T06:10:00.000Z');
    await m.settle();
    t.deepEqual(await digests(), []);
    m.clock.set('2026-11-25T06:16:00.000Z');
    await m.settle();
    const [letter, ...more] = await digests();
    t.deepEqual(more, []);
    t.is(letter!.to, 'ewa@elsewhere.example');
    t.regex(letter!.subject, /1 nieprzeczytana nowość/);
    t.regex(letter!.text, /Zapytanie o torby/);
    t.regex(letter!.text, /\/alerts\/[0-9A-Z]{26}/);

    m.clock.set('2026-11-26T06:16:00.000Z');
    await m.settle();
    t.is((await digests()).length, 1, 'nothing new, no mail');
    t.is((await alertsOf(page)).count, 1, 'told is not read');
  });

test('no digest speaks of mail that came to the address to which it goes, and its own arrival alerts nobody', async (t) => {
  const { m, people, mehmet } = await stage(t);
  const before = (await letters(m)).length;
  await mehmet.patch('/api/alerts/preferences', { digest: 'hourly', zone: 'Europe/Istanbul' });
  await m.arrives({ to: people.mehmet.email, subject: 'Mehmet Bey’e' });
  t.is((await alertsOf(mehmet)).items[0]?.title, 'Mehmet Bey’e');
  m.clock.advance(2 * 3600_000);
  await m.settle();
  t.is((await letters(m)).length, before);
  await m.arrives({ subject: 'Herkese' });
  m.clock.advance(2 * 3600_000);
  await m.settle();
  const [digest] = (await letters(m)).slice(before);
  t.regex(digest!.text, /Herkese/);
  t.notRegex(digest!.text, /Mehmet Bey/);
  const unread = (await alertsOf(mehmet)).count;
  const sent = (await m.messages()).find(({ subject }) => subject === digest!.subject);
  await m.arrives({
    to: people.mehmet.email,
    from: 'Lobi <postmaster@marmarapack.example>',
    subject: digest!.subject,
    messageId: sent!.messageId,
    header: ['Auto-Submitted: auto-generated'],
  });
  t.is((await m.messages()).filter(({ subject }) => subject === digest!.subject).length, 2, 'it came back');
  t.is((await alertsOf(mehmet)).count, unread);
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
