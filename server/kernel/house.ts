import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/open.ts';
import type { Logger } from './log.ts';
import type { Registry } from './room.ts';
import type { Seams } from './seams.ts';

/**
 * One running Lobi: its settings, database, clock and rooms. It is ambient (AsyncLocalStorage), so that code below the doors
 * needs no handle passed along, and many houses can stand side by side in one process of tests.
 */
export interface House {
  config: Config;
  log: Logger;
  clock: Clock;
  db: Database;
  registry: Registry;
  seams: Seams;
  /** Told after each commit that left work for a hand: `outbox`, `jobs`, `arrivals`, `recipients`, … */
  wake: EventEmitter;
  /** Names this process in claims. */
  node: string;
  /** Small state of a room that lives as long as the house (caches, counters); keyed by the room's own symbol. */
  memory: Map<symbol, unknown>;
}

const current = new AsyncLocalStorage<House>();

/** The house in which this code runs. */
export function house(): House {
  const found = current.getStore();
  if (found === undefined)
    throw new Error('This code runs outside of any house: wrap it in inHouse(house, …).');
  return found;
}

export function inHouse<T>(which: House, work: () => T): T {
  return current.run(which, work);
}

/** State of a room in this house, made at first use. */
export function roomMemory<T>(key: symbol, make: () => T): T {
  const memory = house().memory;
  if (!memory.has(key)) memory.set(key, make());
  return memory.get(key) as T;
}

export function now(): Date {
  return house().clock.now();
}

export function newWake(): EventEmitter {
  return new EventEmitter().setMaxListeners(100);
}
