// The bell: in the console of a real house, and in a host's page.

import test from 'ava';
import { acceptMail } from '#features/mailroom/accept.ts';
import { addMailbox, addMember } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { User } from '#platform/access/model.ts';
import { mailOf } from '#test/features/mailroom/mailroom.ts';
import { browser } from '#test/support/chromium.ts';
import { ADMIN, axeComplaints as axe, consoleHouse, visitConsole } from './support/console.ts';
import { elementPage, visit } from './support/hosts.ts';
import { problem, stage } from './support/stage.ts';

test.after.always('the browser ends', async () => (await browser()).close());

const SYSTEM = systemActor();

test.serial('a mail rings at once; it is opened by keys, read, and counted no more', async (t) => {
  t.timeout(120_000);
  const house = await consoleHouse(t);
  await house.in(async () => {
    const ayse = await User.query().findOne({ email: ADMIN.email });
    const box = await run(
      addMailbox,
      { address: 'satis@marmarapack.example', name: 'Satış', kind: 'group' },
      SYSTEM,
    );
    await run(addMember, { id: box.id, userId: ayse!.id }, SYSTEM);
  });
  const arrives = (subject: string) =>
    house.in(() =>
      acceptMail({
        raw: mailOf({ subject, date: new Date().toUTCString() }),
        envelope: {
          from: 'ayse@kuzey.example',
          to: ['satis@marmarapack.example'],
          peer: '192.168.1.20',
          greeting: 'mail.kuzey.example',
          protocol: 'ESMTP',
          tls: null,
        },
        door: 'smtp',
      }),
    );
  const { page } = await visitConsole(t, house, '/people', { lang: 'en' });
  await page.getByRole('button', { name: 'Notifications: nothing new' }).waitFor();
  await page.waitForTimeout(700); // the live line opens after the first answer
  await arrives('Teklif');
  await page.getByRole('button', { name: 'Notifications: 1 new' }).waitFor();
  await arrives('Numune');
  await page.getByRole('button', { name: 'Notifications: 2 new' }).waitFor();

  await page.keyboard.press('b');
  const list = page.getByRole('dialog', { name: 'Notifications' });
  await list.getByText('Ayşe Çağlar wrote to Satış').first().waitFor();
  t.deepEqual(await axe(page), []);
  await list.getByRole('link', { name: /Numune/ }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Notifications: 1 new' }).waitFor();
  await page.keyboard.press('Escape');
  t.true(
    await page
      .getByRole('button', { name: 'Notifications: 1 new' })
      .evaluate((each) => each.matches(':focus')),
  );

  await page.keyboard.press('Enter');
  await list.getByRole('link', { name: /Teklif/ }).click();
  await page.waitForURL(/\/mail\/message\//);
  await page.getByRole('button', { name: 'Notifications: nothing new' }).waitFor();

  await page.goto(`${house.url}/alerts`);
  await page.getByRole('link', { name: /Teklif/ }).waitFor();
  t.is(await page.getByRole('button', { name: 'Mark as unread' }).count(), 2);
});

test.serial(
  'how one is told is kept as it is changed, and what one follows is left with one click',
  async (t) => {
    t.timeout(120_000);
    const house = await consoleHouse(t);
    const person = (await house.api.post('/api/persons', { givenName: 'Ewa', familyName: 'Żak' })).body;
    const { page } = await visitConsole(t, house, `/people/person:${person.id}`, { lang: 'en' });
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByRole('button', { name: 'Following' }).waitFor();

    await page.goto(`${house.url}/alerts/preferences`);
    await page.getByLabel('How often').selectOption('daily');
    await page.getByLabel('Time', { exact: true }).fill('18:15');
    await page.getByLabel('Time', { exact: true }).press('Tab');
    await page.getByLabel('Quiet hours').check();
    await page.getByText(/^Next: /).waitFor();
    await page.getByLabel('Mail with cards I follow: in the digest').uncheck();
    await page.getByText('Saved').first().waitFor();
    t.deepEqual(await axe(page), []);
    await page.reload();
    await page.getByLabel('Quiet from').waitFor();
    t.is(await page.getByLabel('Time', { exact: true }).inputValue(), '18:15');
    t.false(await page.getByLabel('Mail with cards I follow: in the digest').isChecked());
    await page.getByRole('link', { name: 'Ewa Żak' }).waitFor();
    await page.getByRole('button', { name: 'Following' }).click();
    await page.getByRole('link', { name: 'Ewa Żak' }).waitFor({ state: 'detached' });
  },
);

const alert = {
  id: 'A1',
  entity: 'alert',
  kind: 'mailroom.mail',
  at: '2026-11-24T06:00:00.000Z',
  times: 3,
  readAt: null,
  sentence: 'Ewa Żak wrote to Satış',
  title: 'Torby papierowe',
  snippet: 'Dzień dobry',
  opens: { entity: 'message', id: 'M1' },
};

test.serial(
  'in a host’s page the bell opens what it tells of in Lobi, unless the page takes it over',
  async (t) => {
    const s = await stage(t, { '/api/alerts': { items: [alert], next: null, count: 100 } });
    const { page } = await visit(
      t,
      elementPage(s, '<lobi-notifications></lobi-notifications>', { width: 300 }),
    );
    await page.getByRole('button', { name: 'Notifications: 100 new or more' }).click();
    const link = page.getByRole('link', { name: /Torby papierowe/ });
    await link.waitFor();
    t.regex((await link.getAttribute('href')) ?? '', /^http.*\/mail\/message\/M1$/);
    t.is(await link.getAttribute('target'), '_blank');
    const taken = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('lobi-record-open', (event) => {
            event.preventDefault();
            resolve((event as CustomEvent).detail);
          }),
        ),
    );
    await link.click();
    t.deepEqual(await taken, { entity: 'message', id: 'M1' });
  },
);

test.serial('a bell without an answer stays a bell, and says so when it is opened', async (t) => {
  const s = await stage(t, { '/api/alerts': problem(500, 'http.broken') });
  const { page } = await visit(
    t,
    elementPage(s, '<lobi-notifications></lobi-notifications>', { width: 300 }),
  );
  await page.getByRole('button', { name: /Notifications/ }).click();
  await page.getByText('This did not load').waitFor();
  t.truthy(await page.locator('lobi-notifications').getAttribute('error'));
});
