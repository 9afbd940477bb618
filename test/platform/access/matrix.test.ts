import test, { type ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Entity } from '#kernel/schema.ts';
import { endSession, startSession } from '#platform/access/commands/sessions.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import { addToken, addWidgetToken } from '#platform/access/commands/tokens.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { visibleIds } from '#platform/access/policy.ts';
import { joinable } from '#platform/notify/topics.ts';
import { cast } from '#test/support/cast.ts';
import { type Answer, Client, serveApi } from '#test/support/http.ts';
import { type World, world } from '#test/support/world.ts';
import { ROWS, rowOf } from './matrix-rows.ts';

/**
 * Every route of every room, asked by everybody: what one may not see answers exactly as what does not exist, and changes by
 * nothing. Routes are taken from the registry and records from the sample data, so a new room is covered when it has both.
 */

const MISSING = '01J00000000000000000000000';
const PAGE = 'https://erp.marmarapack.example';

interface Asker {
  name: string;
  client: Client;
  /** Null for those whom nobody knows: every route but the open ones answers 401. */
  actor: Actor | null;
}

async function furnished(t: ExecutionContext): Promise<World> {
  const w = await world(t);
  await w.in(async () => {
    for (const demo of w.house.registry.all('demos')) await demo.furnish();
  });
  await w.settle();
  return w;
}

async function askers(w: World, url: string): Promise<Asker[]> {
  return w.in(async () => {
    const byRole = async (role: string) => {
      const user = (await User.query().where('roles', 'like', `%"${role}"%`).orderBy('id').first()) as User;
      const actor = actorOf(user, 'Europe/Istanbul');
      const { token, id } = await run(startSession, { agent: 'matrix' }, actor);
      const client = new Client(url);
      client.cookies.set('lobi_session', token);
      return { name: role, client, actor, session: id };
    };
    const [administrator, user, limited, ended] = [
      await byRole('administrator'),
      await byRole('user'),
      await byRole('limited'),
      await byRole('user'),
    ];
    await run(endSession, { id: ended.session }, ended.actor);
    const widget = await widgetOf(w, url, administrator.actor);
    return [
      { name: 'a stranger', client: new Client(url), actor: null },
      { name: 'an ended session', client: ended.client, actor: null },
      widget,
      limited,
      user,
      administrator,
    ];
  });
}

/** Every element there is, for the administrator, bound to a record that has nothing to do with any other. */
async function widgetOf(w: World, url: string, owner: Actor): Promise<Asker> {
  const { row } = await run(addToken, { name: 'matrix', scopes: ['widgets'], origins: [PAGE] }, owner);
  const via = `token:${row.id}`;
  const team = await run(addTeam, { name: 'Matris' }, owner);
  const elements = w.house.registry.all('elements').map((each) => each.name);
  const actor: Actor = { ...owner, kind: 'token', via, limits: { scopes: ['widgets'] } };
  const records = [`team:${team.id}`];
  const { token } = await run(
    addWidgetToken,
    { user: owner.userId, elements, scope: records, origin: PAGE },
    actor,
  );
  const client = new Client(url);
  client.headers = { Authorization: `Bearer ${token}`, Origin: PAGE };
  return {
    name: 'a widget of another record',
    client,
    actor: { ...owner, kind: 'widget', limits: { elements, records, origin: PAGE } },
  };
}

/** A record of the entity that the actor may not see; undefined where there is none. */
async function foreignRow(entity: Entity, actor: Actor): Promise<Record<string, unknown> | undefined> {
  return (await db()(entity.table).whereNotIn('id', visibleIds(actor, entity.name)).orderBy('id').first()) as
    | Record<string, unknown>
    | undefined;
}

function pathWith(route: Route, id: string): string {
  return route.path.replace(/:(\w+)/g, (_all, name: string) => (name === 'id' ? id : 'nothing'));
}

async function ask(asker: Asker, route: Route, id: string): Promise<Answer> {
  return asker.client.call(route.method, pathWith(route, id), route.method === 'GET' ? {} : { body: {} });
}

/** What can be told apart, without the id that was asked for and the number of the request. */
function telling({ status, body }: Answer, id: string): string {
  return JSON.stringify({
    status,
    body: { ...(typeof body === 'object' ? body : { body }), requestId: '' },
  }).replaceAll(id, 'ID');
}

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

/** Lists show records that are seen and no others, and count no more. */
async function askLists(
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
async function askSearch(
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
async function askAlerts(
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
async function askLive(
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
async function askOwn(
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

async function askAdministration(
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
