// The keys of the console, told where one is.

import test from 'ava';
import { browser } from '#test/support/chromium.ts';
import { axeComplaints, builtConsole, consoleHouse, visitConsole } from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

test.serial('? shows the keys that work where one is', async (t) => {
  const h = await consoleHouse(t);
  const { page, complaints } = await visitConsole(t, h, '/people');
  await page.getByRole('heading', { name: 'People' }).waitFor();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard keys' });
  await dialog.waitFor();
  await page.getByText('New card', { exact: true }).waitFor(); // slotted into the dialog
  t.deepEqual(await axeComplaints(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  t.deepEqual(complaints, []);
});
