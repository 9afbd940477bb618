// Writing in a strict page of another origin: nothing that was written is lost, and a sending can be taken back.

import test from 'ava';
import type { Page } from 'playwright-core';
import { browser } from '#test/support/chromium.ts';
import { recorded } from './support/answers.ts';
import { elementPage, visit } from './support/hosts.ts';
import { problem, type Stage, stage } from './support/stage.ts';

test.after.always('the browser ends', async () => (await browser()).close());

const thread = '<lobi-mail-thread thread="T1"></lobi-mail-thread>';

async function answering(page: Page, button = 'Reply'): Promise<void> {
  const field = page.locator('textarea');
  // The page's clock is the test's: after a reload it may stand still until it is told to go on.
  for (let tries = 0; tries < 5 && !(await field.isVisible()); tries++) {
    await page.clock.resume();
    await page.getByRole('button', { name: button, exact: true }).last().click();
    await field.waitFor({ timeout: 8000 }).catch(() => {});
  }
  await field.waitFor();
}

const sent = (s: Stage) =>
  s.asked.filter(({ method, path }) => method === 'POST' && path === '/api/messages');
const bodyOf = (s: Stage, at = 0) => JSON.parse(sent(s)[at]?.body ?? '{}');

test.serial(
  'an answer goes out with the words, the signature and the original, ten seconds ahead',
  async (t) => {
    const s = await stage(t, recorded);
    const { page, complaints } = await visit(t, elementPage(s, thread, { width: 640 }));
    await answering(page);
    await page.locator('textarea').fill('Şule Hanım,\n\n15 Ocak **uygun** <b>.\n- 6 bar\n- 420 litre');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('On its way in a few seconds.').waitFor();
    const body = bodyOf(s);
    t.deepEqual(body.to, [{ address: 's.isik@ozturkgida.example', name: 'Şule Işık' }]);
    t.is(body.inReplyTo, 'X4');
    t.is(body.from, 'M1');
    t.true(body.text.startsWith('Şule Hanım,\n\n15 Ocak **uygun** <b>.'));
    t.true(body.text.includes('\n-- \nMarmara Paketleme') && body.text.includes('> Elif Hanım, günaydın,'));
    t.true(
      body.html.startsWith(
        '<p>Şule Hanım,</p>\n<p>15 Ocak <strong>uygun</strong> &lt;b&gt;.</p><ul><li>6 bar</li><li>420 litre</li></ul>',
      ),
    );
    t.true(body.html.includes('class="lobi-quote"'));
    const ahead = Date.parse(body.sendAt) - Date.parse('2026-11-24T06:22:00.000Z');
    t.true(ahead > 9_000 && ahead < 60_000);
    t.truthy(sent(s)[0]?.headers['idempotency-key']);
    t.deepEqual(complaints, []);
  },
);

test.serial('what was sent is taken back within ten seconds, and stands in the field again', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page.locator('textarea').fill('Yarın yazarım.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('textarea').waitFor();
  t.is(await page.locator('textarea').inputValue(), 'Yarın yazarım.');
  t.true(s.asked.some(({ method, path }) => method === 'DELETE' && path === '/api/messages/X9/sending'));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way').waitFor();
  t.not(
    sent(s)[0]?.headers['idempotency-key'],
    sent(s)[1]?.headers['idempotency-key'],
    'a new mail has a new key',
  );
});

test.serial('what is held back says why, and not that it is on its way', async (t) => {
  const s = await stage(t, { ...recorded, 'POST /api/messages': { id: 'X9', held: 'restored' } });
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page.locator('textarea').fill('Tamam.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('held back since the restore').waitFor();
  t.is(await page.getByText('On its way').count(), 0);
  t.is(await page.getByRole('button', { name: 'Undo' }).count(), 1);
});

test.serial('once it left, the host is told and the field is gone', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page.evaluate(() => {
    document.addEventListener('lobi-message-send', (event) => {
      document.title = JSON.stringify((event as CustomEvent).detail);
    });
  });
  await page.locator('textarea').fill('Tamam.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way').waitFor();
  await page.clock.runFor(11_000);
  await page.getByRole('button', { name: 'Reply', exact: true }).last().waitFor();
  t.is(await page.locator('lobi-composer').count(), 0);
  t.is(JSON.parse(await page.title()).id, 'X9');
});

test.serial('a draft outlives a reload of the page', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page, 'Forward');
  await page.locator('textarea').fill('Bilginize.');
  await page.getByText('Draft saved 09:2').waitFor();
  await page.reload();
  await answering(page, 'Forward');
  t.is(await page.locator('textarea').inputValue(), 'Bilginize.');
  t.truthy(
    await page.locator('lobi-composer').getByText('yerlesim-plani-rev3.pdf').count(),
    'with its files',
  );
});

test.serial('without a network the answer waits and goes out by itself, once', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page.locator('textarea').fill('Geliyorum.');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('goes out by itself').waitFor();
  t.is(sent(s).length, 0);
  await page.context().setOffline(false);
  await page.getByText('On its way').waitFor();
  t.is(sent(s).length, 1);
});

test.serial('a refused answer is kept, with the server’s words', async (t) => {
  const s = await stage(t, {
    ...recorded,
    'POST /api/messages': problem(422, 'message.tooLarge', {
      detail: 'The attachments have 31 MB together; 25 MB is the most.',
    }),
  });
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page.locator('textarea').fill('Ekte.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page
    .getByRole('alert')
    .getByText('It did not go out and is kept as a draft. The attachments have 31 MB together')
    .waitFor();
  t.is(await page.locator('textarea').inputValue(), 'Ekte.');
});

test.serial('people are found as one types, and an address that is none is said to be none', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, '<lobi-composer></lobi-composer>', { width: 640 }));
  const to = page.getByRole('combobox', { name: 'To' });
  await to.pressSequentially('şu');
  await page.getByRole('option', { name: /Şule Işık/ }).waitFor();
  await page.keyboard.press('Enter');
  await to.pressSequentially('ewa@firma.example,');
  await to.pressSequentially('kimse');
  await page.getByLabel('Subject').fill('Merhaba');
  await page.locator('textarea').fill('Merhaba');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('alert').getByText('“kimse” is no mail address.').waitFor();
  t.is(sent(s).length, 0);
  await page.getByRole('button', { name: 'Remove kimse' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way').waitFor();
  const body = bodyOf(s);
  t.deepEqual(
    body.to.map(({ address }: { address: string }) => address),
    ['s.isik@ozturkgida.example', 'ewa@firma.example'],
  );
  t.like(body.to[0], { card: { entity: 'person', id: 'P1' } });
});

test.serial('files are attached, and one that is refused is named', async (t) => {
  const s = await stage(t, {
    ...recorded,
    'POST /api/documents': {
      id: 'D7',
      entity: 'document',
      version: 1,
      name: 'ölçü.pdf',
      size: 240_000,
      type: 'application/pdf',
    },
  });
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await answering(page);
  await page
    .locator('lobi-drop input[type=file]')
    .setInputFiles({ name: 'ölçü.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
  await page.locator('lobi-composer .files').getByText('ölçü.pdf').waitFor();
  s.answers['POST /api/documents'] = problem(413, 'document.tooLarge', {
    detail: 'A document may have 50 MB at most.',
  });
  await page
    .locator('lobi-drop input[type=file]')
    .setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') });
  await page.getByText('film.mp4 was not attached. A document may have 50 MB at most.').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way').waitFor();
  t.deepEqual(bodyOf(s).attachments, ['D7']);
});

test.serial('Enter in the composer never sends the form of the host', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(
    t,
    elementPage(
      s,
      `<form action="/gone">${thread.replace('thread="T1"', 'thread="T1"')}<button>Save</button></form>`,
      { width: 640 },
    ),
  );
  await answering(page, 'Reply to all');
  await page.getByRole('combobox', { name: 'To' }).press('Enter');
  await page.waitForTimeout(200);
  t.false(page.url().includes('/gone'));
});
