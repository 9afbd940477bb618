// The published host pages before a real house: real tokens, real mail, live news.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import { browser } from '#test/support/chromium.ts';
import { Client } from '#test/support/http.ts';
import type { Manifest } from '#widgets/build/manifest.ts';
import { builtConsole, type ConsoleHouse, consoleHouse } from './support/console.ts';
import { axeFaults, hostFile, hostPolicy, visit } from './support/hosts.ts';
import { type HostPage, hostOf } from './support/stage.ts';

test.after.always('the browser ends', async () => (await browser()).close());

interface Firm {
  h: ConsoleHouse;
  card: string;
  user: string;
  write(subject: string, more?: Record<string, unknown>): Promise<{ messageId: string }>;
}

async function firm(t: ExecutionContext): Promise<Firm> {
  await builtConsole();
  // Nobody listens there: what is sent waits in the queue.
  const h = await consoleHouse(t, { environment: { LOBI_RELAY_URL: 'smtp://127.0.0.1:9' } });
  const made = async (path: string, body: unknown) => {
    const { status, body: answer } = await h.api.post(path, body);
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer as { id: string };
  };
  const user = ((await h.api.get('/api/session')).body as { user: { id: string } }).user.id;
  const organisation = await made('/api/organisations', { name: 'Öztürk Gıda San. ve Tic. A.Ş.' });
  const person = await made('/api/persons', {
    givenName: 'Şule',
    familyName: 'Işık',
    formOfAddress: 'Şule Hanım',
    contactPoints: [
      { kind: 'email', value: 's.isik@ozturkgida.example', primary: true },
      { kind: 'phone', value: '+90 532 418 07 66', primary: true },
    ],
  });
  await made('/api/positions', {
    person: person.id,
    organisation: organisation.id,
    title: 'Satın Alma Müdürü',
  });
  await made('/api/mailboxes', {
    address: 'satis@marmarapack.example',
    name: 'Satış',
    kind: 'group',
    members: [user],
  });
  const post = createTransport({
    host: '127.0.0.1',
    port: h.served.doors.smtpPort!,
    tls: { rejectUnauthorized: false },
  });
  t.teardown(() => post.close());
  const write = (subject: string, more = {}) =>
    post.sendMail({
      from: '"Şule Işık" <s.isik@ozturkgida.example>',
      to: 'satis@marmarapack.example',
      subject,
      text: 'Palet 80 × 120 olsun.',
      html: '<p>Palet <b>80 × 120</b> olsun.</p><img src="cid:im"><img src="https://iz.example/p.gif"><script>document.title="x"</script>',
      attachments: [
        { filename: 'depo girişi.txt', content: 'dar' },
        { filename: 'im.png', cid: 'im', content: onePoint },
      ],
      ...more,
    });
  return { h, card: `person:${person.id}`, user, write };
}

const onePoint = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The two pages of the guide, with the host's own server exchanging its key for tokens of that user. */
async function hosts(t: ExecutionContext, { h, card, user }: Firm, thread: string, { ttl = 600 } = {}) {
  const pages: Record<string, HostPage> = {};
  const origin = await hostOf(t, pages);
  const { body: key } = await h.api.post('/api/tokens', {
    name: 'ERP',
    scopes: ['widgets'],
    origins: [origin],
  });
  const keeper = new Client(h.url);
  keeper.headers = { Authorization: `Bearer ${key.token}` };
  const tokenFor = async () => {
    const wish = {
      user,
      elements: ['lobi-contact-card', 'lobi-mail-thread', 'lobi-composer'],
      scope: 'user',
      origin,
      ttl,
    };
    const { status, body } = await keeper.post('/api/widget-tokens', wish);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.token as string;
  };
  // Read, not imported: the build comes after the types are checked.
  const built = readFileSync(new URL('../../dist/widgets/manifest.json', import.meta.url), 'utf8');
  const { version, integrity } = JSON.parse(built) as Manifest;
  const places = { lobi: h.url, version, integrity, card, thread };
  const csp = hostPolicy(h.url);
  pages['/plain'] = { html: async () => hostFile('plain.html', { ...places, token: await tokenFor() }), csp };
  pages['/intranet'] = { html: hostFile('intranet.html', places), csp };
  for (const name of ['plain.css', 'intranet.css'])
    pages[`/${name}`] = { html: hostFile(name, {}), type: 'text/css' };
  pages['/intranet.js'] = { html: hostFile('intranet.js', {}), type: 'text/javascript' };
  pages['/lobi-token'] = { html: tokenFor, type: 'text/plain' };
  return { origin, tokenFor };
}

async function threadOf(h: ConsoleHouse): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const { body } = await h.api.get('/api/threads');
    if (body.items.length > 0) return body.items[0].id as string;
    await sleep(100);
  }
  throw new Error('no mail was filed');
}

/** The newest HTML mail on a page. */
const mailIn = (page: Page) => page.locator('lobi-mail-frame iframe').last().contentFrame();

test.serial(
  'mail that comes in stands in both host pages without a reload, and is answered there',
  async (t) => {
    t.timeout(180_000);
    const f = await firm(t);
    const first = await f.write('Sevkiyat, palet ölçüsü');
    const thread = await threadOf(f.h);
    const { origin } = await hosts(t, f, thread);

    const plain = await visit(t, `${origin}/plain`, { locale: 'tr', real: true });
    await plain.page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await plain.page.getByText('Satın Alma Müdürü, Öztürk Gıda San. ve Tic. A.Ş.').waitFor();
    await mailIn(plain.page).getByText('80 × 120').waitFor();
    await plain.page.getByText('depo girişi.txt').waitFor();

    const net = await visit(t, `${origin}/intranet`, { locale: 'pl', real: true });
    await mailIn(net.page).getByText('80 × 120').waitFor();
    t.truthy(await net.page.getByText('1 zdalny obraz jest zablokowany').count());
    await mailIn(net.page).locator('img[src^="blob:"]').waitFor();
    await sleep(1_500); // both pages have said what they watch

    await f.write('Ynt: Sevkiyat, palet ölçüsü', {
      inReplyTo: first.messageId,
      references: [first.messageId],
      html: undefined,
      text: 'Şoförün adı da lütfen.',
    });
    await Promise.all(
      [plain, net].map(({ page }) => page.getByText('Şoförün adı da lütfen.').first().waitFor()),
    );

    await plain.page.getByRole('button', { name: 'Yanıtla', exact: true }).last().click();
    const field = plain.page.locator('textarea');
    await field.waitFor();
    t.is(await field.inputValue(), 'Şule Hanım,\n\n', 'an answer begins as its reader is spoken to');
    await field.fill('Şule Hanım,\n\nHasan Demir gelecek.');
    t.deepEqual(await axeFaults(plain.page, 'lobi-contact-card', 'lobi-mail-thread'), []);
    await plain.page.getByRole('button', { name: 'Gönder', exact: true }).click();
    await plain.page.getByText('Birkaç saniye içinde gönderiliyor.').waitFor();
    await mailIn(net.page).getByText('Hasan Demir gelecek.').waitFor();
    const { body } = await f.h.api.get(`/api/messages?thread=${thread}&sort=-at&limit=1`);
    const { subject, to, text } = body.items[0];
    t.like(
      { subject, to: to[0].address },
      { subject: 'Ynt: Sevkiyat, palet ölçüsü', to: 's.isik@ozturkgida.example' },
    );
    t.true(text.includes('Hasan Demir gelecek.') && text.includes('> Şoförün adı da lütfen.'));

    await plain.page.getByRole('button', { name: 'Geri al' }).click();
    await plain.page.locator('textarea').waitFor();
    const { body: again } = await f.h.api.get(`/api/messages?thread=${thread}&sort=-at&limit=1`);
    t.truthy(again.items[0].stoppedAt, 'taken back before it left');
    t.deepEqual([...plain.complaints, ...net.complaints], []);
  },
);

test.serial(
  'a token that ends is told to the page, and a new one goes on where the old one was',
  async (t) => {
    t.timeout(120_000);
    const f = await firm(t);
    await f.write('Sevkiyat');
    const { origin, tokenFor } = await hosts(t, f, await threadOf(f.h), { ttl: 8 });
    const { page } = await visit(t, `${origin}/plain`, { real: true });
    await mailIn(page).getByText('80 × 120').waitFor();
    const told = page.evaluate(
      () => new Promise((resolve) => addEventListener('lobi-token-expire', () => resolve('told'))),
    );
    await sleep(8_500);
    const card = page.locator('lobi-contact-card');
    await card.evaluate((each) => (each as HTMLElement & { refresh(): Promise<void> }).refresh());
    t.is(await told, 'told');
    t.true(await page.getByRole('heading', { name: 'Şule Işık' }).isVisible(), 'what was seen stays');
    await card.evaluate((each, token) => each.setAttribute('token', token), await tokenFor());
    await page.waitForFunction(() => !document.querySelector('lobi-contact-card')!.hasAttribute('error'));
  },
);

test.serial(
  'a thread that is about a card shows itself by the card, and says when there is none',
  async (t) => {
    t.timeout(120_000);
    const f = await firm(t);
    const { origin } = await hosts(t, f, 'none');
    const { page } = await visit(t, `${origin}/plain`, { real: true });
    await page.getByText('Bulunamadı ya da size açık değil').waitFor();
    await page.locator('lobi-mail-thread').evaluate((each, about) => {
      each.removeAttribute('thread');
      each.setAttribute('about', about);
    }, f.card);
    await page.getByText('Burada henüz yazışma yok').waitFor();
    await sleep(800);
    await f.write('Yeni sipariş');
    await page.getByRole('heading', { name: 'Yeni sipariş' }).waitFor();
    await mailIn(page).getByText('80 × 120').waitFor();
    t.pass();
  },
);
