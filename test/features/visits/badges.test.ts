import test from 'ava';
import { addOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { addPosition } from '#features/people/commands/positions.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { codesIn, fontsOf, pageSizes, pagesOf, textOf } from '#test/support/paper.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

async function pdfAt(client: Client, path: string): Promise<Buffer> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(client.url + path, { headers: { Cookie: cookie } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function visitor(w: World, as: Parameters<typeof run>[2]) {
  return w.in(async () => {
    const firm = await run(addOrganisation, { name: 'Przedsiębiorstwo „Zboża Polskie” Sp. z o.o.' }, as);
    const lucja = await run(addPerson, { givenName: 'Łucja', familyName: 'Żółćińska-Gęś' }, as);
    const sukru = await run(addPerson, { givenName: 'Şükrü', familyName: 'Iğdırlıoğlu' }, as);
    await run(addPosition, { person: lucja.id, organisation: firm.id, title: 'Dyrektor' }, as);
    return { lucja, sukru };
  });
}

for (const engine of ENGINES)
  test(`a badge is printed, read back, printed again, and all of it is on record (${engine})`, async (t) => {
    const w = await world(t, { engine, environment: { LOBI_COMPANY: 'Beyazdağ Gıda' } });
    const people = await cast(w);
    const { lucja } = await visitor(w, people.as(people.ayse));
    const { client } = await serveApi(t, w);
    const mehmet = await signIn(client(), people.mehmet);

    const first = await mehmet.post(
      '/api/badges',
      { person: lucja.id, size: 'card' },
      { 'Idempotency-Key': 'a' },
    );
    t.is(first.status, 201, JSON.stringify(first.body));
    t.is(first.body.prints, 1);
    t.is(first.body.subject.id, lucja.id);
    const twice = await mehmet.post(
      '/api/badges',
      { person: lucja.id, size: 'card' },
      { 'Idempotency-Key': 'a' },
    );
    t.is(twice.body.id, first.body.id);
    t.is(twice.body.prints, 1, 'the same request prints once');

    const paper = await pdfAt(mehmet, first.body.document);
    t.deepEqual(pageSizes(paper), [[85.6, 54]]);
    const text = textOf(paper);
    for (const word of ['Łucja', 'Żółćińska-Gęś', '„Zboża Polskie”', 'Beyazdağ Gıda', 'Guest', '24/11/2026'])
      t.true(text.includes(word), `${word} in ${text}`);
    t.false(text.includes('Reprint'));
    const { number } = first.body as { number: string };
    t.regex(number, /^1\d{19}$/);
    t.deepEqual(await codesIn(pagesOf(paper)[0] as Buffer), [
      { format: 'Code128', text: number },
      { format: 'QRCode', text: number },
    ]);
    t.is(fontsOf(paper).length, 2, 'both faces are embedded, as subsets');

    const again = await mehmet.post(`/api/badges/${first.body.id}/prints`, {});
    t.is(again.body.prints, 2);
    t.is(again.body.number, number);
    t.true(textOf(await pdfAt(mehmet, again.body.document)).includes('Reprint 1'));
    const byPerson = await mehmet.post('/api/badges', { person: lucja.id, size: 'a6' });
    t.is(byPerson.body.id, first.body.id, 'a person has one badge');
    t.is(byPerson.body.prints, 3);

    const history = await mehmet.get(`/api/timeline?about=person:${lucja.id}&kinds=badge`);
    t.deepEqual(
      history.body.items.map((line: { who: string }) => line.who),
      ['Mehmet Şahin', 'Mehmet Şahin', 'Mehmet Şahin'],
    );
    t.true(history.body.items[0].title.includes('yeniden basıldı (2. yeniden baskı)'));
    t.true(history.body.items[2].title.includes(`${number.slice(0, 4)} `));
    await w.settle();
    const audited = await w.in(
      async () =>
        (await db()('audit_entries')
          .where('command', 'like', 'badge.%')
          .select('command', 'actor_name')) as unknown[],
    );
    t.true(audited.length >= 3);
    const prints = await w.in(() => db()('badge_prints').orderBy('n').select('n', 'size', 'printed_by'));
    t.deepEqual(prints, [
      { n: 1, size: 'card', printedBy: people.mehmet.id },
      { n: 2, size: 'card', printedBy: people.mehmet.id },
      { n: 3, size: 'a6', printedBy: people.mehmet.id },
    ]);

    const ended = await mehmet.delete(`/api/badges/${first.body.id}`);
    t.is(ended.status, 200);
    const fresh = await mehmet.post('/api/badges', { person: lucja.id });
    t.not(fresh.body.number, number, 'an ended number never comes again');
    t.is(fresh.body.prints, 1);
  });

for (const size of ['card', 'a6', 'label'] as const)
  test(`a guest typed at the desk gets a badge of size ${size} whose codes are read`, async (t) => {
    const w = await world(t);
    const people = await cast(w);
    const { client } = await serveApi(t, w);
    const ayse = await signIn(client(), people.ayse);
    const guest = {
      name: 'Muhammed Abdülkadir Büyükköprülüoğlu-Çağlayangil',
      company: 'İğdır Çağdaş Ambalaj A.Ş.',
    };
    const badge = await ayse.post('/api/badges', { guest, size, host: 'Ayşe Yılmaz', kind: 'supplier' });
    t.is(badge.status, 201, JSON.stringify(badge.body));
    const paper = await pdfAt(ayse, badge.body.document);
    const sizes = { card: [85.6, 54], a6: [105, 148], label: [62, 100] };
    t.deepEqual(pageSizes(paper), [sizes[size]]);
    // A word that broke at its hyphen is one word to who reads it.
    const text = textOf(paper).replace(/-\n/g, '-').replace(/\s+/g, ' ');
    for (const words of [guest.name, guest.company, 'Host Ayşe Yılmaz', 'Supplier', 'Lobi'])
      t.true(text.includes(words), `${words} in ${text}`);
    t.deepEqual(
      (await codesIn(pagesOf(paper)[0] as Buffer)).map((code) => code.text),
      [badge.body.number, badge.body.number],
    );
  });
