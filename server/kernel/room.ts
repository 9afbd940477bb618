import type { AnyCommand } from './command.ts';
import type { Listener } from './events.ts';
import type { Hand } from './hands.ts';
import type { House } from './house.ts';
import type { Route } from './http/route.ts';
import type { Job } from './jobs.ts';
import { jobsHand } from './jobs.ts';
import { listeningHand } from './listening.ts';
import type { Entity, Language } from './schema.ts';
import type { Timer } from './timers.ts';
import { timersHand } from './timers.ts';

/**
 * A room's manifest: all that the house knows of it. Platform rooms add what others may declare to them by declaration merging
 * (`declare module '#kernel/room.ts' { interface Room { searchable?: Searchable[] } }`) and read it from the registry; the
 * platform never asks for a room by name.
 */
export interface Room {
  name: string;
  says: string;
  entities?: readonly Entity[];
  commands?: readonly unknown[];
  routes?: readonly unknown[];
  listeners?: readonly Listener[];
  timers?: readonly Timer[];
  jobs?: readonly unknown[];
  hands?: readonly Hand[];
  texts?: Texts;
  /** Runs once when the house opens, after the migrations, before the doors: caches, first rows. */
  opens?(house: House): Promise<void>;
  closes?(house: House): Promise<void>;
}

/** Texts by language, then by key. */
export type Texts = Record<Language, Record<string, string>>;

export function room(definition: Room): Room {
  return definition;
}

/** Everything the rooms declare, gathered once and checked for doubles. */
export interface Registry {
  rooms: readonly Room[];
  entities: ReadonlyMap<string, Entity>;
  commands: ReadonlyMap<string, AnyCommand>;
  routes: readonly Route[];
  listeners: readonly Listener[];
  timers: readonly Timer[];
  jobs: readonly Job[];
  /** Hands of the rooms, then those of the kernel. */
  hands: readonly Hand[];
  entity(name: string): Entity;
  /** All declarations of one kind, over all rooms. */
  all<K extends keyof Room>(
    kind: K,
  ): Exclude<Room[K], undefined> extends readonly (infer Each)[] ? Each[] : Exclude<Room[K], undefined>[];
}

export function gather(rooms: readonly Room[]): Registry {
  const flat = <T>(kind: keyof Room): T[] =>
    rooms.flatMap((each) => (each[kind] as readonly T[] | undefined) ?? []);
  const declarations = new Map<keyof Room, unknown[]>();
  const listeners = flat<Listener>('listeners');
  const timers = flat<Timer>('timers');
  const jobs = flat<Job>('jobs');
  const entities = byName(flat<Entity>('entities'), 'entity');
  byName(listeners, 'listener');
  byName(timers, 'timer');
  byName(jobs, 'job');
  return {
    rooms,
    entities,
    commands: byName(flat<AnyCommand>('commands'), 'command'),
    routes: flat<Route>('routes'),
    listeners,
    timers,
    jobs,
    hands: [...flat<Hand>('hands'), listeningHand(listeners), jobsHand(jobs), timersHand(timers)],
    entity(name) {
      const found = entities.get(name);
      if (found === undefined) throw new Error(`No room declares an entity "${name}".`);
      return found;
    },
    all: ((kind: keyof Room) => {
      const declared = declarations.get(kind) ?? flat(kind);
      declarations.set(kind, declared);
      return declared;
    }) as Registry['all'],
  };
}

function byName<T extends { name: string }>(things: readonly T[], kind: string): Map<string, T> {
  const found = new Map<string, T>();
  for (const thing of things) {
    if (found.has(thing.name)) throw new Error(`Two rooms declare the ${kind} "${thing.name}".`);
    found.set(thing.name, thing);
  }
  return found;
}
