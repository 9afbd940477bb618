// The two host pages of docs/guides/embed.md, on an origin of their own, with exactly the directives published there.

import test from 'ava';
import { browser } from '#test/support/chromium.ts';
import { recorded } from './support/answers.ts';
import { axeFaults, hostFile, hostPolicy, publishedDirectives, visit } from './support/hosts.ts';
import { problem, type Stage, stage } from './support/stage.ts';

test.after.always('the browser ends', async () => (await browser()).close());

function hosts(s: Stage): void {
  const places = {
    lobi: s.lobi,
    version: s.manifest.version,
    integrity: s.manifest.integrity,
    card: 'person:P1',
    thread: 'T1',
    token: 'lobiw_first',
  };
  const csp = hostPolicy(s.lobi);
  s.pages['/plain'] = { html: hostFile('plain.html', places), csp };
  s.pages['/intranet'] = { html: hostFile('intranet.html', places), csp };
  for (const name of ['plain.css', 'intranet.css'])
    s.pages[`/${name}`] = { html: hostFile(name, {}), type: 'text/css' };
  s.pages['/intranet.js'] = { html: hostFile('intranet.js', {}), type: 'text/javascript' };
  let handed = 0;
  s.pages['/lobi-token'] = {
    html: () => `lobiw_${(handed += 1)}
`,
    type: 'text/plain',
  };
}

test('the guide asks for nothing that is unsafe', (t) => {
  const directives = publishedDirectives('https://lobi.example');
  t.deepEqual([...directives.keys()].sort(), [
    'connect-src',
    'frame-src',
    'img-src',
    'require-trusted-types-for',
    'script-src',
    'trusted-types',
  ]);
  t.false([...directives.values()].flat().some((value) => /unsafe|\*|^data:$/.test(value)));
});

test.serial(
  'an old page with attributes only: pinned script, no rule of the page gets in, its form is left alone',
  async (t) => {
    const s = await stage(t, recorded);
    hosts(s);
    const { page, complaints } = await visit(t, `${s.host}/plain`);
    await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await page.frameLocator('lobi-mail-frame iframe').getByText('günaydın').first().waitFor();
    const look = await page.locator('lobi-contact-card h2').evaluate((each) => {
      const { textTransform, letterSpacing, color } = getComputedStyle(each);
      return { textTransform, letterSpacing, color };
    });
    t.deepEqual(look, { textTransform: 'none', letterSpacing: 'normal', color: 'rgb(29, 32, 31)' });
    t.true(
      s.asked.length > 3 &&
        s.asked.every(
          ({ headers }) => headers.authorization === 'Bearer lobiw_first' && headers.cookie === undefined,
        ),
    );
    await page.getByRole('button', { name: 'Yanıtla', exact: true }).last().click();
    await page.locator('textarea').waitFor();
    t.true(page.url().endsWith('/plain'));
    t.deepEqual(complaints, []);
  },
);

test.serial('a loader that was changed on the way is not run', async (t) => {
  const s = await stage(t, recorded);
  hosts(s);
  s.pages['/plain'] = {
    ...s.pages['/plain']!,
    html: String(s.pages['/plain']!.html).replace(/integrity="sha384-./, 'integrity="sha384-x'),
  };
  const { page, complaints } = await visit(t, `${s.host}/plain`);
  await page.waitForTimeout(500);
  t.is(await page.evaluate(() => customElements.get('lobi-contact-card')), undefined);
  t.true(complaints.some((complaint) => complaint.includes('integrity')));
});

test.serial(
  'an intranet that makes its elements by script: one token for both, the page takes over the call',
  async (t) => {
    const s = await stage(t, recorded);
    hosts(s);
    const { page, complaints } = await visit(t, `${s.host}/intranet`);
    await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await page.frameLocator('lobi-mail-frame iframe').getByText('günaydın').first().waitFor();
    t.true(
      s.asked.every(({ headers }) => headers.authorization === 'Bearer lobiw_1'),
      'elements with one provider share its token',
    );
    await page.getByRole('link', { name: 'Zadzwoń' }).click();
    t.is(await page.locator('#told').textContent(), 'calls +905324180766');
    t.is(
      await page
        .locator('lobi-contact-card .btn')
        .first()
        .evaluate((each) => getComputedStyle(each).borderRadius),
      '12px',
      'a token set by the host is taken',
    );
    t.deepEqual(await axeFaults(page), []);
    t.deepEqual(complaints, []);
  },
);

test.serial('an ended token is renewed by the provider, and the reader sees nothing of it', async (t) => {
  const s = await stage(t, recorded);
  hosts(s);
  const ended = (path: string) => () =>
    s.asked.at(-1)?.headers.authorization === 'Bearer lobiw_1' ? problem(401, 'token.ended') : recorded[path];
  for (const path of Object.keys(recorded)) s.answers[path] = ended(path);
  const { page } = await visit(t, `${s.host}/intranet`);
  await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
  t.true(s.asked.some(({ headers }) => headers.authorization === 'Bearer lobiw_2'));
  t.is(await page.locator('lobi-trouble').count(), 0);
});

test.serial(
  'a token that ends with nobody to renew it is told to the page; a new one brings everything back',
  async (t) => {
    const s = await stage(t, recorded);
    hosts(s);
    const { page } = await visit(t, `${s.host}/plain`);
    await page.getByRole('heading', { name: 'Şule Işık' }).waitFor();
    await page.evaluate(() => {
      addEventListener('lobi-token-expire', () => {
        document.title = 'ended';
      });
    });
    s.answers['/api/persons/P1'] = problem(401, 'token.ended');
    await page
      .locator('lobi-contact-card')
      .evaluate((each) => (each as HTMLElement & { refresh(): Promise<void> }).refresh());
    await page.waitForFunction(() => document.title === 'ended');
    t.true(await page.getByRole('heading', { name: 'Şule Işık' }).isVisible(), 'what was seen stays');
    s.answers['/api/persons/P1'] = recorded['/api/persons/P1'];
    await page.locator('lobi-contact-card').evaluate((each) => each.setAttribute('token', 'lobiw_next'));
    await page.waitForFunction(() => !document.querySelector('lobi-contact-card')!.hasAttribute('error'));
    t.is(
      s.asked.findLast(({ path }) => path === '/api/persons/P1')?.headers.authorization,
      'Bearer lobiw_next',
    );
  },
);
