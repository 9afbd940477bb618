import { formatOf, rowsOf } from '#platform/exchange/reading/format.ts';
import { file } from '#test/platform/exchange/stage.ts';
import type { Client } from '#test/support/http.ts';
import { onApi } from './stage.ts';

/** Sends a file as the console does. */
async function upload(client: Client, bytes: Buffer, importer = 'person', name = 'kişiler.csv') {
  const form = new FormData();
  form.append('importer', importer);
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const cookie = [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const answer = await fetch(`${client.url}/api/imports`, {
    method: 'POST',
    headers: { Cookie: cookie, 'X-Lobi-Request': '1' },
    body: form,
  });
  return { status: answer.status, body: (await answer.json()) as any };
}

async function written(client: Client, query: string): Promise<Buffer> {
  const cookie = [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const answer = await fetch(`${client.url}/api/exports?${query}`, { headers: { Cookie: cookie } });
  return Buffer.from(await answer.arrayBuffer());
}

async function cells(bytes: Buffer): Promise<string[][]> {
  const { format } = await formatOf(bytes, 'TR');
  const rows: string[][] = [];
  for await (const row of rowsOf(bytes, format)) rows.push(row.cells);
  return rows;
}

const LIST = file(`
  Ad;Soyad;E-posta;Telefon;Kayıt;Ara
  Ayşe;=1+1;ayse@ornek.example;0212 555 01 02;31.12.2023;0532 418 07 66
  Mehmet;Şahin;kırık;;01.02.2024;
`);

onApi(
  'a file comes in over the API, is mapped otherwise, looked at, brought in, told and taken back',
  async (t, { ayse, zofia, w }) => {
    const sent = await upload(ayse, LIST);
    t.is(sent.status, 201, JSON.stringify(sent.body));
    t.like(sent.body, {
      state: 'open',
      format: { encoding: 'utf-8', separator: ';', headerRow: 1 },
      options: { key: 'email' },
    });
    t.deepEqual(
      sent.body.columns.map(({ to }: { to: string }) => to),
      ['givenName', 'familyName', 'email', 'phone', null, 'phone'],
    );
    const path = `/api/imports/${sent.body.id}`;
    t.is((await zofia.get(path)).status, 404);
    const twice = await ayse.patch(path, {
      columns: [
        { at: 0, to: 'givenName' },
        { at: 1, to: 'givenName' },
      ],
    });
    t.is(twice.status, 422);
    const none = await ayse.patch(path, { columns: [{ at: 3, to: 'phone' }] });
    t.is(none.body.code, 'import.needs');
    t.is((await ayse.post(`${path}/run`)).status, 409);
    t.is((await ayse.post(`${path}/look`)).body.state, 'looking');
    await w.settle();
    const rows = await ayse.get(`${path}/rows?fate=refused`);
    t.is(rows.body.items.length, 1);
    t.like(rows.body.items[0], { row: 3, fate: 'refused', column: 2 });
    t.regex(rows.body.items[0].reason, /kırık/);
    await ayse.post(`${path}/run`);
    await w.settle();
    t.like((await ayse.get(path)).body, { state: 'done', creates: 1, refused: 1 });
    const problems = await cells(Buffer.from((await ayse.get(`${path}/problems.csv`)).body));
    t.deepEqual(problems[0]?.slice(0, 4), ['Ad', 'Soyad', 'E-posta', 'Telefon']);
    t.deepEqual(problems[1], [
      'Mehmet',
      'Şahin',
      'kırık',
      '',
      '01.02.2024',
      '',
      '3',
      'E-posta',
      problems[1]?.at(-1),
    ]);
    // The next file with the same header is mapped alike.
    t.is((await upload(ayse, LIST)).body.columns[0].why, 'Geçen seferki gibi');
    t.is((await ayse.post(`${path}/undo`)).body.state, 'undoing');
    await w.settle();
    t.like((await ayse.get(path)).body, { state: 'undone', kept: 0 });
    t.is((await ayse.delete(path)).status, 200);
    t.is((await ayse.get(`${path}/rows`)).body.items.length, 0);
  },
);

onApi(
  'a list is written out with its filter, for who may, and comes in again as it was',
  async (t, { ayse, isil, w }) => {
    for (const familyName of ['=HYPERLINK("http://kotu.example")', 'Işık'])
      await ayse.post('/api/persons', {
        givenName: 'Şule',
        familyName,
        birthDate: '1984-05-12',
        contactPoints: [
          { kind: 'phone', value: '+90 532 418 07 66' },
          { kind: 'email', value: `${familyName.length}@ornek.example` },
        ],
      });
    await w.settle();
    const csv = await written(
      ayse,
      'entity=person&format=csv&separator=;&columns=givenName,familyName,birthDate,phone,email',
    );
    t.is(csv.subarray(0, 3).toString('hex'), 'efbbbf');
    t.notRegex(csv.toString(), /(^|;|")=/m);
    t.deepEqual(
      (await cells(csv))
        .slice(1)
        .map((row) => row.slice(0, 4))
        .sort(),
      [
        ['Şule', '=HYPERLINK("http://kotu.example")', '1984-05-12', '+90 532 418 07 66'],
        ['Şule', 'Işık', '1984-05-12', '+90 532 418 07 66'],
      ],
    );
    const where = encodeURIComponent(JSON.stringify({ field: 'familyName', is: 'isik' }));
    const xlsx = await cells(
      await written(ayse, `entity=person&format=xlsx&columns=name,birthDate,phone&where=${where}`),
    );
    t.deepEqual(xlsx, [
      ['Ad ve soyadı', 'Doğum tarihi', 'Telefon'],
      ['Şule Işık', '1984-05-12', '+90 532 418 07 66'],
    ]);
    const back = await upload(ayse, csv);
    await ayse.post(`/api/imports/${back.body.id}/look`);
    await w.settle();
    t.like((await ayse.get(`/api/imports/${back.body.id}`)).body, {
      unchanged: 2,
      creates: 0,
      updates: 0,
      refused: 0,
    });
    t.is((await isil.get('/api/exports?entity=person')).status, 403);
    t.is((await ayse.get('/api/exports?entity=person&columns=nickname')).status, 422);
    const { body } = await ayse.get('/api/audit?command=export.take');
    t.is(body.items.length, 2);
    t.like(
      body.items[0].changes.find(({ key }: { key: string }) => key === 'where'),
      { after: { field: 'familyName', is: 'isik' } },
    );
  },
);

onApi('a file that is none is refused with a sentence in the reader’s language', async (t, { ayse }) => {
  const answer = await upload(ayse, Buffer.from('%PDF-1.7'), 'person', 'kişiler.pdf');
  t.is(answer.status, 422);
  t.is(answer.body.code, 'import.binary');
  t.is((await upload(ayse, LIST, 'mayor')).status, 422);
});
