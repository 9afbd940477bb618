import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { unpackDebian } from '#test/support/debian.ts';
import { Absent, type Bench, cpuOf, type Measure } from './bench.ts';
import { openPostfix, type Postfix } from './postfix.ts';
import { DOMAIN, deliver, freePort, type Load, type Started, startLobi, startServer, TO } from './senders.ts';

const SENDERS = 20;
const LOADS = {
  '10 KB': { mails: 4000, bytes: 10_240, senders: SENDERS, reused: true },
  '100 KB': { mails: 1000, bytes: 102_400, senders: SENDERS, reused: true },
  'new connections': { mails: 1500, bytes: 10_240, senders: SENDERS, reused: false },
} satisfies Record<string, Load>;
type LoadName = keyof typeof LOADS;

let env: Record<string, string> | Absent;
let folder: string;
let lobi: Started;
let log: Started;
let postfix: Postfix | Absent;
/** Mails that Lobi answered 250. */
let taken = 0;

async function furnish(): Promise<void> {
  const config = readConfig({ LOBI_DATA: folder, LOBI_MAIL_DOMAINS: DOMAIN });
  const house = await openHouse({
    config,
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  await inHouse(house, () =>
    run(addMailbox, { address: TO, name: 'Satış', kind: 'group' }, systemActor('bench')),
  );
  await closeHouse(house);
}

async function open(): Promise<() => Promise<void>> {
  taken = 0;
  folder = mkdtempSync(join(tmpdir(), 'lobi-bench-ingest-'));
  try {
    ({ env } = unpackDebian('postfix'));
  } catch (error) {
    env = new Absent(`smtp-source cannot be had here: ${(error as Error).message}`);
    return async () => rmSync(folder, { recursive: true, force: true });
  }
  await furnish();
  lobi = await startLobi(folder, 'smtp');
  const port = await freePort();
  log = await startServer(port, [
    join(import.meta.dirname, 'log-server.ts'),
    join(folder, 'log'),
    String(port),
  ]);
  postfix = await openPostfix().catch((error: Error) => new Absent(error.message));
  // Compiled code and open connections, before anything counts.
  for (const to of [lobi.port, log.port])
    await deliver(to, { mails: 2000, bytes: 10_240, senders: SENDERS, reused: true }, env);
  taken += 2000;
  return close;
}

/** Ends the servers; a mail that was answered and is not there makes every figure worthless. */
async function close(): Promise<void> {
  await lobi.close();
  await log.close();
  if (!(postfix instanceof Absent)) await postfix.close();
  const { reader, close: closeFile } = await openSqlite(join(folder, 'lobi.sqlite'));
  const row = (await reader('arrivals').count({ n: '*' }).first()) as { n: number };
  await closeFile();
  rmSync(folder, { recursive: true, force: true });
  if (Number(row.n) !== taken) throw new Error(`${taken} mails were answered 250, ${row.n} are there`);
}

async function measure(port: number, cpu: () => number, name: LoadName): Promise<Measure> {
  if (env instanceof Absent) throw env;
  const before = cpu();
  const wallMs = await deliver(port, LOADS[name], env);
  return { units: LOADS[name].mails, wallMs, cpuMs: cpu() - before };
}

const programs: Record<string, () => Promise<Measure>> = {};
for (const name of Object.keys(LOADS) as LoadName[]) {
  programs[`lobi, ${name}`] = async () => {
    const measured = await measure(lobi.port, () => cpuOf(lobi.child.pid as number), name);
    taken += measured.units;
    return measured;
  };
  programs[`log, ${name}`] = () => measure(log.port, () => cpuOf(log.child.pid as number), name);
  programs[`postfix, ${name}`] = () => {
    if (postfix instanceof Absent) throw postfix;
    return measure(postfix.port, postfix.cpu, name);
  };
}

export default {
  says: `Mail taken over SMTP from ${SENDERS} senders, on disk before the 250: beside the end of one file with a shared fdatasync (its server waits 100 ms before a greeting) and beside Postfix, which delivers nothing meanwhile. Sender and server share the cores, and many processes get more of a busy machine than one: so they are compared by CPU. By the clock (mails/s) Lobi's one process is behind what it shall do of Postfix's many, 3.5, 2 and 1.5 times.`,
  unit: 'mail',
  open,
  programs,
  // Per second of CPU: 0.75 and 0.65 of what the file does; 3.5, 2 and 1.5 times what Postfix does.
  targets: [
    { by: 'cpu', of: 'lobi, 10 KB', than: 'log, 10 KB', atMost: 1.33 },
    { by: 'cpu', of: 'lobi, 100 KB', than: 'log, 100 KB', atMost: 1.54 },
    { by: 'cpu', of: 'lobi, 10 KB', than: 'postfix, 10 KB', atMost: 0.29 },
    { by: 'cpu', of: 'lobi, 100 KB', than: 'postfix, 100 KB', atMost: 0.5 },
    { by: 'cpu', of: 'lobi, new connections', than: 'postfix, new connections', atMost: 0.67 },
  ],
} satisfies Bench;
