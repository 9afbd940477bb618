// The digest: at the hour one chose, once, and never in a circle.

import test from 'ava';
import { addMember } from '#features/mailroom/commands/mailboxes.ts';
import { run } from '#kernel/command.ts';
import { passwordHash } from '#kernel/secrets.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { PASSWORD } from '#test/support/cast.ts';
import { ENGINES } from '#test/support/world.ts';
import { alertsOf, letters, SYSTEM, stage } from './stage.ts';

for (const engine of ENGINES)
  test(`a digest goes at the hour one chose, once, with what is unread, and not in the quiet hours (${engine})`, async (t) => {
    const { m, client } = await stage(t, engine);
    const ewa = await m.in(async () => {
      const user = await run(
        addUser,
        {
          givenName: 'Ewa',
          familyName: 'Żak',
          email: 'ewa@elsewhere.example',
          language: 'pl',
          roles: ['user'],
          teams: [],
          passwordHash: await passwordHash(PASSWORD),
        },
        SYSTEM,
      );
      await run(addMember, { id: m.satis, userId: user.id }, SYSTEM);
      return user;
    });
    await m.settle();
    const before = (await letters(m)).length;
    const digests = async () => (await letters(m)).slice(before);
    const page = await client(ewa);
    const wish = {
      digest: 'daily',
      time: '18:00',
      zone: 'Europe/Warsaw',
      quietFrom: '17:30',
      quietUntil: '07:15',
    };
    t.is((await page.patch('/api/alerts/preferences', wish)).status, 204);
    t.is((await page.get('/api/alerts/preferences')).body.nextAt, '2026-11-25T06:15:00.000Z');

    await m.arrives({ subject: 'Zapytanie o torby' });
    m.clock.set('2026-11-25T06:10:00.000Z');
    await m.settle();
    t.deepEqual(await digests(), []);
    m.clock.set('2026-11-25T06:16:00.000Z');
    await m.settle();
    const [letter, ...more] = await digests();
    t.deepEqual(more, []);
    t.is(letter!.to, 'ewa@elsewhere.example');
    t.regex(letter!.subject, /1 nieprzeczytana nowość/);
    t.regex(letter!.text, /Zapytanie o torby/);
    t.regex(letter!.text, /\/alerts\/[0-9A-Z]{26}/);

    m.clock.set('2026-11-26T06:16:00.000Z');
    await m.settle();
    t.is((await digests()).length, 1, 'nothing new, no mail');
    t.is((await alertsOf(page)).count, 1, 'told is not read');
  });

test('no digest speaks of mail that came to the address to which it goes, and its own arrival alerts nobody', async (t) => {
  const { m, people, mehmet } = await stage(t);
  const before = (await letters(m)).length;
  await mehmet.patch('/api/alerts/preferences', { digest: 'hourly', zone: 'Europe/Istanbul' });
  await m.arrives({ to: people.mehmet.email, subject: 'Mehmet Bey’e' });
  t.is((await alertsOf(mehmet)).items[0]?.title, 'Mehmet Bey’e');
  m.clock.advance(2 * 3600_000);
  await m.settle();
  t.is((await letters(m)).length, before);
  await m.arrives({ subject: 'Herkese' });
  m.clock.advance(2 * 3600_000);
  await m.settle();
  const [digest] = (await letters(m)).slice(before);
  t.regex(digest!.text, /Herkese/);
  t.notRegex(digest!.text, /Mehmet Bey/);
  const unread = (await alertsOf(mehmet)).count;
  const sent = (await m.messages()).find(({ subject }) => subject === digest!.subject);
  await m.arrives({
    to: people.mehmet.email,
    from: 'Lobi <postmaster@marmarapack.example>',
    subject: digest!.subject,
    messageId: sent!.messageId,
    header: ['Auto-Submitted: auto-generated'],
  });
  t.is((await m.messages()).filter(({ subject }) => subject === digest!.subject).length, 2, 'it came back');
  t.is((await alertsOf(mehmet)).count, unread);
});
