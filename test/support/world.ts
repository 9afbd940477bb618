import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { FrozenClock } from '#kernel/clock.ts';
import { type Config, readConfig } from '#kernel/config.ts';
import { settleHands } from '#kernel/hands.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import type { Room } from '#kernel/room.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { migratedDatabase, migratedFile } from './migrated.ts';

/** Databases on which everything about data is shown: two drivers of SQLite, and PostgreSQL. */
export const ENGINES = ['sqlite', 'better-sqlite3', 'postgres'] as const;
export type Engine = (typeof ENGINES)[number];

export interface World {
  house: House;
  clock: FrozenClock;
  config: Config;
  /** Runs work inside the house. */
  in<T>(work: () => Promise<T>): Promise<T>;
  /** Runs outbox, jobs, due timers and hands until nothing is left to do. */
  settle(): Promise<void>;
}

export interface WorldOptions {
  engine?: Engine;
  environment?: Record<string, string>;
  rooms?: readonly Room[];
  /** The moment at which the clock stands: a Tuesday morning in Istanbul. */
  at?: string;
}

/** A migrated house of its own for one test, with a frozen clock; gone when the test ends. */
export async function world(t: ExecutionContext<any>, options: WorldOptions = {}): Promise<World> {
  const engine = options.engine ?? 'sqlite';
  const folder = mkdtempSync(join(tmpdir(), 'lobi-test-'));
  const environment: Record<string, string> = {
    LOBI_DATA: folder,
    LOBI_HTTP_PORT: '0',
    LOBI_SMTP_PORT: '0',
    LOBI_SUBMISSION_PORT: '0',
    LOBI_LOG_LEVEL: 'fatal',
    LOBI_LOG_FORMAT: 'json',
    LOBI_MAIL_DOMAINS: 'marmarapack.example',
    LOBI_TIME_ZONE: 'Europe/Istanbul',
    LOBI_LANGUAGE: 'en',
    LOBI_SQLITE_DRIVER: engine === 'better-sqlite3' ? 'better-sqlite3' : 'sqlite3',
    ...options.environment,
  };
  let drop = async () => {};
  if (engine === 'postgres') {
    const fresh = await migratedDatabase();
    environment.LOBI_DATABASE_URL = fresh.url;
    drop = fresh.drop;
  } else await migratedFile(join(folder, 'lobi.sqlite'));
  const config = readConfig(environment);
  const clock = new FrozenClock(options.at ?? '2026-11-24T08:00:00.000Z');
  const log = openLog({ level: process.env.LOBI_TEST_LOG ?? 'fatal', format: 'json' });
  const house = await openHouse({ config, rooms: options.rooms ?? ROOMS, seams: SEAMS, clock, log });
  t.teardown(async () => {
    await closeHouse(house);
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    house,
    clock,
    config,
    in: (work) => inHouse(house, work),
    settle: () => settleHands(house, house.registry.hands),
  };
}
