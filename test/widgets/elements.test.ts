// The elements in a real browser, inside a strict page of another origin.

import test from 'ava';
import { browser } from '#test/support/chromium.ts';
import { recorded } from './support/answers.ts';
import { messages } from './support/correspondence.ts';
import { axeFaults, elementPage, visit } from './support/hosts.ts';
import { problem, stage } from './support/stage.ts';

test.after.always('the browser ends', async () => (await browser()).close());

const card = '<lobi-contact-card card="person:P1"></lobi-contact-card>';
const thread = '<lobi-mail-thread thread="T1"></lobi-mail-thread>';

test.serial(
  'a contact card stands in a strict page of another origin, and the browser refuses nothing',
  async (t) => {
    const s = await stage(t, recorded);
    const { page, complaints, requests } = await visit(t, elementPage(s, card, { width: 280 }));
    await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await page.getByText('Satın alma müdürü, Öztürk Gıda San. ve Tic. A.Ş.').waitFor();
    t.truthy(await page.getByText('+90 532 418 07 66').count());
    t.is((await page.locator('lobi-contact-card li').count()) > 3, true);
    t.false(
      requests.some((url) => url.includes('mail-thread')),
      'an element that is not on the page is not loaded',
    );
    t.deepEqual(complaints, []);
  },
);

test.serial('a wide card has tabs, and they are moved through by keys', async (t) => {
  const s = await stage(t, recorded);
  const { page, complaints } = await visit(t, elementPage(s, card, { width: 640 }));
  await page.getByRole('tab', { name: 'Timeline' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'People', selected: true }).waitFor();
  await page.getByText('Çarşamba Un').waitFor();
  t.deepEqual(complaints, []);
});

test.serial(
  'HTML mail is shown in a frame without origin: its script, form and pictures do nothing',
  async (t) => {
    const s = await stage(t, recorded);
    const { page, complaints, requests } = await visit(t, elementPage(s, thread, { width: 640 }));
    await page.frameLocator('lobi-mail-frame iframe').getByText('en geç 15 Ocak’ta').waitFor();
    const frame = page.frames().find((each) => each.url().endsWith('/embed/mail-frame'))!;
    t.is(await frame.evaluate(() => self.origin), 'null');
    t.not(await frame.title(), 'broken out');
    t.is(
      await frame.locator('script:not([src]) , form, input, button').count(),
      1,
      'only the frame’s own script is there',
    );
    t.false(
      requests.some((url) => url.includes('iz.example')),
      'nothing was fetched from the sender',
    );
    const link = frame.getByRole('link', { name: 'Plan burada' });
    t.is(await link.getAttribute('rel'), 'noopener noreferrer');
    t.is(
      await frame.getByText('revize teklif T-2026-318/2 ektedir').isVisible(),
      false,
      'the quote is folded',
    );
    await frame.locator('summary').click();
    t.is(await frame.getByText('revize teklif T-2026-318/2 ektedir').isVisible(), true);
    const high = await page.locator('iframe').evaluate((each) => each.getBoundingClientRect().height);
    t.true(high > 200 && high < 1200, `the frame is as high as the mail: ${high}`);
    t.deepEqual(complaints, []);
  },
);

test.serial('a blocked picture leaves no broken box, and stands there once it is asked for', async (t) => {
  const alt = 'Kuzey Ambalaj sonbahar kataloğu: vakum hatları, film ve yedek parça fiyatları';
  const html = `<p>Merhaba</p><img data-remote-src="http://iz.example/katalog.png" width="600" height="300" alt="${alt}">
    <img data-remote-src="http://iz.example/nokta.png" width="1" height="1" alt="x"><p>Kolay gelsin</p>`;
  const s = await stage(t, {
    ...recorded,
    '/api/messages?thread=T1': { items: [{ ...messages.at(-1), html }], next: null },
    '/api/messages/X4/picture': recorded['/api/documents/D0/content'],
  });
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  const mail = page.frameLocator('lobi-mail-frame iframe');
  const place = mail.getByRole('img', { name: alt });
  await place.waitFor();
  const box = (await place.boundingBox())!;
  t.true(box.width <= 240 && box.height <= 24, `${box.width} × ${box.height}`);
  t.is(await mail.locator('img').count(), 0);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await mail.locator('img[src^="blob:"]').first().waitFor();
  t.is(await mail.locator('.lobi-away').count(), 0);
  t.is(await mail.locator('img').first().getAttribute('width'), '600');
});

test.serial(
  'pictures of a sender one always wants are there at once, and what does not come is said',
  async (t) => {
    const html = `<p>Merhaba</p><img data-remote-src="http://iz.example/katalog.png" width="60" height="30">`;
    const pictures = { blocked: 1, allowed: true, always: true };
    const answers = (picture: object) => ({
      ...recorded,
      '/api/messages?thread=T1': { items: [{ ...messages.at(-1), html, pictures }], next: null },
      ...picture,
    });
    const wanted = await stage(
      t,
      answers({ '/api/messages/X4/picture': recorded['/api/documents/D0/content'] }),
    );
    const { page } = await visit(t, elementPage(wanted, thread, { width: 640 }));
    await page.getByText('are always shown to you').waitFor();
    const shown = page.frameLocator('lobi-mail-frame iframe').locator('img[src^="blob:"]');
    await shown.waitFor();
    t.is(await shown.count(), 1);
    const gone = await stage(t, answers({}));
    const other = await visit(t, elementPage(gone, thread, { width: 640 }));
    await other.page.getByText('1 picture could not be fetched').waitFor();
    t.is(await other.page.getByText('are always shown to you').count(), 0);
  },
);

test.serial('a frame that nobody of ours made gets no mail', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread));
  await page.frameLocator('lobi-mail-frame iframe').getByText('günaydın').first().waitFor();
  const ports = await page.evaluate(async () => {
    let got = 0;
    addEventListener('message', (event) => {
      if (event.ports.length > 0) got += 1;
    });
    postMessage('lobi-mail-frame', '*');
    await new Promise((resolve) => setTimeout(resolve, 300));
    return got;
  });
  t.is(ports, 0);
});

test.serial('every attempt of a mail of ours is shown with the other server’s words', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await page.locator('button.fold', { hasText: 'Revize teklif' }).click();
  await page.getByText('550 5.1.1').waitFor();
  t.truthy(await page.getByText('450 4.2.0 Greylisted').count());
  t.truthy(await page.getByText('1 of 2 arrived, the rest was refused').count());
});

test.serial('a mail that is held back says why, in words', async (t) => {
  const waiting = { state: 'held', reason: 'restored', attempts: [], address: 'ewa@zolc.example' };
  const s = await stage(t, {
    ...recorded,
    '/api/recipients?message=X3': { items: [{ ...waiting, id: 'R1', entity: 'recipient' }], next: null },
  });
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await page.locator('button.fold', { hasText: 'Revize teklif' }).click();
  const line = page.locator('lobi-delivery summary');
  await line.getByText('Held back since the restore, until an administrator lets mail leave').click();
  await page.locator('lobi-delivery .recipients').getByText('since the restore').waitFor();
  t.is(await page.getByText('restored', { exact: true }).count(), 0);
});

test.serial('why a mail stands here is said on request', async (t) => {
  const s = await stage(t, recorded);
  const { page } = await visit(t, elementPage(s, thread, { width: 640 }));
  await page.getByText('Why here?').click();
  await page.getByText('An answer to our mail; the signature in the Message-ID holds: G-2026/4177').waitFor();
  t.truthy(await page.getByText('A.Ş.: Şule Işık works there').count());
  t.truthy(await page.getByText('Çarşamba Un: somebody in this mail works there').count());
});

test.serial('what is not for the reader looks the same whether it exists or not', async (t) => {
  const s = await stage(t, { ...recorded, '/api/persons/P1': problem(403, 'access.forbidden') });
  const { page } = await visit(
    t,
    elementPage(s, `${card}<lobi-contact-card card="person:GONE"></lobi-contact-card>`),
  );
  await page.getByText('Not found, or not yours').nth(1).waitFor();
  const [first, second] = await page.locator('lobi-trouble').allInnerTexts();
  t.is(first, second);
  t.is(await page.locator('lobi-contact-card').first().getAttribute('error'), 'access.forbidden');
});

test.serial('a failure is said inside the element, and the way out works', async (t) => {
  const s = await stage(t, { ...recorded, '/api/persons/P1': problem(500, 'http.broken') });
  const { page } = await visit(t, elementPage(s, card));
  await page.getByRole('alert').getByText('This did not load').waitFor();
  s.answers['/api/persons/P1'] = recorded['/api/persons/P1'];
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
  t.is(await page.locator('lobi-contact-card').getAttribute('error'), null);
});

test.serial(
  'without a network what was seen stays, with its time in words, and comes up to date by itself',
  async (t) => {
    const s = await stage(t, recorded);
    const { page } = await visit(t, elementPage(s, card, { width: 300 }));
    await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await page.waitForTimeout(500);
    await page.context().setOffline(true);
    await page.getByText('No network. As of 09:22.').waitFor();
    t.true(await page.getByRole('heading', { name: 'Şule Işık' }).isVisible());
    s.answers['/api/persons/P1'] = {
      ...(recorded['/api/persons/P1'] as object),
      version: 4,
      familyName: 'Işıklı',
    };
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Şule Işıklı' }).waitFor();
    t.is(await page.getByText('No network').count(), 0);
  },
);

test.serial('bones come after 150 ms and nothing before', async (t) => {
  const s = await stage(t, recorded);
  s.delay = 700;
  const { page } = await visit(t, elementPage(s, card, { width: 300 }));
  await page.locator('lobi-contact-card[loading]').waitFor();
  await page.locator('.bone').first().waitFor();
  t.is(await page.locator('lobi-contact-card .sheet').getAttribute('aria-busy'), 'true');
  await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
  t.is(await page.locator('.bone').count(), 0);
});

for (const [lang, words] of [
  ['tr', ['Müşteri temsilcisi: Elif Korkmaz', 'Yaz', 'Lobi’de aç']],
  ['pl', ['Opiekun handlowy: Elif Korkmaz', 'Napisz', 'Otwórz w Lobi']],
  ['en', ['Elif Korkmaz represents us', 'Write', 'Open in Lobi']],
] as const) {
  test.serial(`the page’s language is the element’s: ${lang}`, async (t) => {
    const s = await stage(t, recorded);
    const { page, requests } = await visit(t, elementPage(s, card, { lang }));
    for (const word of words) await page.getByText(word, { exact: true }).first().waitFor();
    t.true(requests.some((url) => url.includes(`/assets/${lang}-`)));
    t.false(
      requests.some((url) => /\/assets\/(tr|pl|en)-/.test(url) && !url.includes(`/assets/${lang}-`)),
      'one language is loaded',
    );
  });
}

for (const width of [280, 480, 900]) {
  for (const dark of [false, true]) {
    test.serial(
      `axe finds nothing, and nothing sticks out: ${width} px, ${dark ? 'dark' : 'light'}`,
      async (t) => {
        const s = await stage(t, recorded);
        const url = elementPage(s, `<h1>Host</h1>${card}${thread}`, { width, dark, lang: 'tr' });
        const { page } = await visit(t, url, { viewport: { width: width + 32, height: 900 } });
        await page.frameLocator('lobi-mail-frame iframe').getByText('günaydın').first().waitFor();
        await page.getByRole('button', { name: 'Yanıtla', exact: true }).last().click();
        await page.locator('textarea').waitFor();
        t.deepEqual(await axeFaults(page), []);
        t.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true);
      },
    );
  }
}

for (const [name, answers] of Object.entries({
  empty: { '/api/messages?thread=T1': { items: [], next: null } },
  'no right': {
    '/api/persons/P1': problem(404, 'person.missing'),
    '/api/threads/T1': problem(404, 'thread.missing'),
    '/api/messages?thread=T1': { items: [], next: null },
  },
  failed: {
    '/api/persons/P1': problem(500, 'http.broken'),
    '/api/messages?thread=T1': problem(503, 'house.starting'),
  },
})) {
  test.serial(`axe finds nothing in the state: ${name}`, async (t) => {
    const s = await stage(t, { ...recorded, ...answers });
    const { page } = await visit(
      t,
      elementPage(s, `<h1>Host</h1>${card}${thread}<lobi-mail-thread></lobi-mail-thread>`),
    );
    await page.getByText('No correspondence is named').waitFor();
    await page.locator('lobi-mail-thread').first().locator('lobi-trouble').waitFor();
    t.deepEqual(await axeFaults(page), []);
  });
}
