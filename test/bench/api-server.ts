import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { Model } from 'objection';
import { openHttpDoor } from '#doors/http/door.ts';
import { readConfig } from '#kernel/config.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { openLog } from '#kernel/log.ts';
import { openHouse } from '#kernel/open-house.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';

/** Program of api.bench.ts: `lobi` serves the API, `bare` the same row by Koa, router and Objection alone. Prints its port. */

const config = readConfig();

async function lobi(): Promise<number> {
  const house = await openHouse({
    config,
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  return (await openHttpDoor(house)).port;
}

class Person extends Model {
  static override tableName = 'persons';
}

async function bare(): Promise<number> {
  const { reader } = await openSqlite(join(config.data, 'lobi.sqlite'));
  const router = new Router();
  router.get('/api/persons/:id', async (ctx) => {
    const row = await Person.query(reader).findById(ctx.params.id as string);
    ctx.type = 'application/json';
    ctx.body = JSON.stringify(row);
  });
  const app = new Koa();
  app.use(router.routes());
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

const port = await (process.argv[2] === 'lobi' ? lobi() : bare());
process.stdout.write(`${port}\n`);
