// The front desk in a real browser, on a real house: from a typed name to paper in two steps.

import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Page } from 'playwright-core';
import { browser } from '#test/support/chromium.ts';
import { codesIn, pagesOf, textOf } from '#test/support/paper.ts';
import { axeComplaints, builtConsole, consoleHouse, visitConsole } from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

/** A browser that shows no PDF saves it: so the test has the paper in its hand. */
async function savingPapers(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => false }));
  await page.reload();
}

async function paperOf(page: Page, does: () => Promise<unknown>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), does()]);
  return readFileSync((await download.path()) as string);
}

test.serial(
  'a name, Enter, Enter: the badge is printed; scanned, it is printed again and says so',
  async (t) => {
    const h = await consoleHouse(t);
    const { page, complaints } = await visitConsole(t, h, '/desk/badge');
    await savingPapers(page);
    const field = page.getByRole('combobox');
    await field.waitFor();
    await page.keyboard.type('Stanisława Brzęczyszczykiewicz');
    await page.getByText('Guest without a card').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'The badge of Stanisława Brzęczyszczykiewicz' }).waitFor();
    const paper = await paperOf(page, () => page.keyboard.press('Enter'));
    t.true(textOf(paper).includes('Brzęczyszczykiewicz'));
    const [code] = await codesIn(pagesOf(paper)[0] as Buffer);
    await page.getByText('Printed last').waitFor();
    t.is(await field.inputValue(), '');
    t.true(
      await field.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input),
      'the next one, please',
    );

    await page.keyboard.type(code?.text as string);
    await page.keyboard.press('Enter');
    await page.getByText('Printed once before.').waitFor();
    const again = await paperOf(page, () => page.keyboard.press('Enter'));
    t.true(textOf(again).includes('Reprint 1'));
    t.deepEqual(await codesIn(pagesOf(again)[0] as Buffer), await codesIn(pagesOf(paper)[0] as Buffer));
    t.deepEqual(complaints, []);
  },
);

test.serial(
  'a card leads to its badge; a photo of any kind is printed; a file that is none is refused in words',
  async (t) => {
    const h = await consoleHouse(t);
    const { body } = await h.api.post('/api/persons', { givenName: 'Şükrü', familyName: 'Uğurlu' });
    const { page, complaints } = await visitConsole(t, h, `/people/person:${body.id}`);
    await savingPapers(page);
    await page.getByRole('link', { name: 'Badge' }).click();
    await page.getByRole('img', { name: 'The badge of Şükrü Uğurlu' }).waitFor();
    await page.getByRole('button', { name: 'Label 62 × 100' }).click();
    await page.locator('img.label').waitFor();
    const [png] = pagesOf(
      await paperOf(page, () =>
        page
          .getByRole('button', { name: /^Print/ })
          .first()
          .click(),
      ),
    );

    await page.goto(`${h.url}/desk/badge?person=${body.id}`);
    await page.getByText('Printed once before.').waitFor();
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
    await page.getByText('This file is no picture that can be shown here.').waitFor();
    const brought = page.waitForResponse((answer) => answer.url().endsWith('/api/documents'));
    await file.setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: png as Buffer });
    t.is((await brought).status(), 201);
    await page.getByText('This file is no picture').waitFor({ state: 'detached' });
    t.deepEqual(await axeComplaints(page), []);
    const paper = await paperOf(page, () =>
      page
        .getByRole('button', { name: /^Print/ })
        .first()
        .click(),
    );
    t.true(paper.includes('/DCTDecode'));
    t.true(textOf(paper).includes('Reprint 1'));
    t.deepEqual(complaints, []);
  },
);

test.serial('whoever sits at the desk has the desk and nothing else', async (t) => {
  const h = await consoleHouse(t);
  const clerk = { email: 'derya@marmarapack.example', password: 'deniz kenarında iki martı' };
  const { body } = await h.api.post('/api/users', {
    ...clerk,
    givenName: 'Derya',
    familyName: 'Koç',
    language: 'en',
    roles: ['clerk'],
  });
  await h.api.post(`/api/users/${body.id}/password`, { password: clerk.password });
  const { page, context, complaints } = await visitConsole(t, h, '/', { stranger: true });
  t.is((await context.request.post(`${h.url}/api/session`, { data: clerk })).status(), 200);
  await page.goto(`${h.url}/`);
  await page.getByRole('combobox').waitFor();
  t.is(await page.getByRole('link', { name: 'Mail' }).count(), 0);
  t.is(await page.getByRole('link', { name: 'People' }).count(), 0);
  await page.goto(`${h.url}/people`);
  await page.getByText('There is nothing here').first().waitFor();
  t.deepEqual(complaints, []);
});
