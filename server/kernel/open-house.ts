import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { type House, inHouse, newWake } from './house.ts';
import { type Logger, openLog } from './log.ts';
import { gather, type Room } from './room.ts';
import { openSeams, type Seams } from './seams.ts';

export interface OpenOptions {
  config: Config;
  rooms: readonly Room[];
  seams?: Partial<Seams>;
  clock?: Clock;
  log?: Logger;
  /** Before migrations run on existing data: the automatic backup. */
  beforeMigrating?(house: House, pending: string[]): Promise<void>;
}

/** Opens a house: database, migrations, then every room. Close it with `closeHouse`. */
export async function openHouse(options: OpenOptions): Promise<House> {
  const { config, rooms } = options;
  const where: House = {
    config,
    log: options.log ?? openLog({ level: config.logLevel, format: config.logFormat }),
    clock: options.clock ?? systemClock,
    db: await openDatabase(config),
    registry: gather(rooms),
    seams: { ...openSeams, ...options.seams },
    wake: newWake(),
    node: `${hostname().slice(0, 30)}.${process.pid}.${randomBytes(4).toString('hex')}`,
    memory: new Map(),
  };
  try {
    await inHouse(where, async () => {
      const pending = await pendingMigrations(where.db);
      if (pending.length > 0) {
        await options.beforeMigrating?.(where, pending);
        await migrate(where.db);
      }
      for (const room of rooms) await room.opens?.(where);
    });
  } catch (error) {
    await where.db.close();
    throw error;
  }
  return where;
}

export async function closeHouse(where: House): Promise<void> {
  await inHouse(where, async () => {
    for (const room of [...where.registry.rooms].reverse()) await room.closes?.(where);
  });
  await where.db.close();
}
