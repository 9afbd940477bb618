import { readFileSync } from 'node:fs';
import test from 'ava';
import { addPerson } from '#features/people/commands/persons.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { User } from '#platform/access/model.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { type Answer, type Client, serveApi } from '#test/support/http.ts';
import { codesIn, pageSizes, pagesOf, textOf } from '#test/support/paper.ts';
import { ENGINES, world } from '#test/support/world.ts';

const photo = readFileSync(new URL('../../kernel/print/fixtures/turned.jpg', import.meta.url));

function cookie(client: Client): Record<string, string> {
  return {
    Cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'X-Lobi-Request': '1',
  };
}

async function pdfAt(client: Client, path: string): Promise<Buffer> {
  const answer = await fetch(client.url + path, { headers: cookie(client) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function bring(client: Client, bytes: Buffer, type = 'image/jpeg'): Promise<{ id: string }> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'yüz.jpg');
  const answer = await fetch(`${client.url}/api/documents`, {
    method: 'POST',
    body: form,
    headers: cookie(client),
  });
  return (await answer.json()) as { id: string };
}

test('names that are operators, pictures, prototypes, ten thousand letters or run from right to left make one clean badge', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const ayse = await signIn(client(), people.ayse);
  const names = [
    '(Tj) ET Q endstream endobj',
    ') Tj ET /Bad Do (',
    '<</Type/Catalog>> %%EOF',
    '__proto__ constructor',
    '\\n\\r\\(\\) \u202eilA',
    '😀🎉👩‍👧',
    'محمد بن عبد الله الهاشمي',
    'ישראל ישראלי',
    `Z${'\u0301\u0302\u0303'.repeat(40)}algo`,
    'Ali Veli '.repeat(1200).trim(),
    'ş'.repeat(10_240),
    '"; DROP TABLE badges; --',
  ];
  for (const name of names) {
    const badge = await ayse.post('/api/badges', { guest: { name }, size: 'card' });
    t.is(badge.status, 201, `${name.slice(0, 30)} ${JSON.stringify(badge.body).slice(0, 300)}`);
    const paper = await pdfAt(ayse, badge.body.document);
    t.is(pageSizes(paper).length, 1, name.slice(0, 30));
    t.is((await codesIn(pagesOf(paper)[0] as Buffer)).length, 2, name.slice(0, 30));
    const text = textOf(paper);
    if (/^[\x20-\x7e]+$/.test(name) && name.length < 60)
      t.true(text.replace(/\s+/g, '').includes(name.replace(/\s+/g, '')), text);
    if (name.length > 9000) t.true((text.match(/[şVv]/g) ?? []).length >= 1200, 'all of it is there');
  }
  const none = await ayse.post('/api/badges', { guest: { name: '王小明' } });
  t.is(none.status, 422);
  t.is(none.body.code, 'badge.letters');
  t.true(none.body.detail.includes('王'), 'the letters that are lacking are named');
  const typed = await ayse.post('/api/badges', { guest: { name: '王小明' }, name: 'Wang Xiaoming' });
  t.is(typed.status, 201);
  for (const guest of [{ name: '' }, { name: 'x'.repeat(20_000) }, { name: 5 }, undefined])
    t.is((await ayse.post('/api/badges', { guest })).status, 422);
});

test('a photo is printed as it is seen and belongs to the badge; one that lies is refused and nothing is printed', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const ayse = await signIn(client(), people.ayse);
  const { id } = await bring(ayse, photo);
  const badge = await ayse.post('/api/badges', { guest: { name: 'Şule Ünlü' }, photo: id });
  t.is(badge.status, 201);
  const paper = await pdfAt(ayse, badge.body.document);
  t.true(paper.includes('/DCTDecode'));
  t.false(paper.includes('secret place'));
  const kept = await w.in(() => db()('documents').where({ ownerEntity: 'badge', ownerId: badge.body.id }));
  t.is(kept.length, 1);
  const before = await w.in(() => db()('badges').count({ n: '*' }).first());
  for (const bytes of [
    Buffer.from('<svg onload="alert(1)"/>'),
    photo.subarray(0, 3000),
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  ]) {
    const bad = await bring(ayse, bytes);
    const refused = await ayse.post('/api/badges', { guest: { name: 'Ali Ün' }, photo: bad.id });
    t.is(refused.status, 422);
    t.regex(refused.body.code, /^photo\./);
  }
  t.deepEqual(await w.in(() => db()('badges').count({ n: '*' }).first()), before);
});

for (const engine of ENGINES)
  test(`badges of many persons are one document, and a request that is sent again prints none twice (${engine})`, async (t) => {
    const w = await world(t, { engine });
    const people = await cast(w);
    const { client } = await serveApi(t, w);
    const mehmet = await signIn(client(), people.mehmet);
    const persons: string[] = [];
    await w.in(async () => {
      for (let n = 0; n < 45; n++)
        persons.push(
          (await run(addPerson, { givenName: `Zażółć ${n}`, familyName: 'Işıklı' }, people.as(people.mehmet)))
            .id,
        );
    });
    const send = () =>
      mehmet.post('/api/badges/batch', { persons, size: 'label' }, { 'Idempotency-Key': 'fair' });
    const first = await send();
    t.is(first.status, 201, JSON.stringify(first.body));
    const again = await send();
    t.is(again.body.document, first.body.document);
    t.deepEqual(await w.in(() => db()('badge_prints').max({ n: 'n' }).first()), { n: 1 });
    const paper = await pdfAt(mehmet, first.body.document);
    t.deepEqual(
      pageSizes(paper),
      persons.map(() => [62, 100]),
    );
    const text = textOf(paper);
    for (let n = 0; n < 45; n++) t.true(new RegExp(`Zażółć\\s${n}\\b`).test(text));
    t.is((await mehmet.get('/api/badges/batches/01J00000000000000000000000/document')).status, 404);
    const isil = await signIn(client(), people.isil);
    t.is((await isil.get(first.body.document)).status, 404, 'who sees none of the persons sees no document');
    t.is((await isil.post('/api/badges/batch', { persons })).status, 404);
  });

test('the front desk finds persons by name and prints badges, and nothing else exists for it', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  await w.settle();
  const { url, client } = await serveApi(t, w);
  const { lucja, clerk } = await w.in(async () => {
    const as = people.as(people.ayse);
    const made = await run(addPerson, { givenName: 'Łucja', familyName: 'Żak', birthDate: '1980-01-01' }, as);
    const passwordHash = ((await User.query().findById(people.ayse.id)) as User).passwordHash as string;
    const added = await run(
      addUser,
      {
        givenName: 'Derya',
        familyName: 'Koç',
        email: 'derya@marmarapack.example',
        language: 'tr',
        roles: ['clerk'],
        teams: [],
        passwordHash,
      },
      as,
    );
    return { lucja: made, clerk: added };
  });
  await w.settle();
  const derya = await signIn(client(), clerk as User);

  const found = await derya.get('/api/badges/people?q=lucja%20za');
  t.deepEqual(found.body.items, [
    { entity: 'person', id: lucja.id, name: 'Łucja Żak', company: '', badge: null },
  ]);
  const { id } = await bring(derya, photo);
  const badge = await derya.post('/api/badges', { person: lucja.id, photo: id });
  t.is(badge.status, 201, JSON.stringify(badge.body));
  t.is((await codesIn(pagesOf(await pdfAt(derya, badge.body.document))[0] as Buffer)).length, 2);
  t.is((await derya.post(`/api/badges/${badge.body.id}/prints`)).body.prints, 2);
  t.is((await derya.get(`/api/badges/people?q=${badge.body.number}`)).body.items[0].name, 'Łucja Żak');
  t.is((await derya.get('/api/session')).body.roles[0], 'clerk');

  const reached = new Set(['badges', 'documents', 'session', 'sessions', 'second-factor']);
  const telling = ({ status, body }: Answer) => `${status} ${(body as { code?: string }).code}`;
  let asked = 0;
  for (const route of w.house.registry.routes) {
    const path = route.path.replace(/:id/g, lucja.id).replace(/:\w+/g, 'x');
    if (route.open === true || reached.has(path.split('/')[2] as string)) continue;
    const answer = await derya.call(route.method, path, route.method === 'GET' ? {} : { body: {} });
    t.is(telling(answer), '404 http.missing', `${route.method} ${path}`);
    asked++;
  }
  t.true(asked > 60, `${asked} foreign routes were asked`);
  t.is((await derya.delete(`/api/badges/${badge.body.id}`)).status, 403, 'it ends no badge');
  t.is((await derya.get('/api/badges/01J00000000000000000000000')).status, 404);
  const foreign = await bring(
    await signIn(new (client().constructor as typeof Client)(url), people.mehmet),
    photo,
  );
  t.is((await derya.get(`/api/documents/${foreign.id}/content`)).status, 404);
});

test('a person’s badge is at its own address: a preview until it is printed, then as it was printed last', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const ayse = await signIn(client(), people.ayse);
  const zofia = await ayse.post('/api/persons', { givenName: 'Zofia', familyName: 'Wójcik' });
  const path = `/api/persons/${zofia.body.id}/badge.pdf`;
  const preview = await pdfAt(ayse, path);
  t.true(textOf(preview).includes('Preview'));
  const [code] = await codesIn(pagesOf(preview)[0] as Buffer);
  const shown = await ayse.post('/api/badges/preview', { person: zofia.body.id });
  t.is(shown.status, 200);
  t.true(shown.body.svg.startsWith('<svg'));
  t.deepEqual(await w.in(() => db()('badges').select('id')), [], 'looking prints nothing');
  const badge = await ayse.post('/api/badges', { person: zofia.body.id });
  t.is(badge.body.number, code?.text, 'the number was hers before');
  t.false(textOf(await pdfAt(ayse, path)).includes('Preview'));
  const isil = await signIn(client(), people.isil);
  t.is((await isil.get(path)).status, 404);
  t.is((await isil.get(`/api/badges/${badge.body.id}`)).status, 404);
  t.is((await isil.post(`/api/badges/${badge.body.id}/prints`)).status, 404);
});
