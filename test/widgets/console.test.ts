// The console in a real browser, on a real house: first run, ways in, people and cards, keys, news, all under the strict
// policy of its page. Mail has its own file.

import test from 'ava';
import { setting } from '#platform/settings/api.ts';
import { browser } from '#test/support/chromium.ts';
import { ADMIN, builtConsole, consoleHouse, setupLink, visitConsole } from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

test.serial(
  'the first run asks five things on one page, signs the first administrator in, and is gone afterwards',
  async (t) => {
    const h = await consoleHouse(t, { unset: true, environment: { LOBI_COMPANY: 'Beyazdağ Gıda A.Ş.' } });
    const link = await setupLink(h);
    const { page, complaints } = await visitConsole(t, h, link.slice(h.url.length), { stranger: true });
    await page.getByText('set by LOBI_COMPANY').waitFor();
    await page.getByLabel('Domain').fill('not a domain');
    await page.getByLabel('Given name').fill('Ayşe');
    await page.getByLabel('E-mail address').fill('ayse@@x');
    await page.getByLabel('Password').fill('kısa');
    t.is(await page.locator('.no.done').count(), 3, 'what would be refused is not ticked');
    await page.getByLabel('Domain').fill('beyazdag.example');
    t.is(await page.locator('.no.done').count(), 4);
    await page.getByLabel('Country').selectOption('Poland');
    await page.getByLabel('Family name').fill('Yılmaz');
    await page.getByLabel('E-mail address').fill('ayse@beyazdag.example');
    await page.reload();
    t.is(await page.getByLabel('Given name').inputValue(), 'Ayşe', 'what was typed outlives a reload');
    await page.getByLabel('Password').fill('ayse@beyazdag.example');
    await page.getByRole('button', { name: 'Finish and sign in' }).click();
    await page.getByText('This is too easy to guess').waitFor();
    await page.getByLabel('Password').fill('ıhlamur altında üç çınar');
    await page.getByRole('button', { name: 'Finish and sign in' }).click();
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    t.is(new URL(page.url()).pathname, '/');
    t.is(await h.in(async () => setting('country')), 'PL');
    await page.getByRole('link', { name: 'Go to the mailboxes' }).click();
    await page.getByRole('heading', { name: 'Mailboxes' }).waitFor();
    await page.goto(`${h.url}/people/person/xyz`);
    await page.getByText('There is no such record or page').waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: 'This Lobi is set up' }).waitFor();
    t.deepEqual(complaints, []);
  },
);

test.serial(
  'a wrong password is said in the page’s language; the right one leads where one wanted to go',
  async (t) => {
    const h = await consoleHouse(t);
    const { page, complaints } = await visitConsole(t, h, '/people?of=organisation', {
      lang: 'tr',
      stranger: true,
    });
    await page.getByLabel('E-posta adresi').fill(ADMIN.email);
    await page.getByLabel('Parola').fill('yanlış');
    await page.getByLabel('Parola').press('Enter');
    await page.getByText('Adres ya da parola yanlış.').waitFor();
    await page.getByLabel('Parola').fill(ADMIN.password);
    await page.getByLabel('Parola').press('Enter');
    await page.getByRole('heading', { name: 'Kurumlar' }).waitFor();
    await page.getByRole('button', { name: /Ayşe|ayse/i }).click();
    await page.getByRole('button', { name: 'Oturumu kapat' }).click();
    await page.getByRole('heading', { name: 'Oturum aç' }).waitFor();
    t.is((await page.request.get(`${h.url}/api/session`)).status(), 401);
    t.deepEqual(complaints, []);
  },
);

test.serial('a forgotten password is asked for without telling who is known', async (t) => {
  const h = await consoleHouse(t);
  const { page, complaints } = await visitConsole(t, h, '/', { lang: 'pl', stranger: true });
  await page.getByRole('link', { name: 'Nie pamiętam hasła' }).click();
  await page.getByLabel('Adres e-mail').fill('nikt@nigdzie.example');
  await page.getByRole('button', { name: 'Wyślij link' }).click();
  await page.getByText('Wiadomość jest w drodze.').waitFor();
  await page.goto(`${h.url}/reset?token=nonsense`);
  await page.getByLabel('Nowe hasło').fill('trzy lipy pod klonem');
  await page.getByRole('button', { name: 'Ustaw hasło' }).click();
  await page.getByText('Ten link został użyty albo wygasł').waitFor();
  t.deepEqual(complaints, []);
});

test.serial('a card is made by keyboard alone, and what was typed outlives a reload', async (t) => {
  const h = await consoleHouse(t);
  await h.api.post('/api/organisations', { name: 'Öztürk Gıda San. ve Tic. A.Ş.' });
  const { page, complaints } = await visitConsole(t, h, '/people');
  await page.getByRole('link', { name: 'New person' }).waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('Given name').fill('Şule');
  await page.reload();
  t.is(await page.getByLabel('Given name').inputValue(), 'Şule');
  await page.getByLabel('Given name').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Işık');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ozturk');
  await page.getByRole('option', { name: /Öztürk/ }).waitFor();
  await page.keyboard.press('Enter'); // chooses, and goes on
  await page.keyboard.type('Purchasing manager');
  await page.keyboard.press('Tab');
  await page.keyboard.type('s.isik@ozturkgida.example');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
  await page.getByText('Purchasing manager').first().waitFor();
  t.regex(page.url(), /\/people\/person:/);
  await page.goBack();
  await page.getByRole('heading', { name: 'People' }).waitFor();
  t.deepEqual(complaints, []);
});

test.serial(
  'a fact is changed where it stands and taken back; of two people the second sees what the first wrote',
  async (t) => {
    const h = await consoleHouse(t);
    const { body: card } = await h.api.post('/api/organisations', { name: 'Ege Konserve' });
    const { page, complaints } = await visitConsole(t, h, `/people/organisation:${card.id}`);
    await page.getByRole('heading', { name: 'Ege Konserve' }).waitFor();
    await page.getByRole('button', { name: 'Edit Name' }).click();
    await page.getByLabel('Name').fill('Ege Konserve A.Ş.');
    await page.getByLabel('Name').press('Enter');
    await page.getByRole('heading', { name: 'Ege Konserve A.Ş.' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Ege Konserve', exact: true }).waitFor();

    await page.getByRole('button', { name: 'Edit Name' }).click();
    await page.getByLabel('Name').fill('Mine');
    await page.evaluate(() => dispatchEvent(new Event('offline'))); // the news of the other change comes late
    const { body: now } = await h.api.get(`/api/organisations/${card.id}`);
    await page.route('**/api/organisations/*', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await h.api.patch(
      `/api/organisations/${card.id}`,
      { name: 'Theirs' },
      { 'If-Match': `"${now.version}"` },
    );
    await page.getByLabel('Name').press('Enter');
    await page.getByText('Somebody changed it meanwhile').waitFor();
    t.truthy(await page.getByText('Theirs').count());
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    t.deepEqual(
      complaints.filter((each) => !/ERR_FAILED/.test(each)),
      [],
    );
  },
);

test.serial(
  'the list is found in as one types, filtered and sorted; address, back and reload hold all of it',
  async (t) => {
    const h = await consoleHouse(t);
    for (const name of ['Łódź Maszyny', 'İstanbul Ambalaj', 'Çağlayan Süt'])
      await h.api.post('/api/organisations', {
        name,
        kinds: name.startsWith('Ł') ? ['supplier'] : ['customer'],
      });
    const { page, complaints } = await visitConsole(t, h, '/people?of=organisation');
    await page.getByText('İstanbul Ambalaj').waitFor();
    await page.keyboard.press('f');
    await page.keyboard.type('lodz');
    await page.getByText('Çağlayan Süt').waitFor({ state: 'detached' });
    await page.getByText('Łódź Maszyny').waitFor(); // found without its marks
    await page.reload();
    t.is(await page.getByPlaceholder('Find in the list').inputValue(), 'lodz');
    await page.getByPlaceholder('Find in the list').fill('');
    await page.getByText('Çağlayan Süt').waitFor();
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByRole('menuitem', { name: 'Kind: Customer' }).click();
    await page.getByText('Łódź Maszyny').waitFor({ state: 'detached' });
    t.is(new URL(page.url()).searchParams.get('f'), 'kinds:customer');
    await page.goBack();
    await page.getByText('Łódź Maszyny').waitFor();
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL(/sort=-name/);
    await page.getByRole('row').nth(1).getByText('Łódź Maszyny').waitFor();
    t.deepEqual(complaints, []);
  },
);

test.serial('a change by a colleague stands on the open card without a reload', async (t) => {
  const h = await consoleHouse(t);
  const { body: card } = await h.api.post('/api/persons', { givenName: 'Gülşah', familyName: 'Yiğit' });
  const { page, complaints } = await visitConsole(t, h, `/people/person:${card.id}`);
  await page.getByRole('heading', { name: 'Gülşah Yiğit' }).waitFor();
  await page.waitForTimeout(600); // the live line opens after the first picture
  await h.api.patch(
    `/api/persons/${card.id}`,
    { tags: ['karar verici'] },
    { 'If-Match': `"${card.version}"` },
  );
  await page.getByText('karar verici').first().waitFor({ timeout: 8000 });
  t.deepEqual(complaints, []);
});

test.serial('search and command: Ctrl K finds records and deeds and goes there', async (t) => {
  const h = await consoleHouse(t);
  const { body: card } = await h.api.post('/api/persons', { givenName: 'İpek', familyName: 'Çağlayan' });
  const { body: firm } = await h.api.post('/api/organisations', { name: 'Çağlayan Tekstil' });
  await h.api.post('/api/positions', {
    person: { entity: 'person', id: card.id },
    organisation: { entity: 'organisation', id: firm.id },
    title: 'Director',
  });
  const { page, complaints } = await visitConsole(t, h, '/people');
  await page.getByText('İpek Çağlayan').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or command' }).fill('caglayan');
  await page.getByRole('option', { name: /Çağlayan Tekstil\s*Organisation/ }).waitFor();
  await page.getByRole('option', { name: /İpek Çağlayan\s*Director · Çağlayan Tekstil/ }).click();
  await page.waitForURL(`**/people/person:${card.id}`);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or command' }).fill('backup');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/backups');
  t.deepEqual(complaints, []);
});

test.serial(
  'a bad address is told at its field in the reader’s language, a double one is asked about first',
  async (t) => {
    const h = await consoleHouse(t);
    const point = { kind: 'email', value: 'hania@winnica.example' };
    await h.api.post('/api/persons', { givenName: 'Hania', familyName: 'Maj', contactPoints: [point] });
    const { page } = await visitConsole(t, h, '/people/new?of=person', { lang: 'pl' });
    await page.getByLabel('Imię').fill('Anna');
    await page.getByLabel('E-mail').fill('anna@winnica');
    await page.keyboard.press('Control+Enter');
    await page.getByText('To nie jest adres e-mail.').waitFor();
    t.is(await page.getByLabel('E-mail').getAttribute('aria-invalid'), 'true');
    await page.getByLabel('E-mail').fill('Hania@winnica.example');
    await page.keyboard.press('Control+Enter');
    await page.getByText('To jest już na kartotece').waitFor();
    t.is((await h.api.get('/api/persons')).body.items.length, 1);
    await page.getByRole('button', { name: 'Mimo to załóż kartotekę' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('lobi-card-history ol li').first().waitFor();
    t.is((await h.api.get('/api/persons')).body.items.length, 2);
  },
);

test.serial(
  'without a network what was seen stays, with a bar that says so; an address that leads nowhere says what to do',
  async (t) => {
    const h = await consoleHouse(t);
    const { body: card } = await h.api.post('/api/persons', { givenName: 'Nazlı', familyName: 'Şimşek' });
    const { page, context, complaints } = await visitConsole(t, h, `/people/person:${card.id}`);
    await page.getByRole('heading', { name: 'Nazlı Şimşek' }).waitFor();
    await context.setOffline(true);
    await page.getByText('No network. What you see stays readable').waitFor();
    t.is(await page.getByRole('heading', { name: 'Nazlı Şimşek' }).count(), 1);
    await context.setOffline(false);
    await page.getByText('No network. What you see stays readable').waitFor({ state: 'detached' });
    await page.goto(`${h.url}/elsewhere`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.goto(`${h.url}/people/person:01J00000000000000000000000`);
    await page.getByText('There is no such record or page').waitFor();
    t.deepEqual(
      complaints.filter((each) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(each)),
      [],
    );
  },
);

test.serial('an ended session brings the sign-in page, and after it one is where one was', async (t) => {
  const h = await consoleHouse(t);
  const { page, context, complaints } = await visitConsole(t, h, '/people?of=organisation');
  await page.getByRole('heading', { name: 'Organisations' }).waitFor();
  await context.clearCookies();
  await page.getByRole('link', { name: 'My people' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByLabel('Password').press('Enter');
  await page.getByRole('heading', { name: 'My people' }).waitFor();
  t.deepEqual(complaints, []);
});
