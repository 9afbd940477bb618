// One field for search and command: where one was, what the page can do, every place, by keys alone.

import test from 'ava';
import { browser } from '#test/support/chromium.ts';
import { axeComplaints, consoleHouse, visitConsole } from './support/console.ts';

test.after.always('the browser ends', async () => (await browser()).close());

test.serial(
  'by keys alone one goes to a place, back to what was open lately, and does what the page can do',
  async (t) => {
    t.timeout(120_000);
    const house = await consoleHouse(t);
    const person = (await house.api.post('/api/persons', { givenName: 'Łucja', familyName: 'Işık' })).body;
    const { page, complaints } = await visitConsole(t, house, `/people/person:${person.id}`, { lang: 'pl' });
    await page.getByRole('heading', { name: 'Łucja Işık' }).first().waitFor();
    const field = page.getByRole('combobox', { name: 'Szukaj' });
    const options = page.getByRole('option');

    await page.keyboard.press('Control+k');
    await field.pressSequentially('powiad');
    await page.getByRole('option', { name: 'Ustawienia powiadomień' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/alerts/);

    await page.keyboard.press('Control+k');
    await options.first().waitFor();
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/palette.png` });
    t.regex((await options.first().textContent()) ?? '', /Łucja Işık/);
    t.deepEqual(await axeComplaints(page), []);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\/person:/);

    await page.keyboard.press('Control+k');
    await field.pressSequentially('lucja');
    await page.getByText('Znalezione').waitFor();
    t.regex((await options.first().textContent()) ?? '', /Łucja Işık/, 'folded as people type');
    t.deepEqual(complaints, []);
  },
);

test.serial('a deed of the page is found by its words, with its key, and done', async (t) => {
  t.timeout(120_000);
  const house = await consoleHouse(t);
  const { page } = await visitConsole(t, house, '/people', { lang: 'tr' });
  await page.getByRole('button', { name: /Bildirimler/ }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').pressSequentially('BILDIRIM');
  const bell = page.getByRole('option', { name: 'Bildirimler b' });
  await bell.waitFor();
  await bell.click();
  await page.getByRole('dialog', { name: 'Bildirimler' }).getByText('Yeni bir şey yok').waitFor();
  t.pass();
});
