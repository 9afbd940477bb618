// Every page of the console at its widths, in its looks and languages: axe finds nothing, nothing is wider than the window, the strict
// policy refuses nothing, and the first load is small.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { browser } from '#test/support/chromium.ts';
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

const looks = [
  { width: 1440, theme: 'light', lang: 'en', contrast: 'auto' },
  { width: 900, theme: 'dark', lang: 'tr', contrast: 'auto' },
  { width: 360, theme: 'light', lang: 'pl', contrast: 'auto' },
  { width: 1440, theme: 'dark', lang: 'pl', contrast: 'more' },
] as const;

/** A firm with a mother and a daughter, people, criteria: enough that no part of a page is empty. */
async function furnished(h: ConsoleHouse): Promise<{ person: string; organisation: string }> {
  const make = async (path: string, body: unknown) => (await h.api.post(path, body)).body.id as string;
  await make('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda' });
  await make('/api/criteria', { set: 'sector', key: 'bakery', name: 'Unlu mamuller', parent: 'food' });
  const holding = await make('/api/organisations', { name: 'Öztürk Holding A.Ş.' });
  const contactPoints = [
    { kind: 'phone', value: '+90 362 266 51 00', label: 'santral' },
    { kind: 'email', value: 'bilgi@ozturkgida.example' },
    {
      kind: 'postal',
      address: {
        street: 'Organize Sanayi Bölgesi 7. Cad. No: 22',
        district: 'Tekkeköy',
        province: 'Samsun',
        country: 'TR',
      },
    },
  ];
  const parent = { entity: 'organisation', id: holding };
  const organisation = await make('/api/organisations', {
    name: 'Öztürk Gıda San. ve Tic. A.Ş.',
    parent,
    contactPoints,
    kinds: ['customer', 'prospect'],
    tags: ['soğuk zincir'],
    sector: ['bakery'],
  });
  await make('/api/organisations', {
    name: 'Çarşamba Un',
    parent: { entity: 'organisation', id: organisation },
  });
  const person = await make('/api/persons', {
    givenName: 'Małgorzata',
    familyName: 'Krzyżanowska-Szczebrzeszyńska',
    birthDate: '1983-04-12',
    contactPoints: [{ kind: 'email', value: 'm.k@ozturkgida.example' }],
  });
  await make('/api/positions', {
    person: { entity: 'person', id: person },
    organisation: { entity: 'organisation', id: organisation },
    title: 'Kierowniczka działu zakupów',
    from: '2021-03-01',
  });
  return { person, organisation };
}

for (const { width, theme, lang, contrast } of looks) {
  const look = `${width} px, ${theme}, ${lang}${contrast === 'more' ? ', high contrast' : ''}`;
  test.serial(`axe finds nothing on any page, and nothing is wider than the window: ${look}`, async (t) => {
    const h = await consoleHouse(t);
    const { person, organisation } = await furnished(h);
    await h.api.post('/api/backups');
    const { page, complaints } = await visitConsole(t, h, '/mail', {
      lang,
      theme,
      contrast,
      viewport: { width, height: 800 },
      ...(width < 700 ? { hasTouch: true, isMobile: true } : {}),
    });
    const parts = ['system', 'backups', 'general', 'users', 'mailboxes', 'audit'].map(
      (room) => `/settings/${room}`,
    );
    const cards = [
      `/people/organisation:${organisation}`,
      `/people/organisation:${organisation}?part=people`,
      `/people/person:${person}?part=facts`,
    ];
    const found: Record<string, string[]> = {};
    for (const path of [
      '/mail',
      '/mail/new',
      '/people',
      '/people?of=organisation',
      '/people/new?of=person',
      ...cards,
      '/settings',
      ...parts,
      '/elsewhere',
    ]) {
      await page.goto(h.url + path);
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(400); // lists and cards have come, too
      const wrong = await axeComplaints(page);
      if ((await overflow(page)) > 0) wrong.push(`wider than ${width} px`);
      if (wrong.length > 0) found[path] = wrong;
    }
    t.deepEqual(found, {});
    t.deepEqual(complaints, []);
  });
}

test.serial(
  'axe finds nothing on the pages outside, nor with the menu of oneself or search open',
  async (t) => {
    const h = await consoleHouse(t);
    const outside = await visitConsole(t, h, '/', {
      stranger: true,
      lang: 'tr',
      theme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    for (const path of ['/', '/forgotten', '/reset?token=x', '/setup?token=x']) {
      await outside.page.goto(h.url + path);
      await outside.page.locator('main h1').waitFor();
      t.deepEqual(await axeComplaints(outside.page), [], path);
      t.true((await overflow(outside.page)) <= 0, path);
    }
    const { page } = await visitConsole(t, h, '/people', { lang: 'pl' });
    await page.waitForLoadState('networkidle');
    await page.locator('lobi-me button').first().click();
    t.deepEqual(await axeComplaints(page), [], 'the menu of oneself');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    t.deepEqual(await axeComplaints(page), [], 'search');
  },
);

test.serial(
  'the first load is small: 150 KB to the sign-in page, 300 KB to a working list, fonts and all',
  async (t) => {
    const h = await consoleHouse(t);
    const weigh = async (path: string, stranger: boolean, seen: string) => {
      const { page } = await visitConsole(t, h, '/nowhere-yet', { stranger, lang: 'tr' });
      await page.goto('about:blank');
      const loaded = new Set<string>();
      page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
      await page.goto(h.url + path);
      await page.getByText(seen).first().waitFor();
      await page.waitForLoadState('networkidle');
      const files = [...loaded].filter((name) => name.startsWith('/assets/'));
      t.true(files.length > 3, 'the page is made of files that were counted');
      return files.reduce(
        (sum, name) =>
          sum + gzipSync(readFileSync(new URL(`../../dist/widgets${name}`, import.meta.url))).length,
        0,
      );
    };
    const signIn = await weigh('/', true, 'Oturum aç');
    const list = await weigh('/people', false, 'Henüz kimse yok');
    t.log(`sign-in ${Math.round(signIn / 1000)} KB, list ${Math.round(list / 1000)} KB`);
    t.true(signIn <= 150_000, `${signIn}`);
    t.true(list <= 300_000, `${list}`);
  },
);
