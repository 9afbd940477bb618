import process from 'node:process';
import { furnish, refuseDemoOutside } from '#doors/cli/demo.ts';
import { type Config, publicUrlOf, readConfig, unknownNames } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { setupToken } from '#platform/access/setup.ts';
import { setting } from '#platform/settings/api.ts';
import { backupBeforeUpgrade } from '#platform/system/backup/shelf.ts';
import { type OpenedDoors, openDoors, openPorts } from '#server/doors.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';

export interface Served {
  house: House;
  doors: OpenedDoors;
  close(): Promise<void>;
}

/** Opens the ports asked for, then the house behind them. The ports are the last to close, too. */
export async function serve(config: Config, options: { demo?: boolean } = {}): Promise<Served> {
  if (options.demo === true) refuseDemoOutside(config);
  const ports = await openPorts(config);
  let house: House | undefined;
  let doors: OpenedDoors | undefined;
  const close = async () => {
    await doors?.close();
    if (house !== undefined) await closeHouse(house);
    await ports.close();
  };
  try {
    house = await standingHouse(config);
    doors = await openDoors(house, ports);
    if (options.demo === true) await inHouse(house, () => furnish());
    return { house, doors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function standingHouse(config: Config): Promise<House> {
  return openHouse({
    config,
    rooms: ROOMS,
    seams: SEAMS,
    async beforeMigrating(where, pending) {
      await backupBeforeUpgrade(where, pending);
    },
  });
}

/** `lobi start`: runs until SIGTERM or SIGINT, then drains. */
export async function start(args: readonly string[]): Promise<number> {
  const config = readConfig();
  const served = await serve(config, { demo: args.includes('--demo') });
  const { house } = served;
  await inHouse(house, async () => {
    house.log.info(
      { http: served.doors.httpPort, smtp: served.doors.smtpPort, doors: config.doors },
      `Lobi is open at ${publicUrlOf(config)}`,
    );
    const unknown = unknownNames(process.env);
    if (unknown.length > 0)
      house.log.warn({ names: unknown }, 'names that Lobi does not know; is one misspelt?');
    const token = await setupToken();
    if (token !== null) house.log.info(`Set it up once at ${setting('publicUrl')}/setup?token=${token}`);
  });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  house.log.info('closing: what is under way is finished first');
  await served.close();
  return 0;
}
