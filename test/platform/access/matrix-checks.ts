import type { ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { visibleIds } from '#platform/access/policy.ts';
import { joinable } from '#platform/notify/topics.ts';
import type { World } from '#test/support/world.ts';
import { type Asker, foreignRow, MISSING, telling } from './matrix-askers.ts';
import { ROWS } from './matrix-rows.ts';

/** Lists show records that are seen and no others, and count no more. */
export async function askLists(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  let narrower = 0;
  for (const { kind, of, methods, path } of ROWS) {
    const entity = kind === 'list' ? w.house.registry.entities.get(of ?? '') : undefined;
    if (entity === undefined) continue;
    for (const method of methods)
      for (const { actor, name, client } of everybody) {
        const says = `${name}: ${method} ${path}`;
        const asked = { limit: 200, count: true };
        const answer =
          method === 'GET'
            ? await client.get(`${path}?limit=200&count=true`)
            : await client.call(method, path, { body: asked });
        if (answer.status !== 200) {
          t.true([403, 404].includes(answer.status), `${says} ${answer.status}`);
          continue;
        }
        const { seen, all } = await w.in(async () => ({
          seen: new Set(((await visibleIds(actor, entity.name)) as { id: string }[]).map((each) => each.id)),
          all: ((await db()(entity.table).select('id')) as unknown[]).length,
        }));
        if (seen.size < all) narrower++;
        const strange = answer.body.items.filter((each: { id: string }) => !seen.has(each.id));
        t.deepEqual(strange, [], says);
        if (answer.body.count !== undefined) t.true(answer.body.count <= seen.size, `${says} counts`);
      }
  }
  t.true(narrower > 10, `${narrower} lists were narrower than what there is`);
}

/** Words of a record that one may not see find it not. */
export async function askSearch(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  let asked = 0;
  for (const { actor, name, client } of everybody)
    for (const entity of w.house.registry.entities.values()) {
      const row = await w.in(() => foreignRow(entity, actor));
      if (row === undefined) continue;
      const words = entity.title(row).split(/\s+/).slice(0, 3).join(' ');
      const { status, body } = await client.get(`/api/search?q=${encodeURIComponent(words)}&limit=100`);
      if (status !== 200) continue;
      asked++;
      for (const hit of body.items as { entity: string; id: string }[])
        t.true(
          await w.in(
            async () => (await visibleIds(actor, hit.entity).where('id', hit.id).first()) !== undefined,
          ),
          `${name} finds ${hit.entity}:${hit.id} by "${words}"`,
        );
    }
  t.true(asked > 10, `${asked} searches`);
}

/** An alert about what one may see no more is neither shown nor counted at the bell. */
export async function askAlerts(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  const limited = everybody.find((each) => each.name === 'limited') as Asker & { actor: Actor };
  const thread = await w.in(() => foreignRow(w.house.registry.entity('thread'), limited.actor));
  const before = (await limited.client.get('/api/alerts?count=true')).body;
  const alert = {
    id: '01M0000000000000000000ALRT',
    userId: limited.actor.userId,
    kind: 'mailroom.mail',
    recordEntity: 'thread',
    recordId: thread?.id,
    sameAs: 'matrix',
    title: 'Gizli',
    snippet: '',
    who: '',
    at: '2026-11-24T07:00:00.000Z',
    times: 1,
    shown: true,
    mailed: true,
  };
  await w.in(() => work('test.alert', async () => db()('alerts').insert(alert)));
  t.deepEqual((await limited.client.get('/api/alerts?count=true')).body, before);
  const [own, missing] = [
    await limited.client.get(`/api/alerts/${alert.id}`),
    await limited.client.get(`/api/alerts/${MISSING}`),
  ];
  t.is(telling(own, alert.id), telling(missing, MISSING));
}

/** A topic of a foreign record is joined as little as one of none; so its badge is never told. */
export async function askLive(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  for (const { actor, name } of everybody)
    for (const entity of w.house.registry.entities.values()) {
      const row = await w.in(() => foreignRow(entity, actor));
      if (row === undefined) continue;
      for (const prefix of ['', 'about:']) {
        const join = (id: string) => w.in(() => joinable(actor, `${prefix}${entity.name}:${id}`));
        t.is(await join(row.id as string), null, `${name}: ${prefix}${entity.name}`);
        t.is(await join(MISSING), await join(row.id as string));
      }
    }
}

/** Sessions and tokens of others do not exist, but for administrators. */
export async function askOwn(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  for (const { kind, of, methods, path } of ROWS) {
    if (kind !== 'own' || of === null) continue;
    for (const asker of everybody) {
      if (asker.name === 'administrator') continue;
      const row = (await w.in(async () =>
        db()(of)
          .whereNot('user_id', asker.actor.userId ?? '-')
          .first(),
      )) as { id: string } | undefined;
      if (row === undefined) continue;
      for (const method of methods) {
        const call = (id: string) => asker.client.call(method, path.replace(':id', id));
        t.is(
          telling(await call(row.id), row.id),
          telling(await call(MISSING), MISSING),
          `${asker.name}: ${path}`,
        );
        t.deepEqual(await w.in(async () => db()(of).where({ id: row.id }).first()), row);
      }
    }
  }
}

export async function askAdministration(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  for (const { kind, of, methods, path } of ROWS) {
    if (kind !== 'admin') continue;
    const table = of === null ? undefined : w.house.registry.entity(of).table;
    const standing =
      table === undefined
        ? undefined
        : ((await w.in(async () => db()(table).orderBy('id', 'desc').first('id'))) as { id: string });
    for (const asker of everybody) {
      if (asker.name === 'administrator') continue;
      for (const method of methods) {
        const says = `${asker.name}: ${method} ${path}`;
        const call = (id: string) =>
          asker.client.call(
            method,
            path.replace(/:(\w+)/g, (_all, name: string) => (name === 'id' ? id : 'nothing')),
            method === 'GET' ? {} : { body: {} },
          );
        const missing = await call(MISSING);
        t.true([403, 404, 422].includes(missing.status), `${says} ${missing.status}`);
        if (standing !== undefined && standing.id !== asker.actor.userId)
          t.is(telling(await call(standing.id), standing.id), telling(missing, MISSING), says);
      }
    }
  }
}
