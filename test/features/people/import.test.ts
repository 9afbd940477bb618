import test from 'ava';
import { Organisation } from '#features/people/model/organisation.ts';
import { Person } from '#features/people/model/person.ts';
import { Position } from '#features/people/model/position.ts';
import { broughtIn, file, fatesOf, looked, toldFates, undone } from '#test/platform/exchange/stage.ts';
import { cast } from '#test/support/cast.ts';
import { ENGINES, world } from '#test/support/world.ts';

const LIST = file(`
  Ad;Soyad;Kurum;Vergi No;Unvan;Telefon;Cep;E-posta;Doğum tarihi;Etiket;İl
  Şule;Çağlayan;Öztürk Gıda A.Ş.;;Satın Alma Müdürü;0212 555 01 02;0532 555 11 22;SULE@ornek.com.tr;31.12.1980;fuar, vip;İstanbul
  ILGIN;IŞIK;Öztürk Gıda A.Ş.;;Muhasebe;;;ilgin@ornek.com.tr;1980-12-31;;
  Zofia;Wójcik;Mleczarnia Łódź;;;+48 22 555 01 23;;zofia@mleczarnia.example;;;
  ;;;;;;;kim@ornek.com.tr;;;
  Ali;Veli;;;;12;;ali@ornek.com.tr;;;
`);

for (const engine of ENGINES) {
  test(`a list of people comes in with organisations, positions and contact points (${engine})`, async (t) => {
    const w = await world(t, { engine });
    const c = await cast(w);
    const row = await broughtIn(w, LIST, c.as(c.mehmet));
    t.deepEqual(await toldFates(w, row.id), [
      'create Şule Çağlayan',
      'create ILGIN IŞIK',
      'create Zofia Wójcik',
      'refused (A person needs a given name or a family name.)',
      'refused Ali Veli ("12" is no phone number. Write it with its country code, like +90 362 266 51 00.)',
    ]);
    t.like(row, { state: 'done', rows: 5, done: 5, creates: 3, updates: 0, refused: 2 });
    await w.in(async () => {
      const sule = (await Person.query().findOne({ name: 'Şule Çağlayan' })) as Person;
      t.like(sule, { bornOn: '1980-12-31', tags: ['fuar', 'vip'] });
      t.deepEqual(
        sule.contactPoints.map(({ kind, value, label, primary }) => [kind, value, label, primary]),
        [
          ['phone', '+902125550102', null, true],
          ['phone', '+905325551122', 'cep', false],
          ['email', 'sule@ornek.com.tr', null, true],
          ['postal', 'İstanbul', null, true],
        ],
      );
      t.is(await Organisation.query().resultSize(), 2);
      t.deepEqual((await Position.query().orderBy('id')).map(({ title }) => title), ['Satın Alma Müdürü', 'Muhasebe', '']);
    });
    const again = await looked(w, LIST, c.as(c.mehmet));
    t.like(again, { state: 'looked', creates: 0, updates: 0, unchanged: 3, refused: 2 });
    const back = await undone(w, row.id, c.as(c.mehmet));
    t.like(back, { state: 'undone', kept: 0, undone: 8 });
    await w.in(async () => {
      t.is(await Person.query().whereNull('closedAt').resultSize(), 0);
      t.is(await Organisation.query().whereNull('closedAt').resultSize(), 0);
    });
    t.is((await fatesOf(w, row.id)).length, 5);
  });
}
