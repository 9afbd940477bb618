import test from 'ava';
import { simpleParser } from 'mailparser';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { setSetting } from '#platform/settings/api.ts';
import { verifyDatabase } from '#platform/system/backup/verify.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

for (const engine of ENGINES)
  test(`what was sent is never rendered again: the proof outlives every change of cards and groups (${engine})`, async (t) => {
    const { w, sink, mehmet, person, letter, send, recipients } = await stage(t, { engine });
    const anna = await person({
      givenName: 'Anna',
      familyName: 'Kowalska',
      language: 'pl',
      formOfAddress: 'Pani',
      email: 'anna@zolc.example',
    });
    await person({ givenName: 'Işıl', familyName: 'Çağlar', language: 'tr', email: 'isil@kuzey.example' });
    await person({ givenName: 'Jan', familyName: 'Nowak' });
    const group = await mehmet.post('/api/groups', {
      name: 'Herkes',
      of: 'person',
      where: { field: 'familyName', in: ['Kowalska', 'Çağlar', 'Nowak'] },
    });
    t.is(group.status, 201, JSON.stringify(group.body));
    const id = await letter({
      audience: { group: group.body.id },
      subject: 'Fiyatlar, {{givenName}}',
      text: 'Sayı {{reference}} ile duyurulur.',
      distributionNote: true,
      reference: true,
    });
    await send(id);
    const before = await recipients(id);
    t.deepEqual(
      before.map(({ name, address, state, reason, number }) => ({ name, address, state, reason, number })),
      [
        { name: 'Işıl Çağlar', address: 'isil@kuzey.example', state: 'sent', reason: null, number: 1 },
        { name: 'Anna Kowalska', address: 'anna@zolc.example', state: 'sent', reason: null, number: 2 },
        { name: 'Jan Nowak', address: '', state: 'skipped', reason: 'no-address', number: 0 },
      ],
    );
    const text = String(before[1]?.text);
    t.true(text.startsWith('Szanowna Pani Anno,\n\nSayı OUT 2026/1/2 ile duyurulur.'), text);
    t.true(text.includes('Rozdzielnik: Işıl Çağlar; Anna Kowalska'), 'names, no addresses');
    t.false(
      /isil@|anna@/.test(text.replace(/unsubscribe\+\S+/, '')),
      'nobody’s address is shown to the others',
    );
    t.like(before[1]?.attempts[0], { outcome: 'sent', reply: '250 OK: message queued' });

    const raw = await mehmet.get(`/api/recipients/${String(before[1]?.id)}/raw`);
    const sunk = sink.mails.find((mail) => mail.to[0] === 'anna@zolc.example')?.raw as Buffer;
    t.deepEqual(Buffer.from(String(raw.body)), sunk, 'byte for byte what the other server took');
    const mail = await simpleParser(sunk);
    t.is(mail.subject, 'Fiyatlar, Anna');
    t.is((mail.to as { text: string }).text, '"Anna Kowalska" <anna@zolc.example>');
    t.true(String(mail.html).includes('OUT 2026/1/2'));
    t.is(mail.headers.get('list')?.toString(), '[object Object]', 'List-Unsubscribe stands');

    const card = await mehmet.get(`/api/persons/${anna}`);
    const changed = await mehmet.call('PATCH', `/api/persons/${anna}`, {
      body: { familyName: 'Nowa', contactPoints: [{ kind: 'email', value: 'nowa@zolc.example' }] },
      headers: { 'If-Match': `"${String(card.body.version)}"` },
    });
    t.is(changed.status, 200, JSON.stringify(changed.body));
    await mehmet.call('DELETE', `/api/groups/${String(group.body.id)}`);
    await w.settle();
    t.deepEqual(
      (await recipients(id)).map(({ name, address, text: got, basis }) => ({ name, address, got, basis })),
      before.map(({ name, address, text: got, basis }) => ({ name, address, got, basis })),
    );
    const shown = await mehmet.get(`/api/letters/${id}`);
    t.like(shown.body, { state: 'done', registerNumber: 'OUT 2026/1' });
    t.regex(shown.body.sentence, /soyadı/i);
    t.like(shown.body.counts, { all: 3, sent: 2, skipped: 1 });
    const line = await mehmet.get(`/api/timeline?about=person:${anna}`);
    t.like(
      line.body.items.find((each: { kind: string }) => each.kind === 'letter'),
      { direction: 'out' },
    );
    const found = await w.in(() => verifyDatabase(w.house.db));
    t.deepEqual(
      found.filter((each) => !each.ok),
      [],
    );
  });

test('who is skipped is said with the reason before anything leaves', async (t) => {
  const { mehmet, person, letter, w } = await stage(t);
  const refused = await person({ givenName: 'Zed', familyName: 'Ret', email: 'zed@kuzey.example' });
  await person({ givenName: 'Can', familyName: 'Tacir', merchant: true, email: 'can@kuzey.example' });
  await person({ givenName: 'Ece', familyName: 'Onaysız', email: 'ece@kuzey.example' });
  await person({ givenName: 'Efe', familyName: 'Aynı', merchant: true, email: 'CAN@kuzey.example' });
  const out = await person({
    givenName: 'Out',
    familyName: 'Elle',
    merchant: true,
    email: 'out@kuzey.example',
  });
  const consent = await mehmet.post('/api/consents', {
    card: { entity: 'person', id: refused },
    channel: 'mail',
    purpose: 'commercial',
    status: 'refused',
    source: 'phone',
    evidence: 'aradı',
  });
  t.is(consent.status, 201, JSON.stringify(consent.body));
  const id = await letter({
    purpose: 'commercial',
    text: 'Merhaba {{organisation}}',
    leftOut: [{ entity: 'person', id: out }],
  });
  const { body } = await mehmet.post(`/api/letters/${id}/preview`);
  t.deepEqual(body.counts, { all: 5, going: 1, skipped: 4 });
  const reasons = Object.fromEntries(
    body.skipped.map((each: { reason: string; cards: { label: string }[] }) => [
      each.reason,
      each.cards[0]?.label,
    ]),
  );
  t.deepEqual(reasons, {
    refused: 'Zed Ret',
    'no-consent': 'Ece Onaysız',
    duplicate: body.recipients[0].name === 'Can Tacir' ? 'Efe Aynı' : 'Can Tacir',
    'left-out': 'Out Elle',
  });
  t.like(body.gaps[0], { field: 'organisation', count: 1 });
  t.regex(body.recipients[0].text, /Marmara Pack A\.Ş\./, 'a commercial letter says who sends it');

  await w.in(() => work('test', () => setSetting('country', 'PL', 'test')));
  const polish = await mehmet.post(`/api/letters/${id}/preview`);
  t.is(polish.body.counts.going, 0, 'Polish law asks for consent of merchants, too');
  const sending = await mehmet.post(`/api/letters/${id}/sending`);
  t.is(sending.status, 422, JSON.stringify(sending.body));
  t.is(sending.body.code, 'letter.allSkipped');
});

test('a dead address is passed over for the next; who has none left is skipped, and says so', async (t) => {
  const { w, mehmet, person, letter } = await stage(t);
  await person({ givenName: 'Ali', familyName: 'Er', email: 'ali@kuzey.example' });
  const two = [
    { kind: 'email', value: 'eski@kuzey.example', primary: true },
    { kind: 'email', value: 'yeni@kuzey.example' },
  ];
  await person({ givenName: 'Ece', familyName: 'Su', contactPoints: two });
  await w.in(() =>
    work('test', () =>
      db()('contact_points')
        .whereIn('value', ['ali@kuzey.example', 'eski@kuzey.example'])
        .update({ undeliverableAt: '2026-11-24T07:00:00.000Z' }),
    ),
  );
  const { body } = await mehmet.post(`/api/letters/${await letter({})}/preview`);
  t.is(body.recipients[0].address, 'yeni@kuzey.example');
  t.like(body.skipped[0], { reason: 'dead-address', count: 1 });
});

test('a letter is refused where nobody belongs to it, the group has changed, or a field cannot be', async (t) => {
  const { mehmet, person, letter, zofia } = await stage(t);
  const empty = await letter({ audience: { cards: [] } });
  t.is((await mehmet.post(`/api/letters/${empty}/sending`)).body.code, 'letter.nobody');

  await person({ givenName: 'Ali', familyName: 'Er', email: 'ali@kuzey.example' });
  const group = (
    await mehmet.post('/api/groups', { name: 'G', of: 'person', where: { all: [] }, shared: true })
  ).body;
  const id = await letter({ audience: { group: group.id } });
  const seen = (await mehmet.post(`/api/letters/${id}/preview`)).body;
  await mehmet.call('PATCH', `/api/groups/${String(group.id)}`, {
    body: { where: { field: 'familyName', is: 'Er' } },
  });
  const changed = await mehmet.post(`/api/letters/${id}/sending`, { expects: { group: seen.group.version } });
  t.is(changed.status, 409);
  t.is(changed.body.code, 'letter.groupChanged');

  const bad = await letter({ text: 'Merhaba {{password}}' });
  const previewed = await mehmet.post(`/api/letters/${bad}/preview`);
  t.is(previewed.status, 422);
  t.regex(previewed.body.detail, /password/);
  const tagged = await letter({ html: '<p><a href="https://x.example/{{email}}">x</a></p>' });
  t.is((await mehmet.post(`/api/letters/${tagged}/preview`)).body.code, 'letter.fieldInTag');
  t.is((await zofia.get(`/api/letters/${id}`)).status, 404, 'not a member of the mailbox');
  t.is((await zofia.post(`/api/letters/${id}/sending`)).status, 404);
});

test('within seconds a letter is called back and nobody got it; its number stays', async (t) => {
  const { w, sink, mehmet, person, letter, recipients } = await stage(t);
  await person({ givenName: 'Ali', familyName: 'Er', email: 'ali@kuzey.example' });
  const id = await letter({});
  await mehmet.post(`/api/letters/${id}/sending`);
  await w.settle();
  t.is(sink.mails.length, 0, 'there are seconds to call it back');
  const stopped = await mehmet.call('DELETE', `/api/letters/${id}/sending`);
  t.is(stopped.status, 200, JSON.stringify(stopped.body));
  w.clock.advance(3_600_000);
  await w.settle();
  t.is(sink.mails.length, 0);
  t.deepEqual(
    (await recipients(id)).map((each) => each.state),
    ['stopped'],
  );
  t.like((await mehmet.get(`/api/letters/${id}`)).body, { state: 'stopped', registerNumber: 'OUT 2026/1' });
  t.is((await mehmet.call('PATCH', `/api/letters/${id}`, { body: { subject: 'Başka' } })).status, 409);
});

test('a letter that is held goes on where it stood', async (t) => {
  const { w, sink, mehmet, person, letter } = await stage(t);
  for (const name of ['Ali', 'Ece', 'Can'])
    await person({ givenName: name, familyName: 'Er', email: `${name.toLowerCase()}@kuzey.example` });
  const id = await letter({});
  await mehmet.post(`/api/letters/${id}/sending`);
  await w.settle();
  t.is((await mehmet.post(`/api/letters/${id}/pause`)).body.state, 'paused');
  w.clock.advance(60_000);
  await w.settle();
  t.is(sink.mails.length, 0);
  t.is((await mehmet.post(`/api/letters/${id}/resume`)).body.state, 'going');
  await w.settle();
  t.deepEqual(sink.mails.map((mail) => mail.to[0]).toSorted(), [
    'ali@kuzey.example',
    'can@kuzey.example',
    'ece@kuzey.example',
  ]);
  t.is((await mehmet.get(`/api/letters/${id}`)).body.state, 'done');
});

test('a freezing that a crash ended begins again and leaves nobody twice', async (t) => {
  const { w, sink, mehmet, person, letter, recipients } = await stage(t);
  for (const name of ['Ali', 'Ece', 'Can'])
    await person({ givenName: name, familyName: 'Er', email: `${name.toLowerCase()}@kuzey.example` });
  const id = await letter({});
  await mehmet.post(`/api/letters/${id}/sending`);
  await w.settle();
  // As a process leaves it that died in the middle: some recipients stand, nothing was let go.
  await w.in(() =>
    work('test', async () => {
      await db()('dispatches').where({ messageId: id }).update({ state: 'freezing', startsAt: null });
      await db()('letters').where({ id }).update({ state: 'freezing', lockedBy: null, lockedAt: null });
      const one = (await db()('recipients').where({ messageId: id }).first('id')) as { id: string };
      await db()('recipients').where({ id: one.id }).delete();
    }),
  );
  await w.settle();
  w.clock.advance(11_000);
  await w.settle();
  t.is((await recipients(id)).length, 3);
  t.is(sink.mails.length, 3);
  const numbers = await w.in(() =>
    db()('messages').whereNotNull('register_number').select('register_number'),
  );
  t.is(numbers.length, 1, 'the number was taken once');
});

test('names and subjects with every trick arrive as one clean mail', async (t) => {
  const { sink, person, letter, send } = await stage(t);
  const names = [
    'Ali"; <x@y.example>',
    'Ece, Bora',
    '=?utf-8?q?x?=',
    '(yorum)',
    'a\\"b',
    'Ünal \u202e gnirts',
    '.',
  ];
  for (const [at, name] of names.entries())
    await person({ givenName: name, familyName: 'Er', email: `k${at}@kuzey.example` });
  const id = await letter({
    subject: 'Konu {{givenName}}',
    text: '.\r\n..\nFrom {{givenName}}\n{{name}}',
    salutation: false,
  });
  await send(id);
  t.is(sink.mails.length, names.length);
  for (const { raw, to } of sink.mails) {
    const mail = await simpleParser(raw);
    const at = Number(/k(\d)/.exec(String(to[0]))?.[1]);
    t.deepEqual(
      (mail.to as { value: { address: string }[] }).value.map((each) => each.address),
      [to[0]],
      'one addressee',
    );
    t.is(mail.subject, `Konu ${names[at] as string}`);
    t.true(String(mail.text).startsWith(`.\n..\nFrom ${names[at] as string}\n`), mail.text);
    t.false(/\n\.\r\n|[^\r]\n/.test(raw.toString('latin1').replaceAll('\r\n.\r\n', '')), 'no bare line ends');
  }
});
