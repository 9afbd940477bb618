import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { sendMessage } from '#platform/messages/commands.ts';
import { setSetting } from '#platform/settings/api.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { mailboxes, SALES } from './post-office.ts';
import { ENDED, queued, verdictOnLetters, writeLetter } from './sending-crash-letters.ts';
import { openSink, type Sink } from './sink.ts';

/**
 * Kills a sending Lobi at random moments, as often as asked, against a slow server that keeps its own book. What the book says is
 * compared with what Lobi says: nobody missed, repeats only of what was under way at a kill, always the same bytes.
 */
export interface CrashFigures {
  kills: number;
  recipients: number;
  deliveries: number;
  /** Deliveries beyond the first. */
  repeats: number;
  /** Most recipients under way at one kill. */
  mostUnderWay: number;
  /** What contradicts the promise, in words; empty when it holds. */
  faults: string[];
}

export interface CrashOptions {
  kills: number;
  /** Recipients that wait when a life begins. */
  waiting: number;
  /** Milliseconds the other server takes for a mail. */
  slow: number;
  /** Letters to many instead of what people write: each is sent at most once. */
  bulk?: boolean;
  databaseUrl?: string;
}

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const LONGEST_LIFE_MS = 400;

export async function crashSending(options: CrashOptions): Promise<CrashFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-crash-'));
  const sink = await openSink();
  sink.options.slow = options.slow;
  const environment = {
    LOBI_DATA: folder,
    LOBI_DOORS: 'worker',
    LOBI_MAIL_DOMAINS: 'marmarapack.example',
    LOBI_RELAY_URL: sink.url,
    LOBI_LOG_LEVEL: 'fatal',
    LOBI_LOG_FORMAT: 'json',
    LOBI_TIME_ZONE: 'Europe/Istanbul',
    ...(options.databaseUrl === undefined ? {} : { LOBI_DATABASE_URL: options.databaseUrl }),
  };
  const rooms = [
    ...ROOMS.filter(({ name }) => name !== 'mailroom' && name !== 'letters'),
    mailboxes(() => [SALES]),
  ];
  const house = await openHouse({
    config: readConfig(environment),
    rooms,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  try {
    await inHouse(house, () => work('test', () => setSetting('sendingHeld', null, 'test')));
    return await liveAndDie(house, sink, environment, options);
  } finally {
    await closeHouse(house);
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function liveAndDie(
  house: House,
  sink: Sink,
  environment: Record<string, string>,
  options: CrashOptions,
): Promise<CrashFigures> {
  const underWay: Set<string>[] = [];
  let composed = 0;
  for (let kill = 0; kill < options.kills; kill++) {
    composed += await topUp(house, composed, options);
    const child = start(environment);
    await firstConnection(sink, child);
    await sleep(Math.random() * LONGEST_LIFE_MS);
    child.kill('SIGKILL');
    await once(child, 'exit');
    underWay.push(await sendingNow(house));
  }
  const child = start(environment);
  await allSent(house);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return options.bulk === true
    ? verdictOnLetters(house, sink, underWay, options.kills)
    : verdict(house, sink, underWay, options.kills);
}

function start(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'start'], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** What the launcher gave (compiled code, threads), without settings of whoever runs the test. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOBI_')));
}

/** New mails until so many wait: some to one, some to several; or one letter to all of them. */
async function topUp(house: House, composed: number, { waiting, bulk }: CrashOptions): Promise<number> {
  return inHouse(house, async () => {
    const standing = (await db()('recipients').whereNotIn('state', ENDED).count('* as n').first()) as {
      n: number;
    };
    // Who was under way is never tried again: a life needs somebody who waits.
    if (bulk === true) return writeLetter(composed, waiting - (await queued()));
    const actor = { ...systemActor('crash'), language: 'tr' as const };
    let made = 0;
    while (Number(standing.n) + made < waiting) {
      const to = Array.from(
        { length: 1 + (made % 3) },
        (_, at) => `kisi-${composed + made + at}@alici.example`,
      );
      await sendMessage(
        {
          from: SALES.mailboxId,
          to,
          subject: `Mektup ${composed + made}`,
          text: 'Şişli’den selamlar. '.repeat(20),
        },
        actor,
      );
      made += to.length;
    }
    return made;
  });
}

async function firstConnection(sink: Sink, child: ChildProcess): Promise<void> {
  const before = sink.connections;
  const until = Date.now() + 120_000;
  while (sink.connections === before) {
    if (child.exitCode !== null) throw new Error(`The sending process ended by itself (${child.exitCode}).`);
    if (Date.now() > until) throw new Error('The sending process sends nothing.');
    await sleep(5);
  }
}

async function sendingNow(house: House): Promise<Set<string>> {
  const rows = (await inHouse(house, async () =>
    db()('recipients').where({ state: 'sending' }).select('address'),
  )) as { address: string }[];
  return new Set(rows.map((row) => row.address));
}

async function allSent(house: House): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const left = (await inHouse(house, async () =>
      db()('recipients').whereNotIn('state', ENDED).count('* as n').first(),
    )) as { n: number };
    if (Number(left.n) === 0) return;
    if (Date.now() > until) throw new Error(`${left.n} recipients were not sent to.`);
    await sleep(50);
  }
}

async function verdict(
  house: House,
  sink: Sink,
  underWay: readonly Set<string>[],
  kills: number,
): Promise<CrashFigures> {
  const faults: string[] = [];
  const book = Map.groupBy(sink.mails, (mail) => mail.to[0] as string);
  const rows = (await inHouse(house, async () =>
    db()('recipients').orderBy('id').select('id', 'address'),
  )) as { id: string; address: string }[];
  const unknown = (await inHouse(house, async () =>
    db()('attempts').where({ outcome: 'unknown' }).select('recipient_id'),
  )) as { recipientId: string }[];
  const said = new Set(unknown.map((row) => row.recipientId));
  for (const { id, address } of rows) {
    const got = book.get(address) ?? [];
    if (got.length === 0) faults.push(`${address} got nothing`);
    const allowed = underWay.filter((each) => each.has(address)).length;
    if (got.length - 1 > allowed)
      faults.push(`${address} got it ${got.length} times and was under way at ${allowed} kills`);
    if (got.length > 1 && !said.has(id))
      faults.push(`${address} got it ${got.length} times and no attempt says so`);
    if (got.some((mail) => !mail.raw.equals(got[0]?.raw as Buffer)))
      faults.push(`${address} got different bytes`);
  }
  const left = (await inHouse(house, async () =>
    db()('attempts').where({ outcome: 'sending' }).count('* as n').first(),
  )) as { n: number };
  if (Number(left.n) > 0) faults.push(`${left.n} attempts were left open`);
  return {
    kills,
    recipients: rows.length,
    deliveries: sink.mails.length,
    repeats: sink.mails.length - book.size,
    mostUnderWay: Math.max(...underWay.map((each) => each.size)),
    faults,
  };
}
