import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type HttpDoor, openHttpDoor } from '#doors/http/door.ts';
import { type LiveDoor, openLiveDoor } from '#doors/live/door.ts';
import { addPerson, changePerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { addToken } from '#platform/access/commands/tokens.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { actorOf } from '#platform/access/model.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { type Bench, type Measure, percentile } from './bench.ts';

/** Sockets that all watch the card that changes. */
const SOCKETS = Number(process.env.LOBI_BENCH_SOCKETS ?? 1000);
const CHANGES = 30;

const boss = systemActor();
let house: House;
let http: HttpDoor;
let live: LiveDoor;
let folder: string;
let token: string;
let person: string;
let plain: { server: Server; emit(): void };

/** Sockets live in a thread of their own; it says of each change when the first and when the last of them had it. */
interface Crowd {
  heard(change: number): Promise<{ first: number; last: number }>;
  close(): Promise<unknown>;
}

async function crowd(data: Record<string, unknown>): Promise<Crowd> {
  const worker = new Worker(fileURLToPath(new URL('./live-crowd.ts', import.meta.url)), {
    workerData: { ...data, sockets: SOCKETS },
  });
  const said = new Map<number, { first: number; last: number }>();
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: { ready?: true; change?: number; first: number; last: number }) => {
      if (message.ready) resolve();
      else said.set(message.change as number, message);
    });
  });
  return {
    async heard(change) {
      for (let waited = 0; waited < 10_000 && !said.has(change); waited += 2) await sleep(2);
      return said.get(change) ?? { first: Number.NaN, last: Number.NaN };
    },
    close: () => worker.terminate(),
  };
}

async function measure(
  data: Record<string, unknown>,
  change: (n: number) => Promise<number>,
): Promise<Measure> {
  const sockets = await crowd(data);
  const lasts: number[] = [];
  const firsts: number[] = [];
  const started = performance.now();
  for (let n = 0; n < CHANGES; n++) {
    const at = await change(n);
    const { first, last } = await sockets.heard(n);
    firsts.push(first - at);
    lasts.push(last - at);
    await sleep(20);
  }
  await sockets.close();
  return {
    units: CHANGES,
    wallMs: performance.now() - started,
    p50: percentile(lasts, 0.5),
    p99: percentile(lasts, 0.95),
    note: `first socket p95 ${percentile(firsts, 0.95).toFixed(1)} ms after the commit`,
  };
}

async function openPlain(): Promise<typeof plain> {
  const { WebSocketServer } = createRequire(createRequire(import.meta.url).resolve('socket.io'))('ws') as {
    WebSocketServer: new (options: object) => { clients: Set<{ send(text: string): void }> };
  };
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const text = JSON.stringify({ entity: 'person', id: '01J00000000000000000000000', version: 2 });
  return {
    server,
    emit() {
      for (const client of sockets.clients) client.send(text);
    },
  };
}

export default {
  says: `A card changes; ${SOCKETS} sockets watch it. Milliseconds from the commit to the last socket (p50, and p95 in the column p99), beside bare ws.`,
  unit: 'change',
  async open() {
    folder = mkdtempSync(join(tmpdir(), 'lobi-bench-live-'));
    const config = readConfig({ LOBI_DATA: folder, LOBI_HTTP_PORT: '0', LOBI_LOG_LEVEL: 'fatal' });
    house = await openHouse({
      config,
      rooms: ROOMS,
      seams: SEAMS,
      log: openLog({ level: 'fatal', format: 'json' }),
    });
    http = await openHttpDoor(house);
    live = await openLiveDoor(house, http.server);
    await inHouse(house, async () => {
      const user = await run(
        addUser,
        {
          givenName: 'Zofia',
          familyName: 'Wójcik',
          email: 'zofia@marmarapack.example',
          language: 'pl',
          roles: ['user'],
          teams: [],
        },
        boss,
      );
      token = (await run(addToken, { name: 'bench', scopes: ['read'] }, actorOf(user as never, 'UTC'))).token;
      person = ((await run(addPerson, { givenName: 'Şule', familyName: 'Işık' }, boss)) as { id: string }).id;
    });
    plain = await openPlain();
    return async () => {
      plain.server.close();
      plain.server.closeAllConnections();
      await live.close();
      await http.close();
      await closeHouse(house);
      rmSync(folder, { recursive: true, force: true });
    };
  },
  programs: {
    lobi: () =>
      measure(
        { kind: 'lobi', url: `http://127.0.0.1:${http.port}`, token, topic: `person:${person}` },
        async (n) => {
          let committed = Number.NaN;
          house.wake.once('outbox', () => {
            committed = Date.now();
          });
          await inHouse(house, () =>
            run(changePerson, { id: person, familyName: `Işık ${n} ${Math.random()}` }, boss),
          );
          return committed;
        },
      ),
    ws: () =>
      measure(
        { kind: 'ws', url: `ws://127.0.0.1:${(plain.server.address() as AddressInfo).port}` },
        async () => {
          const at = Date.now();
          plain.emit();
          return at;
        },
      ),
  },
  targets: [
    { by: 'p50', than: 'ws', atMost: 1.9 },
    { by: 'p99', atMost: 50 },
  ],
} satisfies Bench;
