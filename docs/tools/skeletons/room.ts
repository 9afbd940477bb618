import { nextNumber } from './migration.ts';
import { pascal, type Skeleton } from './skeleton.ts';

/** A room with one entity through all floors: `notes` → `server/features/notes`, entity `note`. */
export function room(name: string): Skeleton {
  const noun = name.replace(/ies$/, 'y').replace(/s$/, '');
  const words: Words = { room: name, noun, Noun: pascal(noun), plural: `${noun.replace(/y$/, 'ie')}s` };
  const folder = `server/features/${name}`;
  return {
    files: {
      [`${folder}/room.ts`]: manifest(words),
      [`${folder}/model.ts`]: model(words),
      [`${folder}/policy.ts`]: policy(words),
      [`${folder}/commands.ts`]: commands(words),
      [`${folder}/routes.ts`]: routes(words),
      [`migrations/${nextNumber()}_${name}_create_${words.plural}.ts`]: migration(words),
      [`test/features/${name}.test.ts`]: test(words),
    },
    lines: [
      {
        path: 'server/rooms.ts',
        at: /^import people .*$/,
        put: `$&\nimport ${name} from '#features/${name}/room.ts';`,
      },
      { path: 'server/rooms.ts', at: /^\];$/, put: `  ${name},\n];` },
    ],
    next: [
      `Give it its true fields: server/features/${name}/model.ts and the migration. Labels are real words in Turkish and Polish.`,
      `npm test -- test/features/${name}.test.ts; npm run check; npm run docs.`,
      'On cards it appears by declarations in room.ts: timeline, searchable; in lists and elements by npm run new -- element.',
      'Its noun goes into docs/glossary.md, one word per thing.',
    ],
  };
}

interface Words {
  room: string;
  noun: string;
  Noun: string;
  plural: string;
}

function manifest({ room, noun, Noun, plural }: Words): string {
  return `import { room } from '#kernel/room.ts';
import { add${Noun}, change${Noun}, close${Noun}, restore${Noun} } from './commands.ts';
import { ${noun}Entity } from './model.ts';
import { ${noun}Policy } from './policy.ts';
import { ${noun}Routes } from './routes.ts';

export default room({
  name: '${room}',
  says: 'What ${plural} are for.',
  entities: [${noun}Entity],
  policies: [${noun}Policy],
  commands: [add${Noun}, change${Noun}, close${Noun}, restore${Noun}],
  routes: ${noun}Routes,
});
`;
}

function model({ noun, Noun, plural }: Words): string {
  return `import { Row } from '#kernel/model.ts';
import { entity } from '#kernel/schema.ts';
import { text } from '#platform/catalog/fields.ts';

export class ${Noun} extends Row {
  static override tableName = '${plural}';
  static override entity = '${noun}';

  declare title: string;
  declare titleFolded: string;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export const ${noun}Entity = entity({
  name: '${noun}',
  plural: '${plural}',
  table: '${plural}',
  label: { one: { tr: '${noun}', pl: '${noun}', en: '${noun}' }, many: { tr: '${plural}', pl: '${plural}', en: '${plural}' } },
  fields: [
    text('title', {
      label: { tr: 'Başlık', pl: 'Tytuł', en: 'Title' },
      required: true,
      max: 200,
      folded: 'titleFolded',
      sortable: true,
    }),
  ],
  title: (row) => String(row.title),
  order: '-createdAt',
  closes: true,
});
`;
}

function policy({ noun, plural }: Words): string {
  return `import { policy } from '#platform/access/policy.ts';

export const ${noun}Policy = policy({
  entity: '${noun}',
  says: 'Everybody in the house sees ${plural}.',
  see: true,
  may: { restore: true },
  grants: { limited: ['see'] },
});
`;
}

function commands({ noun, Noun, plural }: Words): string {
  return `import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import { ${Noun} } from './model.ts';

const id = z.string();
const version = z.number().int().optional();

export const add${Noun} = command({
  name: '${noun}.add',
  says: 'Adds one of the ${plural}.',
  takes: inputOf('${noun}'),
  async does(sent, { actor }) {
    await allow(actor, 'add', '${noun}');
    const values = rowValues((await catalog()).entity('${noun}'), sent);
    return insert(${Noun}, { ...values, closedAt: null, closedBy: null });
  },
});

export const change${Noun} = command({
  name: '${noun}.change',
  says: 'Changes one of the ${plural}.',
  takes: inputOf('${noun}', { partial: true, also: { id, version } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', '${noun}', { id: id as string });
    const values = rowValues((await catalog()).entity('${noun}'), sent);
    return update(${Noun}, id as string, values, version === undefined ? {} : { version: version as number });
  },
});

export const close${Noun} = command({
  name: '${noun}.close',
  says: 'Closes one of the ${plural}; nothing is lost.',
  takes: z.object({ id, version }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', '${noun}', { id });
    return update(${Noun}, id, { closedAt: at, closedBy: actor.userId }, version === undefined ? {} : { version });
  },
});

export const restore${Noun} = command({
  name: '${noun}.restore',
  says: 'Brings back one of the ${plural}.',
  takes: z.object({ id }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', '${noun}', { id });
    return update(${Noun}, id, { closedAt: null, closedBy: null });
  },
});
`;
}

function routes({ noun, Noun }: Words): string {
  return `import { resource } from '#platform/records/resource.ts';
import { add${Noun}, change${Noun}, close${Noun}, restore${Noun} } from './commands.ts';
import { ${noun}Entity } from './model.ts';

/** Listed by query tree, shown, added, changed, closed and brought back. */
export const ${noun}Routes = resource({
  entity: ${noun}Entity,
  add: add${Noun},
  change: change${Noun},
  close: close${Noun},
  restore: restore${Noun},
});
`;
}

function migration({ plural }: Words): string {
  return `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('${plural}', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.text('title').notNullable();
    table.text('title_folded').notNullable();
  });
}
`;
}

function test({ room, Noun, plural }: Words): string {
  return `import test from 'ava';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { add${Noun}, change${Noun}, close${Noun} } from '#features/${room}/commands.ts';
import { ${Noun} } from '#features/${room}/model.ts';
import { ENGINES, world } from '#test/support/world.ts';

const SYSTEM = systemActor('test', 'Europe/Istanbul');

for (const engine of ENGINES) {
  test(\`of the ${plural} one is added, changed and closed (\${engine})\`, async (t) => {
    const w = await world(t, { engine });
    await w.in(async () => {
      const added = await run(add${Noun}, { title: 'Işık’a dön' }, SYSTEM);
      t.like(added, { title: 'Işık’a dön', titleFolded: 'isik’a don', version: 1 });
      await run(change${Noun}, { id: added.id, title: 'Żuk', version: 1 }, SYSTEM);
      await t.throwsAsync(run(change${Noun}, { id: added.id, title: 'late', version: 1 }, SYSTEM), { name: 'Fault' });
      await run(close${Noun}, { id: added.id }, SYSTEM);
      t.like(await ${Noun}.query().findById(added.id), { title: 'Żuk', closedAt: '2026-11-24T08:00:00.000Z', version: 3 });
    });
  });
}
`;
}
