import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import rules from '../../.dependency-cruiser.mjs';
import { cruiseImports } from '../check/imports.ts';

const packageJson = {
  type: 'module',
  imports: {
    '#kernel/*': './server/kernel/*',
    '#platform/*': './server/platform/*',
    '#features/*': './server/features/*',
    '#doors/*': './server/doors/*',
    '#widgets/*': './widgets/*',
    '#test/*': './test/*',
  },
  dependencies: { koa: '1', lit: '1', nodemailer: '1', pg: '1', knex: '1', objection: '1', zod: '1' },
  devDependencies: { ava: '1' },
};

/** Cruises a small house with these files; gives the names of the rules that were broken, sorted. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-imports-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    write('package.json', JSON.stringify(packageJson));
    for (const name of [...Object.keys(packageJson.dependencies), 'ava', 'stray']) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      write(`node_modules/${name}/index.js`, '');
    }
    for (const [path, text] of Object.entries(files)) write(path, text);
    const { faults } = await cruiseImports(Object.keys(files), folder);
    return [...new Set(faults.map((fault) => /\n {2}(.*?):/.exec(fault)?.[1] ?? fault))].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const value = 'export const it = 1;';
const take = (from: string) => `import { it } from '${from}';\nexport const mine = it;`;
const takeType = (from: string) => `import type { it } from '${from}';\nexport type Mine = typeof it;`;

test('a house that keeps the rules breaks none', async (t) => {
  t.deepEqual(
    await broken({
      'server/kernel/ids.ts': `import { randomBytes } from 'node:crypto';\nexport const it = randomBytes(1);`,
      'server/kernel/db/open.ts': `import pg from 'pg';\nexport const it = pg;`,
      'server/platform/access/policy.ts': take('#kernel/ids.ts'),
      'server/platform/audit/model.ts': `import { Model } from 'objection';\n${take('#platform/access/policy.ts').replace('it }', 'mine as it }')}\nexport const m = Model;`,
      'server/features/people/api.ts': take('#kernel/ids.ts'),
      'server/features/mailroom/model.ts': value,
      'server/features/mailroom/events.ts': takeType('./model.ts'),
      'server/features/mailroom/commands/file.ts': `${take('../model.ts')}\nexport * from '#features/people/api.ts';`,
      'server/features/mailroom/routes.ts': `import { mine } from './commands/file.ts';\nexport const routes = mine;`,
      'server/features/mailroom/room.ts': `export { routes } from './routes.ts';`,
      'server/doors/http/app.ts': `import koa from 'koa';\nexport const app = koa;`,
      'server/rooms.ts': `export { routes } from './features/mailroom/room.ts';`,
      'widgets/kernel/records.ts': takeType('#features/people/api.ts'),
      'widgets/people/card.ts': `import 'lit';\nexport type { Mine } from '../kernel/records.ts';`,
      'migrations/0001_people_create_person.ts': `import type { Knex } from 'knex';\nexport const up = (knex: Knex) => knex;`,
      'test/people.test.ts': `import 'ava';\nimport '#features/people/api.ts';`,
    }),
    [],
  );
});

const cases: { rule: string; files: Record<string, string> }[] = [
  {
    rule: 'kernel-stands-alone',
    files: { 'server/kernel/a.ts': take('#platform/access/api.ts'), 'server/platform/access/api.ts': value },
  },
  {
    rule: 'kernel-stands-alone',
    files: {
      'server/kernel/a.ts': takeType('#features/people/api.ts'),
      'server/features/people/api.ts': value,
    },
  },
  {
    rule: 'platform-looks-down',
    files: {
      'server/platform/access/api.ts': take('#features/people/api.ts'),
      'server/features/people/api.ts': value,
    },
  },
  {
    rule: 'platform-looks-down',
    files: { 'server/platform/access/api.ts': takeType('#doors/http/a.ts'), 'server/doors/http/a.ts': value },
  },
  {
    rule: 'features-look-down',
    files: { 'server/features/people/a.ts': take('#doors/http/a.ts'), 'server/doors/http/a.ts': value },
  },
  {
    rule: 'features-are-strangers',
    files: {
      'server/features/mailroom/a.ts': take('#features/people/model.ts'),
      'server/features/people/model.ts': value,
    },
  },
  {
    rule: 'features-are-strangers',
    files: {
      'server/features/people/a.ts': takeType('#features/mailroom/api.ts'),
      'server/features/mailroom/api.ts': value,
    },
  },
  {
    rule: 'doors-are-strangers',
    files: { 'server/doors/http/a.ts': take('../smtp/a.ts'), 'server/doors/smtp/a.ts': value },
  },
  {
    rule: 'rooms-without-a-circle',
    files: {
      'server/platform/a/x.ts': `${value}\nexport * from '#platform/b/x.ts';`,
      'server/platform/b/x.ts': take('#platform/a/x.ts'),
    },
  },
  {
    rule: 'model-knows-nobody',
    files: {
      'server/features/people/model.ts': take('./commands.ts'),
      'server/features/people/commands.ts': value,
    },
  },
  {
    rule: 'events-know-nobody',
    files: {
      'server/features/people/events.ts': take('./listeners.ts'),
      'server/features/people/listeners.ts': value,
    },
  },
  {
    rule: 'policy-knows-the-model-only',
    files: {
      'server/features/people/policy.ts': take('./events.ts'),
      'server/features/people/events.ts': value,
    },
  },
  {
    rule: 'commands-know-no-caller',
    files: {
      'server/features/people/commands/a.ts': take('../routes.ts'),
      'server/features/people/routes.ts': value,
    },
  },
  {
    rule: 'callers-are-strangers',
    files: {
      'server/features/people/routes.ts': take('./timers.ts'),
      'server/features/people/timers.ts': value,
    },
  },
  {
    rule: 'manifest-is-the-top',
    files: { 'server/features/people/a.ts': take('./room.ts'), 'server/features/people/room.ts': value },
  },
  {
    rule: 'no-network-in-a-command',
    files: {
      'server/features/people/commands.ts': `import { connect } from 'node:net';\nexport const c = connect;`,
    },
  },
  {
    rule: 'elements-are-strangers',
    files: { 'widgets/people/a.ts': take('../mailroom/a.ts'), 'widgets/mailroom/a.ts': value },
  },
  {
    rule: 'widgets-kernel-stands-alone',
    files: { 'widgets/kernel/a.ts': take('../controls/a.ts'), 'widgets/controls/a.ts': value },
  },
  {
    rule: 'controls-know-no-room',
    files: { 'widgets/controls/a.ts': take('../people/a.ts'), 'widgets/people/a.ts': value },
  },
  {
    rule: 'widgets-take-types-only',
    files: { 'widgets/people/a.ts': take('#features/people/api.ts'), 'server/features/people/api.ts': value },
  },
  {
    rule: 'widgets-run-in-a-browser',
    files: { 'widgets/people/a.ts': `import { join } from 'node:path';\nexport const j = join;` },
  },
  {
    rule: 'server-shows-nothing',
    files: { 'server/doors/http/a.ts': take('#widgets/people/a.ts'), 'widgets/people/a.ts': value },
  },
  {
    rule: 'nothing-imports-test',
    files: { 'server/main.ts': take('#test/support/a.ts'), 'test/support/a.ts': value },
  },
  {
    rule: 'nothing-imports-tools',
    files: { 'server/main.ts': take('../docs/tools/a.ts'), 'docs/tools/a.ts': value },
  },
  { rule: 'migrations-mean-the-same-for-ever', files: { 'migrations/0001_a_b_c.ts': take('knex') } },
  {
    rule: 'migrations-know-no-model',
    files: {
      'migrations/0001_a_b_c.ts': takeType('#features/people/model.ts'),
      'server/features/people/model.ts': value,
    },
  },
  { rule: 'launcher-needs-nothing', files: { 'appliance/launch.mjs': take('zod') } },
  { rule: 'everything-resolves', files: { 'server/main.ts': take('./gone.ts') } },
  { rule: 'product-needs-no-tool', files: { 'server/main.ts': take('ava') } },
  { rule: 'packages-are-declared', files: { 'server/main.ts': take('stray') } },
  { rule: 'home-of-koa', files: { 'server/platform/access/routes.ts': take('koa') } },
  { rule: 'home-of-knex', files: { 'server/features/people/commands.ts': take('knex') } },
  { rule: 'home-of-drivers', files: { 'server/platform/search/index.ts': take('pg') } },
  { rule: 'home-of-nodemailer', files: { 'server/features/mailroom/a.ts': take('nodemailer') } },
  { rule: 'home-of-lit', files: { 'server/doors/http/a.ts': take('lit') } },
];

for (const { rule, files } of cases) {
  const [importer = '', imported = 'a package'] = Object.keys(files);
  test(`${importer} → ${imported} breaks ${rule}`, async (t) => {
    t.true((await broken(files)).includes(rule), `broken: ${(await broken(files)).join(', ')}`);
  });
}

test('every rule is broken on purpose here, or shares the mould of one that is', (t) => {
  const tried = new Set(cases.map(({ rule }) => rule));
  const untried = rules.forbidden.map(({ name }) => name).filter((name) => !tried.has(name));
  t.deepEqual(untried, [
    'home-of-smtp-server',
    'home-of-mailparser',
    'home-of-socket-server',
    'home-of-otpauth',
    'home-of-print',
    'home-of-sheets',
  ]);
});
