// What a card said about being written to: written down on the card and on many at once; the letters it got stand there, too.

import test from 'ava';
import { browser } from '#test/support/chromium.ts';
import { openSink } from '#test/support/sink.ts';
import { axeComplaints, builtConsole, consoleHouse, visitConsole } from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

test.serial('a consent is written down on the card, a refusal follows it, and both stay', async (t) => {
  const h = await consoleHouse(t);
  const contactPoints = [{ kind: 'email', value: 's.isik@ozturkgida.example' }];
  const fields = { givenName: 'Şule', familyName: 'Işık', merchant: false, vocative: 'Szule', contactPoints };
  const { id } = (await h.api.post('/api/persons', fields)).body;
  const { page, complaints } = await visitConsole(t, h, `/people/person:${id}`);
  const facts = page.locator('lobi-card-facts');
  await facts.getByText('Szule').waitFor();
  await facts
    .getByRole('definition')
    .filter({ hasText: /^\s*no/ })
    .waitFor();
  const part = page.locator('lobi-card-consents');
  await part.getByText('nothing said').first().waitFor();
  await part.getByRole('button', { name: 'Write down' }).click();
  await page.keyboard.press('Tab'); // from the channel to the purpose
  await part.getByLabel('How it was said').selectOption('paper');
  await part.getByLabel('Said on').fill('2026-03-02');
  await part.getByLabel('Text agreed to').fill('Kampanyalardan haberdar olmak istiyorum.');
  await part.getByLabel('Evidence', { exact: true }).fill('form 2026/14');
  const scan = { name: 'onay-formu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 form') };
  await part.locator('input[type=file]').setInputFiles(scan);
  await part.getByLabel('Evidence', { exact: true }).press('Enter');
  await part.getByText('on paper').first().waitFor();
  t.like((await h.api.get('/api/consents')).body.items[0], {
    card: { id },
    channel: 'mail',
    purpose: 'commercial',
    status: 'given',
    source: 'paper',
    at: '2026-03-02T12:00:00.000Z',
    evidence: 'form 2026/14',
  });
  await part.getByRole('button', { name: 'Write down' }).click();
  await part.getByLabel('Decision').selectOption('refused');
  await part.getByLabel('How it was said').selectOption('phone');
  await part.getByRole('button', { name: 'Save' }).click();
  await part.getByText('2 entries').click();
  await part.getByText('form 2026/14').waitFor();
  await part.getByRole('link', { name: 'onay-formu.pdf' }).waitFor();
  // The last word stands in the table, both in the history.
  t.is(await part.locator('td .refused').count(), 1);
  t.is(await part.locator('td .given').count(), 0);
  t.is(await part.locator('li').count(), 2);
  t.deepEqual(await axeComplaints(page), []);
  t.deepEqual(complaints, []);
});

test.serial('a consent of a day that is to come is refused with words', async (t) => {
  const h = await consoleHouse(t);
  const { id } = (await h.api.post('/api/organisations', { name: 'Kuzey Un' })).body;
  const { page } = await visitConsole(t, h, `/people/organisation:${id}`);
  const part = page.locator('lobi-card-consents');
  await part.getByRole('button', { name: 'Write down' }).click();
  await part.getByLabel('Said on').fill('2999-01-01');
  await part.getByRole('button', { name: 'Save' }).click();
  await part.locator('.fault').waitFor();
  t.is((await h.api.get('/api/consents')).body.items.length, 0);
});

test.serial('the same is written on all cards that a list finds', async (t) => {
  const h = await consoleHouse(t);
  for (const familyName of ['Ağaoğlu', 'Başaran', 'Çelik'])
    await h.api.post('/api/persons', { givenName: 'Ali', familyName, kinds: ['customer'] });
  await h.api.post('/api/persons', { givenName: 'Veli', familyName: 'Demir' });
  const { page, complaints } = await visitConsole(t, h, '/people?of=person&f=kinds:customer');
  await page.getByText('Ali Çelik').waitFor();
  await page.locator('lobi-table [role=row] input[type=checkbox]').nth(1).click();
  await page.getByRole('button', { name: 'Choose all 3' }).click();
  await page.getByRole('button', { name: 'Consent', exact: true }).click();
  const form = page.getByRole('form', { name: 'Consents' });
  await form.getByLabel('How it was said').selectOption('meeting');
  await form.getByLabel('Evidence', { exact: true }).fill('fuar 2026');
  t.deepEqual(await axeComplaints(page), []);
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Written down on 3 cards').waitFor();
  const { items } = (await h.api.get('/api/consents')).body;
  t.is(items.length, 3);
  t.true(items.every((each: Record<string, unknown>) => each.evidence === 'fuar 2026'));
  t.deepEqual(complaints, []);
});

test.serial('the letters that a card got stand on it with their text, and lead to the proof', async (t) => {
  const sink = await openSink();
  t.teardown(() => sink.close());
  const h = await consoleHouse(t, { environment: { LOBI_RELAY_URL: sink.url } });
  await h.api.post('/api/system/sending', { reason: null });
  const me = (await h.api.get('/api/session')).body.user.id as string;
  const box = { name: 'Satış', address: 'satis@marmarapack.example', kind: 'group', members: [me] };
  const mailbox = { entity: 'mailbox', id: (await h.api.post('/api/mailboxes', box)).body.id };
  const contactPoints = [{ kind: 'email', value: 's.isik@ozturkgida.example' }];
  const fields = { givenName: 'Şule', familyName: 'Işık', language: 'tr', contactPoints };
  const { id } = (await h.api.post('/api/persons', fields)).body;
  const letter = {
    ...{ subject: 'Fiyat listesi', text: 'Sayın {{givenName}} Hanım, liste ektedir.', mailbox },
    ...{ purpose: 'service', salutation: false, audience: { cards: [{ entity: 'person', id }] } },
  };
  const sent = (await h.api.post('/api/letters', letter)).body.id as string;
  await h.api.post(`/api/letters/${sent}/sending`);
  const { page, complaints } = await visitConsole(t, h, `/people/person:${id}`);
  const part = page.locator('lobi-card-letters');
  // It comes while one looks, without a reload.
  await part.getByRole('link', { name: 'Fiyat listesi' }).waitFor({ timeout: 60_000 });
  await part.getByText('As sent').click();
  await part.getByText('Sayın Şule Hanım, liste ektedir.').waitFor();
  await part.getByRole('link', { name: 'Fiyat listesi' }).click();
  const beside = page.getByRole('complementary', { name: 'Şule Işık' });
  await beside.getByText('Sayın Şule Hanım, liste ektedir.').waitFor();
  t.deepEqual(complaints, []);
});
