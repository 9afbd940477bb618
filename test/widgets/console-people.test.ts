// People in the console: a card by keyboard alone, many cards at once, a view that is kept, what colleagues say.

import test from 'ava';
import type { Page } from 'playwright-core';
import { builtConsole, consoleHouse, visitConsole } from './support/console.ts';

test.before(builtConsole);

/** Types as a person does, and counts every key that is pressed. */
class Typist {
  keys = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async text(words: string): Promise<void> {
    this.keys += words.length;
    await this.#page.keyboard.type(words);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.keys += key.split('+').length;
      await this.#page.keyboard.press(key);
    }
  }
}

test.serial('a person is entered by keyboard alone, with eight keys beside what is typed', async (t) => {
  const h = await consoleHouse(t);
  await h.api.post('/api/organisations', { name: 'Kuzey Un' });
  const { page, complaints } = await visitConsole(t, h, '/people');
  await page.getByRole('heading', { name: 'People' }).waitFor();
  const typist = new Typist(page);
  await typist.press('n');
  await page.getByLabel('Given name').waitFor();
  const words = ['Gülşah', 'Aydınoğlu', 'Kuzey', 'Müdür', 'gulsah@kuzeyun.example', '0532 418 07 66'];
  await typist.text(words[0]!);
  await typist.press('Enter');
  await typist.text(words[1]!);
  await typist.press('Enter');
  await typist.text(words[2]!);
  await page.getByRole('option', { name: 'Kuzey Un' }).waitFor();
  await typist.press('Enter');
  for (const word of [words[3]!, words[4]!]) {
    await typist.text(word);
    await typist.press('Enter');
  }
  await typist.text(words[5]!);
  await typist.press('Control+Enter');
  await page.getByRole('heading', { name: 'Gülşah Aydınoğlu' }).waitFor();
  const [person] = (await h.api.get('/api/persons')).body.items;
  t.like(person, { givenName: 'Gülşah', familyName: 'Aydınoğlu' });
  t.like(person.positions[0], { title: 'Müdür', organisation: { label: 'Kuzey Un' } });
  t.deepEqual(
    person.contactPoints.map(({ value }: { value: string }) => value),
    ['gulsah@kuzeyun.example', '+905324180766'],
  );
  t.is(typist.keys - words.join('').length, 8); // n, five times Enter, Ctrl and Enter
  // Who types 300 keys in a minute, an ordinary pace for an office, is done within 20 s.
  t.true(typist.keys <= 100, `${typist.keys} keys`);
  t.deepEqual(complaints, []);
});

test.serial('an organisation that has no card yet is made on the way', async (t) => {
  const h = await consoleHouse(t);
  const { page } = await visitConsole(t, h, '/people/new?of=person');
  await page.getByLabel('Given name').fill('Emre');
  await page.locator('lobi-new-card lobi-picker input').fill('Çarşamba Un');
  await page.keyboard.press('Enter');
  await page.getByText('Çarşamba Un (new)').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Emre' }).waitFor();
  t.like((await h.api.get('/api/persons')).body.items[0].positions[0], {
    organisation: { label: 'Çarşamba Un' },
  });
});

test.serial('who is there already is told while one types: by number, tax number and name', async (t) => {
  const h = await consoleHouse(t);
  const point = { kind: 'phone', value: '0532 418 07 66' };
  await h.api.post('/api/persons', { givenName: 'Şule', familyName: 'Işık', contactPoints: [point] });
  await h.api.post('/api/organisations', { name: 'Kuzey Un', taxNumber: '3100220534' });
  const { page } = await visitConsole(t, h, '/people/new?of=person');
  await page.getByLabel('Phone').fill('+90 532 418 07 66');
  await page.getByText('same phone').waitFor();
  await page.getByRole('link', { name: 'Şule Işık same phone' }).waitFor();
  await page.getByLabel('Phone').fill('');
  await page.getByLabel('Given name').fill('sule');
  await page.getByLabel('Family name').fill('ISIK');
  await page.getByText('same name').waitFor();
  await page.goto(`${h.url}/people/new?of=organisation`);
  await page.getByLabel('Tax number').fill('310 022 05 34');
  await page.getByText('same tax number').waitFor();
  t.is(await page.locator('.alike a').count(), 1);
});

test.serial('all cards of a list are tagged at once, and the tag comes off with one click', async (t) => {
  const h = await consoleHouse(t);
  for (const familyName of ['Ağaoğlu', 'Başaran', 'Çelik'])
    await h.api.post('/api/persons', { givenName: 'Ali', familyName, kinds: ['customer'] });
  const { page, complaints } = await visitConsole(t, h, '/people?of=person&f=kinds:customer');
  await page.getByText('Ali Çelik').waitFor();
  await page.locator('lobi-table [role=row] input[type=checkbox]').nth(1).click();
  await page.getByText('1 chosen').waitFor();
  await page.getByRole('button', { name: 'Choose all 3' }).click();
  await page.getByText('3 chosen').waitFor();
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.keyboard.type('fuar 2027');
  await page.keyboard.press('Enter');
  await page.getByText('3 cards changed').waitFor();
  const tagged = async () =>
    (await h.api.get('/api/persons')).body.items.filter(({ tags }: { tags: string[] }) =>
      tags.includes('fuar 2027'),
    ).length;
  t.is(await tagged(), 3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('3 cards turned back').waitFor();
  t.is(await tagged(), 0);
  // The conditions are kept as a view for everybody.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Müşteriler');
  await page.getByLabel('For everybody').check();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Müşteriler' }).waitFor();
  t.like((await h.api.get('/api/groups')).body.items[0], {
    name: 'Müşteriler',
    shared: true,
    where: { field: 'kinds', is: 'customer' },
  });
  await page.getByText('Ali Çelik').waitFor();
  t.deepEqual(complaints, []);
});

test.serial('a card tells relations from its side, and what colleagues say of it', async (t) => {
  const h = await consoleHouse(t);
  const make = async (name: string) => (await h.api.post('/api/organisations', { name })).body;
  const [bakery, mill] = [await make('Ege Fırın'), await make('Kuzey Un')];
  await h.api.post('/api/users', {
    givenName: 'Burak',
    familyName: 'Şahin',
    email: 'burak@marmarapack.example',
    roles: ['user'],
  });
  const { page, complaints } = await visitConsole(t, h, `/people/organisation:${bakery.id}`);
  await page.getByRole('button', { name: 'Add a relation' }).click();
  await page.getByLabel('What the other is').selectOption({ label: 'Supplier' });
  await page.locator('lobi-card-relations lobi-picker input').fill('kuzey');
  await page.getByRole('option', { name: 'Kuzey Un' }).click();
  await page.locator('lobi-card-relations').getByRole('button', { name: 'Save' }).click();
  await page.locator('lobi-card-relations').getByText('Supplier').waitFor();
  await page.goto(`${h.url}/people/organisation:${mill.id}`);
  await page.locator('lobi-card-relations').getByText('Buyer').waitFor();
  await page.getByRole('textbox', { name: 'Say something to colleagues' }).click();
  await page.keyboard.type('Arayalım @bur');
  await page.getByRole('option', { name: 'Burak Şahin' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('bugün');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Arayalım @Burak Şahin bugün').waitFor();
  const [comment] = (await h.api.get('/api/comments')).body.items;
  t.is(comment.mentions.length, 1);
  t.deepEqual(complaints, []);
});
