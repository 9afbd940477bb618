import type { ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Entity } from '#kernel/schema.ts';
import { endSession, startSession } from '#platform/access/commands/sessions.ts';
import { addTeam } from '#platform/access/commands/teams.ts';
import { addToken, addWidgetToken } from '#platform/access/commands/tokens.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { visibleIds } from '#platform/access/policy.ts';
import { type Answer, Client } from '#test/support/http.ts';
import { type World, world } from '#test/support/world.ts';

export const MISSING = '01J00000000000000000000000';
const PAGE = 'https://erp.marmarapack.example';

export interface Asker {
  name: string;
  client: Client;
  /** Null for those whom nobody knows: every route but the open ones answers 401. */
  actor: Actor | null;
}

export async function furnished(t: ExecutionContext): Promise<World> {
  const w = await world(t);
  await w.in(async () => {
    for (const demo of w.house.registry.all('demos')) await demo.furnish();
  });
  await w.settle();
  return w;
}

export async function askers(w: World, url: string): Promise<Asker[]> {
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
export async function foreignRow(entity: Entity, actor: Actor): Promise<Record<string, unknown> | undefined> {
  return (await db()(entity.table).whereNotIn('id', visibleIds(actor, entity.name)).orderBy('id').first()) as
    | Record<string, unknown>
    | undefined;
}

function pathWith(route: Route, id: string): string {
  return route.path.replace(/:(\w+)/g, (_all, name: string) => (name === 'id' ? id : 'nothing'));
}

export async function ask(asker: Asker, route: Route, id: string): Promise<Answer> {
  return asker.client.call(route.method, pathWith(route, id), route.method === 'GET' ? {} : { body: {} });
}

/** What can be told apart, without the id that was asked for and the number of the request. */
export function telling({ status, body }: Answer, id: string): string {
  return JSON.stringify({
    status,
    body: { ...(typeof body === 'object' ? body : { body }), requestId: '' },
  }).replaceAll(id, 'ID');
}
