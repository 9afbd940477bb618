// The administrators' rooms in a real browser, on a real house: users, backups, audit, settings, health.

import test from 'ava';
import { type Dns, useDns } from '#platform/messages/doctor/dns.ts';
import { browser } from '#test/support/chromium.ts';
import { ADMIN, builtConsole, consoleHouse, visitConsole } from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

test.serial(
  'the administrator invites a colleague, takes a backup and verifies it, and reads who did it',
  async (t) => {
    const h = await consoleHouse(t);
    const { page, complaints } = await visitConsole(t, h, '/settings/users');
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByLabel('Given name').fill('Tomasz');
    await page.getByLabel('Family name').fill('Zieliński');
    await page.getByLabel('E-mail address').fill(ADMIN.email);
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('A user has this address already.').waitFor();
    await page.getByLabel('E-mail address').fill('tomasz@marmarapack.example');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('invited, no password yet').waitFor();

    await page.getByRole('link', { name: 'Backups' }).click();
    await page.getByText('No backup yet').waitFor();
    await page.getByRole('button', { name: 'Take a backup now' }).click();
    await page.getByText('taken by hand').waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^Whole: /).waitFor();

    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('added user Tomasz Zieliński').click();
    await page.getByRole('cell', { name: 'tomasz@marmarapack.example' }).waitFor();
    await page
      .getByText(/from (127\.0\.0\.1|::1|::ffff)/)
      .first()
      .waitFor();
    await page.getByLabel('Kind of record').selectOption('position');
    await page.getByText('No entries yet').waitFor();
    await page.getByLabel('Kind of record').selectOption('user');
    await page.getByRole('link', { name: 'Tomasz Zieliński' }).first().click();
    await page.getByText('invited, no password yet').waitFor();
    t.deepEqual(complaints, []);
  },
);

test.serial(
  'settings say their default and what holds them; a wrong value is refused with its reason',
  async (t) => {
    const h = await consoleHouse(t);
    const { page, complaints } = await visitConsole(t, h, '/settings/general');
    await page.getByText('Set by LOBI_MAIL_DOMAINS').waitFor();
    await page.getByLabel('Backups kept').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Type a whole number from 1 to 365.').waitFor();
    await page.getByLabel('Backups kept').fill('14');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Backups kept is saved').waitFor();
    await page.reload();
    await page.getByLabel('Backups kept').waitFor();
    t.is(await page.getByLabel('Backups kept').inputValue(), '14');
    await page.getByLabel('Check senders').uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Check senders is saved').waitFor();
    await page.getByLabel('Waits between tries').fill('5, 15, 60');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Waits between tries (minutes) is saved').waitFor();
    await page.getByLabel('Most recipients per minute').fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Most recipients per minute is saved').waitFor();
    const { items } = await h.api.get('/api/settings').then(({ body }) => body);
    const stored = (name: string) => items.find((each: { name: string }) => each.name === name).value;
    t.deepEqual(['checkSenders', 'sendingLadder', 'sendingPerMinute'].map(stored), [false, [5, 15, 60], 30]);
    t.deepEqual(complaints, []);
  },
);

test.serial('the system page says the one thing that is not well, and does it', async (t) => {
  const h = await consoleHouse(t);
  await h.api.post('/api/system/sending', { reason: 'restored' });
  const { page, complaints } = await visitConsole(t, h, '/settings/system');
  await page.getByText('All is well but one thing.').waitFor();
  await page.getByRole('button', { name: 'Let it leave' }).click();
  await page.getByText(/^All is well\. Checked/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('All is well but one thing.').waitFor();
  t.deepEqual(complaints, []);
});

test.serial(
  'mail delivery says what to type into DNS, makes keys, and signs once they are there',
  async (t) => {
    const h = await consoleHouse(t, { environment: { LOBI_PUBLIC_URL: 'http://lobi.marmarapack.example' } });
    const zone = new Map<string, string[]>();
    const silent: Dns = {
      mx: async () => null,
      txt: async (name) => zone.get(name) ?? null,
      addresses: async () => null,
      names: async () => null,
    };
    await h.in(async () => useDns(silent));
    const { page, complaints } = await visitConsole(t, h, '/settings/delivery');
    await page.getByText('The name servers gave no answer').waitFor();
    await page.getByText('10 lobi.marmarapack.example.').waitFor();
    await page.getByText('v=spf1 a:lobi.marmarapack.example ~all').waitFor();
    await page.getByRole('button', { name: 'Make keys' }).click();
    await page.getByText('v=DKIM1; k=rsa; p=').waitFor();
    const { body } = await h.api.get('/api/mail-doctor');
    for (const { record } of body.domains[0].keys) zone.set(record.name, [record.value]);
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('The keys are in DNS. Start signing with them.').waitFor();
    await page.getByRole('button', { name: 'Start signing' }).first().click();
    await page.getByText('Mail is signed, and others can check it.').waitFor();
    t.deepEqual(complaints, []);
  },
);
