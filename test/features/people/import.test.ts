import test from 'ava';
import { changePerson, closePerson } from '#features/people/commands/persons.ts';
import { Organisation } from '#features/people/model/organisation.ts';
import { Person } from '#features/people/model/person.ts';
import { Position } from '#features/people/model/position.ts';
import { run } from '#kernel/command.ts';
import { isFault } from '#kernel/errors.ts';
import { chunksOf } from '#platform/exchange/chunks.ts';
import { runImport } from '#platform/exchange/commands.ts';
import { importsHand } from '#platform/exchange/hand.ts';
import { Import } from '#platform/exchange/model.ts';
import {
  broughtIn,
  fatesOf,
  file,
  importBy,
  looked,
  toldFates,
  undone,
} from '#test/platform/exchange/stage.ts';
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
      t.deepEqual(
        (await Position.query().orderBy('id')).map(({ title }) => title),
        ['Satın Alma Müdürü', 'Muhasebe', ''],
      );
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

const BY_EMAIL = { options: { key: 'email' } };

test('a row changes the card with its key: texts replace, lists grow, empty cells take nothing away', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const by = c.as(c.mehmet);
  await broughtIn(w, LIST, by);
  const next = file(`
    E-posta;Ad;Soyad;Telefon;Kurum;Unvan;Etiket
    sule@ornek.com.tr;;Kara;0212 555 09 09;Öztürk Gıda A.Ş.;Genel Müdür;vip;
    ilgin@ornek.com.tr;;;;;;
  `);
  const row = await broughtIn(w, next, by, BY_EMAIL);
  t.like(row, { updates: 1, unchanged: 1, creates: 0 });
  await w.in(async () => {
    const sule = (await Person.query().findOne({ familyName: 'Kara' })) as Person;
    t.like(sule, { name: 'Şule Kara', bornOn: '1980-12-31', tags: ['fuar', 'vip'] });
    t.deepEqual(
      sule.contactPoints.filter(({ kind }) => kind === 'phone').map(({ value }) => value),
      ['+902125550102', '+905325551122', '+902125550909'],
    );
    const positions = await Position.query().where({ personId: sule.id });
    t.deepEqual(
      positions.map(({ title }) => title),
      ['Genel Müdür'],
    );
  });
});

test('what two cards share is no key: the row is refused, the others come in', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const by = c.as(c.mehmet);
  await broughtIn(w, file('Ad;E-posta\nAyşe;ortak@ornek.example\nMehmet;ortak@ornek.example\n'), by, {
    options: { key: null },
  });
  const row = await broughtIn(
    w,
    file('Ad;E-posta\nAli;ortak@ornek.example\nVeli;veli@ornek.example\n'),
    by,
    BY_EMAIL,
  );
  t.deepEqual(await toldFates(w, row.id), [
    'refused Ali (2 cards have this. Which one is meant cannot be told.)',
    'create Veli',
  ]);
});

test('undoing puts back what nobody touched since, and says what it left', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const by = c.as(c.mehmet);
  await broughtIn(
    w,
    file('Ad;Soyad;E-posta\nAyşe;Eski;ayse@ornek.example\nCan;Eski;can@ornek.example\n'),
    by,
    BY_EMAIL,
  );
  const row = await broughtIn(
    w,
    file(
      'Ad;Soyad;E-posta;Kurum\nAyşe;Yeni;ayse@ornek.example;\nCan;Yeni;can@ornek.example;\nEce;Ak;ece@ornek.example;Firma A\nNur;Su;nur@ornek.example;Firma A\n',
    ),
    by,
    BY_EMAIL,
  );
  t.like(row, { updates: 2, creates: 2 });
  await w.in(async () => {
    const can = (await Person.query().findOne({ name: 'Can Yeni' })) as Person;
    await run(changePerson, { id: can.id, familyName: 'Sonraki' }, by);
    const nur = (await Person.query().findOne({ name: 'Nur Su' })) as Person;
    await run(changePerson, { id: nur.id, tags: ['elle'] }, by);
  });
  const back = await undone(w, row.id, by);
  t.like(back, { state: 'undone', kept: 2 });
  await w.in(async () => {
    const open = await Person.query().whereNull('closedAt').orderBy('name');
    t.deepEqual(
      open.map(({ name }) => name),
      ['Ayşe Eski', 'Can Sonraki', 'Nur Su'],
    );
    t.is(await Organisation.query().whereNull('closedAt').resultSize(), 0);
    const kept = (await chunksOf({ importId: row.id, limit: 9 })).flatMap((chunk) => chunk.kept ?? []);
    t.deepEqual(kept.map(({ label }) => label).sort(), ['Can Sonraki', 'Nur Su']);
  });
});

test('what was undone comes in again, ids of other programs included; a closed card’s id is told', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const by = c.as(c.mehmet);
  const list = file('Müşteri no;Ad;E-posta\nC-1;Ayşe;ayse@ornek.example\n');
  const { id } = await broughtIn(w, list, by, BY_EMAIL);
  await undone(w, id, by);
  const again = await broughtIn(w, list, by, BY_EMAIL);
  t.like(again, { creates: 1, refused: 0 });
  await w.in(async () => {
    const ayse = (await Person.query().whereNull('closedAt').first()) as Person;
    await run(closePerson, { id: ayse.id }, by);
  });
  const third = await looked(w, list, by, { options: { key: 'externalId' } });
  t.deepEqual(await toldFates(w, third.id), [
    'refused Ayşe (A closed card is known as "C-1". Open it again first.)',
  ]);
});

test('firms come in with what they belong to; one made by its name alone is found again by it', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const by = c.as(c.ayse);
  const row = await broughtIn(
    w,
    file(
      'Kurum Adı;Vergi No;Bağlı olduğu kurum\nAlt A.Ş.;1234567891;Üst Holding\nÜst Holding;;\nHolding Altı;1234567890;Üst Holding\n',
    ),
    by,
    { importer: 'organisation', options: { key: 'taxNumber' } },
  );
  const told = await toldFates(w, row.id);
  t.regex(told[0] as string, /^refused Alt A\.Ş\. \("1234567891" is no tax number/);
  await w.in(async () => {
    const firms = await Organisation.query().orderBy('name');
    const holding = firms.find(({ name }) => name === 'Üst Holding') as Organisation;
    t.is(firms.filter(({ name }) => name === 'Üst Holding').length, 1);
    t.is(firms.find(({ name }) => name === 'Holding Altı')?.parentId, holding.id);
  });
  const round = await broughtIn(
    w,
    file('Kurum Adı;Vergi No;Bağlı olduğu kurum\nÜst Holding;;Holding Altı\n'),
    by,
    {
      importer: 'organisation',
      options: { key: 'taxNumber' },
    },
  );
  t.like(round, { creates: 0, updates: 0, refused: 1 });
  t.regex((await toldFates(w, round.id))[0] as string, /belongs to this one already/);
});

test('who may not open cards brings nothing in; who sees its team’s cards alone answers for what it brings', async (t) => {
  const w = await world(t);
  const c = await cast(w);
  const error = await t.throwsAsync(looked(w, LIST, c.as(c.isil)));
  t.true(isFault(error, 'forbidden'));
});

for (const engine of ENGINES)
  test(`a process that dies in the middle leaves no row half done and does none twice (${engine})`, async (t) => {
    const w = await world(t, { engine });
    const c = await cast(w);
    const by = c.as(c.mehmet);
    const rows = Array.from({ length: 400 }, (_, n) => `Kişi${n};Soy${n};k${n}@ornek.example;Firma ${n % 7}`);
    const { id } = await looked(w, file(`Ad;Soyad;E-posta;Kurum\n${rows.join('\n')}\n`), by);
    await w.in(() => run(runImport, { id }, by));
    // The hand stops without a word after some chunks, as at kill -9: its claim stands, its session is gone.
    await w.in(async () => {
      while (((await Import.query().findById(id)) as Import).done < 150) await importsHand.turn();
      w.house.memory.clear();
    });
    const half = await importBy(w, id);
    w.clock.advance(60_000);
    await w.settle();
    const row = await importBy(w, id);
    t.like(row, { state: 'done', done: 400, creates: 400, refused: 0 });
    t.true(half.done >= 150);
    await w.in(async () => {
      t.is(await Person.query().resultSize(), 400);
      t.is(await Position.query().resultSize(), 400);
      t.is(await Organisation.query().resultSize(), 7);
    });
  });
