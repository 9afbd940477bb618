import test from 'ava';
import type { Client } from '#test/support/http.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

const person = {
  givenName: 'Ayşe',
  familyName: 'Çağlar',
  contactPoints: [{ kind: 'email', value: 'ayse@kuzey.example' }],
};

for (const engine of ENGINES) {
  test(`mail is seen by the members of its mailbox and by who may see the card, by nobody else (${engine})`, async (t) => {
    const { m, people, ayse, mehmet, zofia, isil } = await stage(t, engine);
    const card = (await zofia.post('/api/persons', { ...person, representative: people.zofia.id })).body;
    await m.arrives({ subject: 'Kartlı' });
    await m.arrives({ subject: 'Kartsız', from: 'yabanci@elsewhere.example' });
    await m.arrives({
      subject: 'Destek',
      from: 'yabanci@elsewhere.example',
      to: 'destek@marmarapack.example',
    });
    const subjects = async (client: Client) =>
      ((await client.get('/api/threads')).body.items as { subject: string }[])
        .map((each) => each.subject)
        .sort();
    t.deepEqual(await subjects(mehmet), ['Kartlı', 'Kartsız']);
    t.deepEqual(await subjects(zofia), ['Kartlı'], 'by the card alone');
    t.deepEqual(await subjects(isil), ['Destek']);
    t.deepEqual(
      await subjects(ayse),
      ['Kartlı'],
      'administrators read no mail of others that is about no card',
    );
    const found = async (client: Client, words: string) =>
      ((await client.get(`/api/threads?q=${words}`)).body.items as { subject: string }[])
        .map((each) => each.subject)
        .sort();
    t.deepEqual(await found(mehmet, 'kartl'), ['Kartlı'], 'by a word of its mail, folded and unfinished');
    t.deepEqual(await found(mehmet, 'KARTSIZ'), ['Kartsız']);
    t.deepEqual(await found(zofia, 'kartsiz'), [], 'only what one may see');
    t.deepEqual(await found(mehmet, 'yoktur'), []);
    const [kartli] = (await zofia.get(`/api/threads?about=person:${card.id}`)).body.items;
    t.like(kartli, {
      subject: 'Kartlı',
      who: 'Ayşe Çağlar',
      unread: true,
      messageCount: 1,
      registerNumber: 'IN 2026/1',
    });
    t.is(kartli.about[0].label, 'Ayşe Çağlar');
    const message = (await zofia.get(`/api/messages?thread=${kartli.id}`)).body.items[0];
    t.like(message, {
      subject: 'Kartlı',
      from: { name: 'Ayşe Çağlar', address: 'ayse@kuzey.example' },
      registerNumber: 'IN 2026/1',
    });
    t.is(message.from.card.id, card.id);
    t.true(
      (message.matches as { by: string; evidence: string }[]).some(
        (match) => match.by === 'address' && match.evidence === 'ayse@kuzey.example',
      ),
    );
    t.is((await isil.get(`/api/threads/${kartli.id}`)).status, 404);
    t.is((await isil.get(`/api/messages/${message.id}`)).status, 404);
    t.is((await isil.get(`/api/messages/${message.id}/raw`)).status, 404);
    t.is((await isil.get('/api/search?q=kartli')).body.items.length, 0);
    t.is((await zofia.get('/api/search?q=kartli')).body.items.length, 1);
    t.is((await mehmet.get('/api/search?q=kartsiz')).body.items.length, 1);
    const lines = (await zofia.get(`/api/timeline?about=person:${card.id}&kinds=mail`)).body.items;
    t.deepEqual(
      (lines as { title: string }[]).map((line) => line.title),
      ['Kartlı'],
    );
  });

  test(`a card that gets an address later gets the mail that came before (${engine})`, async (t) => {
    const { m, zofia } = await stage(t, engine);
    await m.arrives({ subject: 'Bir' });
    await m.arrives({ subject: 'İki', from: 'Ayşe <AYSE@Kuzey.example>' });
    t.is((await zofia.get('/api/threads')).body.items.length, 0);
    const card = (await zofia.post('/api/persons', person)).body;
    await m.settle();
    t.is((await zofia.get(`/api/threads?about=person:${card.id}`)).body.items.length, 2);
    t.is((await zofia.get(`/api/timeline?about=person:${card.id}&kinds=mail`)).body.items.length, 2);
    t.is((await zofia.get('/api/search?q=iki')).body.items.length, 1);
  });

  test(`what one has read is read for oneself alone, until somebody writes again (${engine})`, async (t) => {
    const { m, mehmet, zofia } = await stage(t, engine);
    await zofia.post('/api/persons', person);
    await m.arrives({ messageId: 'seen@kuzey.example' });
    const unread = async (client: Client) =>
      (await client.get('/api/threads')).body.items[0].unread as boolean;
    const { id } = (await mehmet.get('/api/threads')).body.items[0];
    m.clock.advance(1000);
    t.is((await mehmet.post('/api/seen', { thread: id })).status, 204);
    t.false(await unread(mehmet));
    t.true(await unread(zofia));
    m.clock.advance(1000);
    await m.arrives({ inReplyTo: 'seen@kuzey.example' });
    t.true(await unread(mehmet));
    await mehmet.post('/api/seen', { thread: id });
    t.is((await mehmet.delete(`/api/threads/${id}/sighting`)).status, 204);
    t.true(await unread(mehmet));
  });

  test(`correspondence is closed, given to somebody, and found by its views (${engine})`, async (t) => {
    const { m, people, mehmet } = await stage(t, engine);
    await m.arrives({ subject: 'Bir' });
    await m.arrives({ subject: 'İki' });
    const list = async (query: string) =>
      ((await mehmet.get(`/api/threads?${query}`)).body.items as { subject: string }[]).map(
        (each) => each.subject,
      );
    const [two, one] = (await mehmet.get('/api/threads')).body.items;
    t.is(
      (await mehmet.patch(`/api/threads/${one.id}`, { assignee: { entity: 'user', id: people.mehmet.id } }))
        .status,
      200,
    );
    t.like((await mehmet.patch(`/api/threads/${two.id}`, { closed: true })).body, {
      closedAt: '2026-11-24T08:00:00.000Z',
    });
    t.deepEqual(await list('view=mine'), [one.subject]);
    t.deepEqual(await list('view=unassigned'), []);
    t.deepEqual(await list('view=closed'), [two.subject]);
    t.deepEqual(await list('view=team'), [one.subject]);
    t.deepEqual(await list('view=awaiting'), [one.subject]);
    t.deepEqual(await list(`mailbox=${m.satis}&view=team`), [one.subject]);
    t.deepEqual(await list(`mailbox=${m.destek}&view=team`), []);
    t.like((await mehmet.patch(`/api/threads/${two.id}`, { closed: false, assignee: null })).body, {
      closedAt: null,
      assignee: null,
    });
  });
}

test('administrators make mailboxes; their words about what is wrong have a path', async (t) => {
  const { m, people, ayse, mehmet } = await stage(t);
  const made = await ayse.post('/api/mailboxes', {
    name: 'Fuar',
    address: 'Fuar@MarmaraPack.example',
    kind: 'group',
    members: [people.zofia.id],
    signature: 'Marmara Pack',
  });
  t.is(made.status, 201, JSON.stringify(made.body));
  t.like(made.body, { address: 'fuar@marmarapack.example', name: 'Fuar', kind: 'group' });
  t.deepEqual(
    (made.body.members as { label: string }[]).map((member) => member.label),
    ['Zofia Wójcik'],
  );
  t.is(
    (await mehmet.post('/api/mailboxes', { name: 'X', address: 'x@marmarapack.example', kind: 'group' }))
      .status,
    403,
  );
  const wrong = async (fields: object) => {
    const { status, body } = await ayse.post('/api/mailboxes', {
      name: 'X',
      address: 'x@marmarapack.example',
      kind: 'group',
      ...fields,
    });
    return [status, body.errors?.[0]?.path];
  };
  t.deepEqual(await wrong({ address: 'x@elsewhere.example' }), [422, 'address']);
  t.deepEqual(await wrong({ address: 'satis@marmarapack.example' }), [422, 'address']);
  t.deepEqual(await wrong({ address: 'x+y@marmarapack.example' }), [422, 'address']);
  t.deepEqual(await wrong({ members: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] }), [422, 'members.0']);
  t.deepEqual(await wrong({ kind: 'other' }), [422, 'kind']);
  t.deepEqual(
    ((await mehmet.get('/api/mailboxes')).body.items as { name: string }[]).map((box) => box.name),
    ['Satış'],
    'others are not known to him',
  );
  t.is((await ayse.get('/api/mailboxes')).body.items.length, 3);
  const changed = await ayse.patch(`/api/mailboxes/${m.satis}`, { members: [] });
  t.is(changed.status, 200, JSON.stringify(changed.body));
  t.is((await mehmet.get('/api/mailboxes')).body.items.length, 0);
});

test('a colleague without a mailbox gets one with the first mail; role addresses too', async (t) => {
  const { m, people, ayse, zofia } = await stage(t);
  await m.arrives({ to: 'zofia@marmarapack.example', subject: 'Dla Zofii' });
  await m.arrives({ to: 'postmaster@marmarapack.example', subject: 'Kara liste' });
  await m.arrives({ to: 'zofia@marmarapack.example', subject: 'Jeszcze raz' });
  const boxes = (await ayse.get('/api/mailboxes')).body.items as {
    address: string;
    kind: string;
    members: { id: string }[];
  }[];
  t.like(
    boxes.find((box) => box.address === 'zofia@marmarapack.example'),
    { kind: 'personal', members: [{ id: people.zofia.id }] },
  );
  t.deepEqual(
    ((await zofia.get('/api/threads')).body.items as { subject: string }[])
      .map((each) => each.subject)
      .sort(),
    ['Dla Zofii', 'Jeszcze raz'],
  );
  t.true(
    ((await ayse.get('/api/threads')).body.items as { subject: string }[]).some(
      (each) => each.subject === 'Kara liste',
    ),
    'a mailbox of nobody is the administrators’',
  );
});

test('a mail stands on an employer’s card because of a person, who is named to those who may see her', async (t) => {
  const { m, people, mehmet, isil } = await stage(t);
  const firm = (
    await mehmet.post('/api/organisations', { name: 'Kuzey A.Ş.', representative: people.isil.id })
  ).body;
  const card = (await mehmet.post('/api/persons', { ...person, representative: people.mehmet.id })).body;
  const position = await mehmet.post('/api/positions', { person: card.id, organisation: firm.id });
  t.is(position.status, 201);
  await m.arrives();
  const evidence = async (client: typeof mehmet) => {
    const [thread] = (await client.get('/api/threads')).body.items;
    const [message] = (await client.get(`/api/messages?thread=${thread.id}`)).body.items;
    return (message.matches as { role: string; evidence: string }[]).find(({ role }) => role === 'employer')
      ?.evidence;
  };
  t.is(await evidence(mehmet), 'Ayşe Çağlar');
  t.is(await evidence(isil), '', 'by the firm she sees the mail, not the person');
  m.clock.advance(60_000);
  await mehmet.post('/api/messages', {
    to: [{ address: 'ayse@kuzey.example' }],
    subject: 'Yeni',
    text: 'Merhaba',
  });
  await m.settle();
  t.is(await evidence(mehmet), 'Ayşe Çağlar', 'of mail that goes out, too');
});
