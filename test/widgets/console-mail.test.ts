// Mail in the console, on a real house: it comes in over SMTP while one looks, is read, answered by keyboard, leaves, and the answer to
// the answer stands in the same thread.

import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import { browser } from '#test/support/chromium.ts';
import { openSink, type Sink } from '#test/support/sink.ts';
import {
  axeComplaints,
  builtConsole,
  type ConsoleHouse,
  consoleHouse,
  overflow,
  visitConsole,
} from './support/console.ts';

test.before('the console is built', builtConsole);
test.after.always('the browser ends', async () => (await browser()).close());

interface Office extends ConsoleHouse {
  sink: Sink;
  mailbox: string;
  person: string;
  /** Somebody outside sends a mail to the firm. */
  letter(mail: {
    from?: string;
    subject: string;
    text: string;
    html?: string;
    inReplyTo?: string;
    to?: string;
  }): Promise<void>;
}

/** A house with a shared mailbox, a card, and a sink for what leaves. */
async function office(t: ExecutionContext<any>): Promise<Office> {
  const sink = await openSink();
  t.teardown(() => sink.close());
  const h = await consoleHouse(t, { environment: { LOBI_RELAY_URL: sink.url } });
  await h.api.post('/api/system/sending', { reason: null });
  const me = (await h.api.get('/api/session')).body.user.id as string;
  const mailbox = (
    await h.api.post('/api/mailboxes', {
      name: 'Satış',
      address: 'satis@marmarapack.example',
      kind: 'group',
      members: [me],
    })
  ).body.id as string;
  const organisation = (await h.api.post('/api/organisations', { name: 'Öztürk Gıda San. ve Tic. A.Ş.' }))
    .body.id as string;
  const person = (
    await h.api.post('/api/persons', {
      givenName: 'Şule',
      familyName: 'Işık',
      contactPoints: [{ kind: 'email', value: 's.isik@ozturkgida.example' }],
    })
  ).body.id as string;
  await h.api.post('/api/positions', {
    person: { entity: 'person', id: person },
    organisation: { entity: 'organisation', id: organisation },
    title: 'Satın alma müdürü',
  });
  const outside = createTransport({
    host: '127.0.0.1',
    port: h.served.doors.smtpPort as number,
    ignoreTLS: true,
  });
  const from = 'Şule Işık <s.isik@ozturkgida.example>';
  const letter: Office['letter'] = async (mail) =>
    void (await outside.sendMail({ from, to: 'satis@marmarapack.example', ...mail }));
  return { ...h, sink, mailbox, person, letter };
}

const list = (page: Page) => page.locator('lobi-thread-list');

test.serial(
  'mail stands in the open list without a reload, is read and answered by keyboard; the answer leaves and its answer joins the thread',
  async (t) => {
    const h = await office(t);
    const { page, complaints } = await visitConsole(t, h, '/mail');
    await page.getByText('No mail here').waitFor();
    await sleep(700); // the live line opens after the first picture
    await h.letter({
      subject: 'VP-420 vakum hattı',
      text: 'Elif Hanım, günaydın,\n\nhattın 15 Ocak’ta devrede olması gerekiyor.',
    });
    const row = list(page).getByRole('link', { name: /VP-420 vakum hattı/ });
    await row.waitFor({ timeout: 8000 });
    t.regex(await row.innerText(), /Şule Işık/);
    t.regex((await row.getAttribute('class')) ?? '', /unread/);

    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'VP-420 vakum hattı' }).waitFor();
    await page.getByText('devrede olması gerekiyor').last().waitFor();
    await page
      .getByRole('complementary', { name: 'Who this is about' })
      .getByText('Satın alma müdürü')
      .first()
      .waitFor();

    await page.keyboard.press('r');
    await page.locator('lobi-composer textarea:focus').waitFor();
    await page.keyboard.type('Şule Hanım, 28 Aralık uygundur.');
    await page.reload();
    await page.getByText('devrede olması gerekiyor').last().waitFor();
    await page.keyboard.press('r');
    await page.getByRole('textbox', { name: 'Text' }).waitFor();
    t.regex(
      await page.getByRole('textbox', { name: 'Text' }).inputValue(),
      /28 Aralık uygundur/,
      'a draft outlives a reload',
    );
    await page.keyboard.press('Control+Enter');
    await waitFor(() => h.sink.mails.length === 1, 20_000);
    const sent = h.sink.mails[0]!;
    t.deepEqual(sent.to, ['s.isik@ozturkgida.example']);
    const inReplyTo = /^Message-ID: (<[^>]+>)/im.exec(sent.raw.toString())?.[1] ?? '';

    await h.letter({ subject: 'YNT: VP-420 vakum hattı', text: 'Teşekkürler, kurula sundum.', inReplyTo });
    await page.getByText('Teşekkürler, kurula sundum.').last().waitFor({ timeout: 8000 });
    t.deepEqual(complaints, []);
  },
);

async function waitForValue(page: Page, label: string, value: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++, await sleep(100))
    if ((await page.getByLabel(label).inputValue()) === value) return;
  throw new Error(`${label} never read ${value}`);
}

async function waitFor(done: () => boolean, milliseconds: number): Promise<void> {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(100)) if (done()) return;
  throw new Error('it did not happen in time');
}

test.serial('a thread is closed with a way back, handed over, and marked unread', async (t) => {
  const h = await office(t);
  await h.letter({ subject: 'Birinci', text: 'Bir' });
  await h.letter({ subject: 'İkinci', text: 'İki' });
  const { page, complaints } = await visitConsole(t, h, '/mail');
  await list(page)
    .getByRole('link', { name: /Birinci/ })
    .click();
  await page.getByRole('heading', { name: 'Birinci' }).waitFor();
  await page.keyboard.press('e');
  await page.getByText('Thread closed').waitFor();
  await list(page)
    .getByRole('link', { name: /Birinci/ })
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await list(page)
    .getByRole('link', { name: /Birinci/ })
    .waitFor();
  await page.getByRole('button', { name: /Assign/ }).click();
  await page.getByRole('menuitemradio', { name: 'I take it' }).click();
  await page.getByRole('link', { name: 'Mine', exact: true }).click();
  await list(page)
    .getByRole('link', { name: /Birinci/ })
    .waitFor();
  t.is(
    await list(page)
      .getByRole('link', { name: /İkinci/ })
      .count(),
    0,
  );
  await list(page)
    .getByRole('link', { name: /Birinci/ })
    .click();
  await page.getByRole('heading', { name: 'Birinci' }).waitFor();
  await sleep(1600); // read means: it stood before one's eyes
  await page.keyboard.press('u');
  await page.waitForURL((url) => url.pathname === '/mail');
  await page.locator('a.unread', { hasText: 'Birinci' }).waitFor();
  await page.goBack();
  t.deepEqual(complaints, []);
});

test.serial('a sender without a card is offered one, with name and address filled in', async (t) => {
  const h = await office(t);
  await h.letter({
    from: 'Zbigniew Ćwik <z.cwik@nowa-firma.example>',
    subject: 'Zapytanie o części',
    text: 'Szanowni Państwo…',
  });
  const { page, complaints } = await visitConsole(t, h, '/mail');
  await list(page)
    .getByRole('link', { name: /Zapytanie/ })
    .click();
  await page.getByText('No card yet').waitFor();
  await page.getByRole('link', { name: 'New person' }).click();
  await waitForValue(page, 'Given name', 'Zbigniew');
  t.is(await page.getByLabel('Family name').inputValue(), 'Ćwik');
  t.is(await page.getByLabel('E-mail').inputValue(), 'z.cwik@nowa-firma.example');
  t.deepEqual(complaints, []);
});

test.serial(
  'axe finds nothing on a thread, its answer and a new mail, at every width and look',
  async (t) => {
    const h = await office(t);
    await h.letter({
      subject: 'VP-420 vakum hattı',
      text: 'Elif Hanım, günaydın',
      html: '<p style="color:#0b6b62">Elif Hanım, günaydın</p><img src="https://iz.example/p.png">',
    });
    await sleep(1500);
    const { body } = await h.api.get('/api/threads');
    const id = body.items[0].id as string;
    for (const [width, theme, lang] of [
      [1440, 'light', 'en'],
      [900, 'dark', 'tr'],
      [360, 'light', 'pl'],
    ] as const) {
      const { page, complaints } = await visitConsole(t, h, '/mail', {
        lang,
        theme,
        viewport: { width, height: 800 },
      });
      const found: Record<string, string[]> = {};
      for (const path of [
        '/mail',
        `/mail/thread/${id}`,
        `/mail/thread/${id}?pane=card`,
        `/mail/new?to=ewa@firma.example&about=person:${h.person}`,
      ]) {
        await page.goto(h.url + path);
        await page.locator('h1').first().waitFor({ state: 'attached' });
        await sleep(900);
        if (path.endsWith(id)) {
          await page.keyboard.press('r');
          await page.locator('lobi-composer textarea').waitFor();
        }
        const wrong = await axeComplaints(page);
        if ((await overflow(page)) > 0) wrong.push(`wider than ${width} px`);
        if (wrong.length > 0) found[path] = wrong;
      }
      t.deepEqual(found, {}, `${width} px, ${theme}, ${lang}`);
      t.deepEqual(complaints, []);
    }
  },
);
