// Letters to many in the console, on a real house: a group is built by hand, a letter is written to it, called back, sent again, and the
// proof fills up while one looks. Then the pages at their widths, in their looks and languages, and by keyboard alone.

import test, { type ExecutionContext } from 'ava';
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
  /** Ids of people by family name. */
  people: Map<string, string>;
}

const readers = [
  ['Şule', 'Işık', 's.isik@ozturkgida.example', 'Satın alma müdürü'],
  ['Hakan', 'Öztürk', 'h.ozturk@ozturkgida.example', 'Genel müdür'],
  ['Kemal', 'Ağaoğlu', null, 'Genel müdür'],
  ['Nurcan', 'Bayrak', 'nurcan@bayraksut.example', 'Muhasebeci'],
] as const;

/** A house with a mailbox, people of a firm, and a stranger's mail server that refuses one of them. */
async function office(t: ExecutionContext<any>): Promise<Office> {
  const sink = await openSink({
    refuse: (address) =>
      address.startsWith('h.ozturk') ? { code: 550, words: '5.1.1 User unknown' } : undefined,
  });
  t.teardown(() => sink.close());
  const h = await consoleHouse(t, {
    environment: { LOBI_RELAY_URL: sink.url, LOBI_COMPANY: 'Marmara Pack A.Ş.' },
  });
  await h.api.post('/api/system/sending', { reason: null });
  const me = (await h.api.get('/api/session')).body.user.id as string;
  const made = async (path: string, body: unknown) => {
    const answer = await h.api.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} ${JSON.stringify(answer.body)}`);
    return answer.body.id as string;
  };
  const address = 'satis@marmarapack.example';
  await made('/api/mailboxes', { name: 'Satış', address, kind: 'group', members: [me] });
  const firm = await made('/api/organisations', { name: 'Öztürk Gıda San. ve Tic. A.Ş.' });
  const people = new Map<string, string>();
  for (const [givenName, familyName, email, title] of readers) {
    const contactPoints = email === null ? [] : [{ kind: 'email', value: email }];
    const id = await made('/api/persons', { givenName, familyName, contactPoints });
    people.set(familyName, id);
    await made('/api/positions', {
      person: { entity: 'person', id },
      organisation: { entity: 'organisation', id: firm },
      title,
    });
  }
  return { ...h, sink, people };
}

/** Managers, without those of one name: a relation, and a condition that is turned round. */
const managers = {
  of: 'person',
  where: { all: [{ some: 'positions', all: [{ field: 'title', contains: 'müdür' }] }] },
};

const pane = (page: Page) => page.locator('lobi-group-page');

test.serial('a group of nested conditions is built by hand; count and sentence follow', async (t) => {
  const h = await office(t);
  const { page, complaints } = await visitConsole(t, h, '/people/groups/new');
  await page.getByText('4 members').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Müdürler');
  const box = pane(page).getByRole('group', { name: 'Conditions' });
  await box.getByRole('button', { name: 'Condition' }).click();
  await box.getByRole('combobox', { name: 'Field' }).selectOption('=positions');
  await box.getByRole('button', { name: 'Condition' }).first().click();
  await box.getByRole('combobox', { name: 'Field' }).selectOption('title');
  await box.getByRole('combobox', { name: 'How it is compared' }).selectOption('contains');
  await box.getByRole('textbox', { name: 'Value' }).fill('müdür');
  await page.keyboard.press('Tab');
  await page.getByText('3 members').waitFor();
  const says = pane(page).locator('.sentence');
  const first = (await says.textContent()) ?? '';
  t.regex(first, /müdür/);
  await box.getByRole('button', { name: 'Nested' }).last().click();
  await box.getByRole('combobox', { name: 'How the conditions join' }).last().selectOption('any');
  for (const name of ['Işık', 'Öztürk']) {
    await box.getByRole('button', { name: 'Condition' }).nth(1).click();
    await box.getByRole('combobox', { name: 'Field' }).last().selectOption('familyName');
    await box.getByRole('textbox', { name: 'Value' }).last().fill(name);
    await page.keyboard.press('Tab');
  }
  await page.getByText('2 members').waitFor();
  t.regex((await says.textContent()) ?? '', /Işık.* or .*Öztürk/);
  await pane(page).getByRole('button', { name: 'Türkçe' }).click();
  t.regex((await says.textContent()) ?? '', /Işık.* veya .*Öztürk/);
  await pane(page).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  t.regex(
    String(await page.getByRole('link', { name: 'Open as a list' }).getAttribute('href')),
    /group=\w{26}$/,
  );
  t.like((await h.api.get('/api/groups')).body.items[0], {
    name: 'Müdürler',
    where: {
      all: [
        { some: 'positions', all: [{ field: 'title', contains: 'müdür' }] },
        {
          any: [
            { field: 'familyName', is: 'Işık' },
            { field: 'familyName', is: 'Öztürk' },
          ],
        },
      ],
    },
  });
  t.deepEqual(complaints, []);
});

test.serial('a letter is written, called back, sent again; its proof fills up while one looks', async (t) => {
  const h = await office(t);
  const group = (await h.api.post('/api/groups', { name: 'Müdürler', ...managers })).body.id as string;
  const { page, complaints } = await visitConsole(t, h, `/people/groups/${group}`);
  await page.getByText('3 members').waitFor();
  await page.getByRole('button', { name: 'Write to them' }).click();
  const draft = page.locator('lobi-letter-draft');
  await draft.getByLabel('Subject').fill('2027 fiyat listesi');
  await draft
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('{{organisation | Firmanız}} için fiyatlarımız ektedir.');
  await draft.getByLabel('Purpose').selectOption('service');
  await draft.getByLabel('From').selectOption({ label: 'Satış, satis@marmarapack.example' });
  await draft.getByText('1 of 2').waitFor();
  await draft.getByText('No mail address on the card').waitFor();
  const paper = draft.locator('.paper');
  await paper.getByText('Öztürk Gıda San. ve Tic. A.Ş. için fiyatlarımız ektedir.').waitFor();
  const before = await paper.textContent();
  await draft.getByRole('button', { name: 'Next' }).click();
  await draft.getByText('2 of 2').waitFor();
  const next = paper.getByText(before === null || before.includes('Şule') ? 'Hakan Öztürk' : 'Şule Işık');
  await next.waitFor();
  await draft.getByRole('button', { name: 'Send to 2' }).click();
  await page.getByText('The letter leaves in ten seconds.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  const proof = page.locator('lobi-letter-proof');
  await proof.getByText(': stopped').waitFor();
  t.is(h.sink.mails.length, 0);
  // The same once more, and this time it goes.
  await proof.getByRole('button', { name: 'Copy' }).click();
  await draft.getByText('1 of 2').waitFor();
  await draft.getByRole('button', { name: 'Send to 2' }).click();
  await proof.getByRole('link', { name: 'Everybody 3' }).waitFor();
  await proof.getByRole('link', { name: 'waiting 2' }).waitFor();
  await proof.getByRole('link', { name: 'sent 1' }).waitFor({ timeout: 60_000 });
  await proof.getByRole('link', { name: /^(not delivered|bounced) 1/ }).waitFor({ timeout: 60_000 });
  await proof.getByText(': sent').waitFor({ timeout: 60_000 });
  t.is(h.sink.mails.length, 1);
  await proof.getByText('Şule Işık').click();
  const beside = proof.getByRole('complementary', { name: 'Şule Işık' });
  await beside.getByText('Öztürk Gıda San. ve Tic. A.Ş. için fiyatlarımız ektedir.').waitFor();
  await beside.getByText('250').first().waitFor();
  t.deepEqual(complaints, []);
});

/** A group, a draft to it, and a letter that was sent, with one recipient of it. */
async function furnished(h: Office): Promise<string[]> {
  const group = (await h.api.post('/api/groups', { name: 'Müdürler', shared: true, ...managers })).body.id;
  const { items } = (await h.api.get('/api/senders')).body;
  const letter = {
    subject: '2027 fiyat listesi ve bakım sözleşmesi',
    text: '{{organisation | Firmanız}} olarak kullandığınız hatlar için fiyat listemiz ektedir.',
    mailbox: { entity: 'mailbox', id: items[0].mailbox.id },
    purpose: 'service',
    audience: { group },
  };
  const sent = (await h.api.post('/api/letters', letter)).body.id as string;
  await h.api.post(`/api/letters/${sent}/sending`);
  const draft = (await h.api.post('/api/letters', letter)).body.id as string;
  for (let tries = 0; tries < 100; tries++) {
    if ((await h.api.get(`/api/letters/${sent}`)).body.state === 'done') break;
    await new Promise((done) => setTimeout(done, 300));
  }
  const first = (await h.api.get(`/api/recipients?letter=${sent}&limit=1`)).body.items[0].id as string;
  return [
    '/mail/letters',
    `/mail/letters/${draft}`,
    `/mail/letters/${sent}`,
    `/mail/letters/${sent}?recipient=${first}`,
    '/people/groups',
    `/people/groups/${group}`,
  ];
}

const looks = [
  { width: 1440, theme: 'light', lang: 'en' },
  { width: 1440, theme: 'dark', lang: 'pl' },
  { width: 900, theme: 'dark', lang: 'tr' },
  { width: 360, theme: 'light', lang: 'pl' },
] as const;

test.serial('axe finds nothing on the pages of letters, nothing is wider than the window', async (t) => {
  const h = await office(t);
  const paths = await furnished(h);
  const found: Record<string, string[]> = {};
  for (const { width, theme, lang } of looks) {
    const { page, context, complaints } = await visitConsole(t, h, '/mail/letters', {
      lang,
      theme,
      viewport: { width, height: 900 },
      ...(width < 700 ? { hasTouch: true, isMobile: true } : {}),
    });
    for (const path of paths) {
      await page.goto(h.url + path);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(400);
      const wrong = await axeComplaints(page);
      if ((await overflow(page)) > 0) wrong.push(`wider than ${width} px`);
      if (wrong.length > 0) found[`${path} ${width} ${theme}`] = wrong;
    }
    t.deepEqual(complaints, []);
    await context.close();
  }
  t.deepEqual(found, {});
});

/** What can be used on a page and was not reached by pressing Tab from its beginning to its end. */
async function unreached(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => {
    const found: HTMLElement[] = [];
    const walk = (root: ParentNode) => {
      for (const each of root.querySelectorAll<HTMLElement>('*')) {
        if (each.shadowRoot) walk(each.shadowRoot);
        if (
          !each.matches(
            'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]',
          )
        )
          continue;
        if (each.tabIndex < 0 || !each.checkVisibility({ visibilityProperty: true })) continue;
        found.push(each);
      }
    };
    walk(document);
    (globalThis as any).wanted = new Set(found);
    return found.length;
  });
  for (let at = 0; at < Math.min(all + 20, 160); at++) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      let at: Element | null = document.activeElement;
      while (at?.shadowRoot?.activeElement) {
        (globalThis as any).wanted.delete(at);
        at = at.shadowRoot.activeElement;
      }
      (globalThis as any).wanted.delete(at);
    });
  }
  return page.evaluate(() =>
    [...((globalThis as any).wanted as Set<HTMLElement>)].map(
      (each) =>
        `${each.localName} ${each.getAttribute('aria-label') ?? each.textContent?.trim().slice(0, 40) ?? ''}`,
    ),
  );
}

test.serial('everything on the pages of letters is reached with the Tab key', async (t) => {
  const h = await office(t);
  const paths = await furnished(h);
  const { page } = await visitConsole(t, h, '/mail/letters');
  const missed: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(h.url + path);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(400);
    const left = await unreached(page);
    if (left.length > 0) missed[path] = left;
  }
  t.deepEqual(missed, {});
});
