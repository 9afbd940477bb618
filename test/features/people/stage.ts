import test, { type ExecutionContext } from 'ava';
import { addCriterion } from '#features/people/commands/criteria.ts';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { type Fault, isFault } from '#kernel/errors.ts';
import { insert } from '#kernel/model.ts';
import { derivedOf, User } from '#platform/access/model.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

/** What tests of cards share: a sentence run in a house of its own on every engine, and who and what is in it. */

export const SYSTEM = systemActor('test', 'Europe/Istanbul');

export async function userActor(givenName: string, roles: string[], teams: string[] = []): Promise<Actor> {
  const email = `${givenName.toLowerCase()}@marmarapack.example`;
  const names = { givenName, familyName: '', email };
  const user = await work('test.user', () =>
    insert(User, {
      ...names,
      ...derivedOf(names),
      language: 'tr',
      roles,
      teams,
      passwordHash: null,
      passwordChangedAt: null,
      closedAt: null,
      closedBy: null,
    }),
  );
  await freshenRights();
  return {
    kind: 'user',
    userId: user.id,
    name: givenName,
    roles,
    teams,
    language: 'tr',
    zone: 'Europe/Istanbul',
  };
}

export async function fault(t: ExecutionContext, promise: Promise<unknown>): Promise<Fault> {
  const error = await t.throwsAsync(promise);
  t.true(isFault(error), String(error));
  return error as unknown as Fault;
}

export async function sectors(): Promise<void> {
  for (const [key, parent] of [
    ['food', null],
    ['dairy', 'food'],
    ['bakery', 'food'],
    ['logistics', null],
  ] as const)
    await run(addCriterion, { set: 'sector', key, name: key, parent }, SYSTEM);
}

/** A test inside a house, on every engine. */
export function on(title: string, does: (t: ExecutionContext, w: World) => Promise<void>): void {
  for (const engine of ENGINES)
    test(`${title} (${engine})`, async (t) => {
      const w = await world(t, { engine });
      await w.settle(); // listeners hear from now on
      await w.in(() => does(t, w));
    });
}

export interface Stage {
  w: World;
  people: Cast;
  /** Ayşe, who may do everything. */
  ayse: Client;
  /** Zofia, who sees every card. */
  zofia: Client;
  /** Işıl, who sees her own and her team's. */
  isil: Client;
}

/** A test at the API, on every engine. */
export function onApi(title: string, does: (t: ExecutionContext, stage: Stage) => Promise<void>): void {
  for (const engine of ENGINES)
    test(`${title} (${engine})`, async (t) => {
      const w = await world(t, { engine });
      await w.settle();
      const people = await cast(w);
      const api = await serveApi(t, w);
      const [ayse, zofia, isil] = [api.client(), api.client(), api.client()];
      await signIn(ayse, people.ayse);
      await signIn(zofia, people.zofia);
      await signIn(isil, people.isil);
      await does(t, { w, people, ayse, zofia, isil });
    });
}
