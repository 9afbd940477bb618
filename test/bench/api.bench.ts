import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { addToken } from '#platform/access/commands/tokens.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { actorOf } from '#platform/access/model.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { type Bench, cpuOf, type Measure } from './bench.ts';

const SECONDS = 5;
const boss = systemActor();
let folder: string;
let token: string;
let person: string;
const servers: Record<string, { child: ChildProcess; port: number }> = {};

async function furnish(): Promise<void> {
  const house = await openHouse({
    config: readConfig({ LOBI_DATA: folder }),
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
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
    person = (
      (await run(
        addPerson,
        {
          givenName: 'Şule',
          familyName: 'Işık',
          contactPoints: [{ kind: 'email', value: 's.isik@ozturkgida.example' }],
        },
        boss,
      )) as { id: string }
    ).id;
  });
  await closeHouse(house);
}

async function startServer(kind: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'api-server.ts'), kind], {
    env: { ...process.env, LOBI_DATA: folder, LOBI_HTTP_PORT: '0', UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  servers[kind] = { child, port: Number(chunk.toString().trim()) };
}

async function load(kind: string): Promise<Measure> {
  const { child, port } = servers[kind] as { child: ChildProcess; port: number };
  const options = {
    url: `http://127.0.0.1:${port}/api/persons/${person}`,
    connections: 8,
    headers: { authorization: `Bearer ${token}` },
  };
  await autocannon({ ...options, duration: 1 });
  const before = cpuOf(child.pid as number);
  const result = await autocannon({ ...options, duration: SECONDS });
  if (result.non2xx > 0) throw new Error(`${kind}: ${result.non2xx} answers were not 200`);
  return {
    units: result.requests.total,
    wallMs: SECONDS * 1000,
    cpuMs: cpuOf(child.pid as number) - before,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

export default {
  says: 'One person by the API, with token, permission, contact points, positions and what the actor may do; beside the bare row by Koa, router and Objection.',
  unit: 'record',
  async open() {
    folder = mkdtempSync(join(tmpdir(), 'lobi-bench-api-'));
    await furnish();
    await startServer('lobi');
    await startServer('bare');
    return () => {
      for (const { child } of Object.values(servers)) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
  },
  programs: { lobi: () => load('lobi'), bare: () => load('bare') },
  targets: [{ by: 'cpu', than: 'bare', atMost: 1.2 }],
} satisfies Bench;
