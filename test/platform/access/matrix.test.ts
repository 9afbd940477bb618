import test, { type ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { cast } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { type World, world } from '#test/support/world.ts';
import { type Asker, ask, askers, foreignRow, furnished, MISSING, telling } from './matrix-askers.ts';
import { askAdministration, askAlerts, askLists, askLive, askOwn, askSearch } from './matrix-checks.ts';
import { ROWS, rowOf } from './matrix-rows.ts';

/**
 * Every route of every room, asked by everybody: what one may not see answers exactly as what does not exist, and changes by
 * nothing. Routes are taken from the registry and records from the sample data, so a new room is covered when it has both.
 */

test('whoever is not known gets no further than the open routes', async (t) => {
  const w = await world(t);
  await cast(w);
  const { url } = await serveApi(t, w);
  const [stranger, ended] = (await askers(w, url)) as [Asker, Asker];
  for (const route of w.house.registry.routes)
    for (const asker of [stranger, ended]) {
      const { status } = await ask(asker, route, MISSING);
      const says = `${asker.name}: ${route.method} ${route.path}`;
      t.true(status < 500, `${says} ${status}`);
      if (route.open !== true) t.is(status, 401, says);
    }
});

test('every route has a row in the matrix, and every row a route', async (t) => {
  const w = await world(t);
  const routes = new Set(w.house.registry.routes.map((each) => `${each.method} ${each.path}`));
  const rows = new Set(ROWS.flatMap((row) => row.methods.map((method) => `${method} ${row.path}`)));
  t.deepEqual([...routes.difference(rows)], [], 'say in matrix-rows.ts what these are about');
  t.deepEqual([...rows.difference(routes)], [], 'these routes are gone');
  for (const route of w.house.registry.routes)
    t.is(
      rowOf(route.method, route.path)?.kind === 'open',
      route.open === true,
      `${route.method} ${route.path} is open, or is not`,
    );
});

test('what one may not see answers as what does not exist, by every route and about every card, and does not change', async (t) => {
  const w = await furnished(t);
  const { url } = await serveApi(t, w);
  const everybody = (await askers(w, url)).filter((each) => each.actor !== null) as (Asker & {
    actor: Actor;
  })[];
  await askRecords(t, w, everybody);
  await askAboutCards(t, w, everybody);
});

test('lists, counts, search, alerts and live topics tell of nothing that one may not see; what is the administrators’ is refused alike', async (t) => {
  const w = await furnished(t);
  const { url } = await serveApi(t, w);
  const everybody = (await askers(w, url)).filter((each) => each.actor !== null) as (Asker & {
    actor: Actor;
  })[];
  await askLists(t, w, everybody);
  await askSearch(t, w, everybody);
  await askAlerts(t, w, everybody);
  await askLive(t, w, everybody);
  await askOwn(t, w, everybody);
  await askAdministration(t, w, everybody);
});

async function askRecords(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  const { entities, routes } = w.house.registry;
  const asked = new Map<string, number>();
  for (const asker of everybody) {
    const { actor, name } = asker;
    for (const route of routes) {
      if (!route.path.includes(':')) continue;
      const says = `${name}: ${route.method} ${route.path}`;
      const missing = await ask(asker, route, MISSING);
      t.true(missing.status < 500, `${says} ${missing.status} ${JSON.stringify(missing.body)}`);
      const matrixRow = rowOf(route.method, route.path);
      const entity = matrixRow?.kind === 'record' ? entities.get(matrixRow.of ?? '') : undefined;
      if (entity === undefined) continue;
      const row = await w.in(() => foreignRow(entity, actor));
      if (row === undefined) continue;
      const id = row.id as string;
      const foreign = await ask(asker, route, id);
      t.is(telling(foreign, id), telling(missing, MISSING), says);
      t.deepEqual(
        await w.in(async () => db()(entity.table).where({ id }).first()),
        row,
        `${says} left the record alone`,
      );
      asked.set(name, (asked.get(name) ?? 0) + 1);
    }
  }
  for (const name of ['a widget of another record', 'limited'])
    t.true((asked.get(name) ?? 0) > 5, `${name} was asked for ${asked.get(name)} foreign records`);
}

async function askAboutCards(
  t: ExecutionContext,
  w: World,
  everybody: readonly (Asker & { actor: Actor })[],
): Promise<void> {
  const cards = [...w.house.registry.entities.values()].filter((each) => each.card === true);
  for (const { actor, name, client } of everybody)
    for (const route of w.house.registry.routes) {
      const shape = (route.takes?.query as { shape?: Record<string, unknown> } | undefined)?.shape;
      if (route.method !== 'GET' || route.path.includes(':') || shape?.about === undefined) continue;
      for (const card of cards) {
        const row = await w.in(() => foreignRow(card, actor));
        if (row === undefined) continue;
        const about = (id: string) => client.get(`${route.path}?about=${card.name}:${id}`);
        const [foreign, missing] = [await about(row.id as string), await about(MISSING)];
        t.is(
          telling(foreign, row.id as string),
          telling(missing, MISSING),
          `${name}: ${route.path} about a ${card.name}`,
        );
      }
    }
}
