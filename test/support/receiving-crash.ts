import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { readBlob } from '#kernel/blobs.ts';
import { run } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';

/**
 * Kills a receiving Lobi at random moments, as often as asked, while senders deliver that keep their own book. What the book says
 * was answered 250 must be there byte for byte, and nothing twice, though every sender sends again what it heard no answer to.
 */
export interface CrashFigures {
  kills: number;
  sent: number;
  /** Answered 250. */
  answered: number;
  /** Sent again because no answer was heard. */
  again: number;
  messages: number;
  /** What contradicts the promise, in words; empty when it holds. */
  faults: string[];
}

export interface CrashOptions {
  kills: number;
  senders: number;
  /** Longest life after the first mail was taken, in milliseconds. */
  longestLifeMs?: number;
  databaseUrl?: string;
}

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const TO = 'satis@marmarapack.example';

export async function crashReceiving(options: CrashOptions): Promise<CrashFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-crash-'));
  const environment = {
    LOBI_DATA: folder,
    LOBI_DOORS: 'smtp,worker',
    LOBI_SMTP_PORT: String(await freePort()),
    LOBI_SUBMISSION_PORT: '0',
    LOBI_MAIL_DOMAINS: 'marmarapack.example',
    LOBI_LOG_LEVEL: 'fatal',
    LOBI_LOG_FORMAT: 'json',
    LOBI_TIME_ZONE: 'Europe/Istanbul',
    ...(options.databaseUrl === undefined ? {} : { LOBI_DATABASE_URL: options.databaseUrl }),
  };
  const house = await openHouse({
    config: readConfig(environment),
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  try {
    await inHouse(house, () =>
      run(addMailbox, { address: TO, name: 'Satış', kind: 'group' }, systemActor('crash')),
    );
    return await liveAndDie(house, environment, options);
  } finally {
    await closeHouse(house);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The outside ledger: what was sent under which Message-ID, and whether 250 was heard. */
interface Ledger {
  port: number;
  bytes: Map<string, Buffer>;
  answered: Set<string>;
  again: number;
  /** No new mails; those under way are finished. */
  stopped: boolean;
  /** Nothing more at all: the trial failed. */
  abandoned: boolean;
}

async function liveAndDie(
  house: House,
  environment: Record<string, string>,
  options: CrashOptions,
): Promise<CrashFigures> {
  const ledger: Ledger = {
    port: Number(environment.LOBI_SMTP_PORT),
    bytes: new Map(),
    answered: new Set(),
    again: 0,
    stopped: false,
    abandoned: false,
  };
  const senders = Array.from({ length: options.senders }, (_, at) => deliver(ledger, at));
  let child: ChildProcess | undefined;
  try {
    for (let kill = 0; kill < options.kills; kill++) {
      child = start(environment);
      await firstAnswer(ledger, child);
      await sleep(Math.random() * (options.longestLifeMs ?? 400));
      await end(child, 'SIGKILL');
    }
    ledger.stopped = true;
    child = start(environment);
    await Promise.all(senders);
    await allFiled(house);
    return await verdict(house, ledger, options.kills);
  } finally {
    ledger.abandoned = true;
    if (child !== undefined) await end(child, 'SIGTERM');
  }
}

async function firstAnswer(ledger: Ledger, child: ChildProcess): Promise<void> {
  const before = ledger.answered.size;
  const limit = Date.now() + 120_000;
  while (ledger.answered.size === before) {
    if (child.exitCode !== null)
      throw new Error(`The receiving process ended by itself (${child.exitCode}).`);
    if (Date.now() > limit) throw new Error('The receiving process takes no mail.');
    await sleep(5);
  }
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
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

/** One sender: mail after mail; what was not answered goes again until it is, as every mail server does. */
async function deliver(ledger: Ledger, sender: number): Promise<void> {
  for (let nth = 0; !ledger.stopped && !ledger.abandoned; nth++) {
    const id = `${sender}.${nth}.${randomBytes(6).toString('hex')}@kuzey.example`;
    const bytes = mailOf(id, nth);
    ledger.bytes.set(id, bytes);
    for (let tries = 0; !ledger.answered.has(id) && !ledger.abandoned; tries++) {
      if (tries > 0) await sleep(100 + Math.random() * 150);
      const answer = await deliverOnce(ledger.port, bytes);
      if (answer === 250) ledger.answered.add(id);
      else if (answer === null) ledger.again++;
    }
  }
}

/** The code of the answer to the mail; null where the connection broke before it came. */
function deliverOnce(port: number, bytes: Buffer): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const script = [
      'EHLO mail.kuzey.example\r\n',
      'MAIL FROM:<ayse@kuzey.example>\r\n',
      `RCPT TO:<${TO}>\r\n`,
      'DATA\r\n',
      Buffer.concat([bytes, Buffer.from('.\r\n')]),
    ];
    let step = 0;
    let heard = '';
    const end = (answer: number | null) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(30_000, () => end(null));
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      const reply = /^(?:\d{3}-[^\n]*\n)*(\d{3}) [^\n]*\n/.exec(heard);
      if (reply === null) return;
      heard = heard.slice(reply[0].length);
      const code = Number(reply[1]);
      const next = script[step++];
      if (next === undefined || code >= 400) end(code);
      else socket.write(next);
    });
  });
}

function mailOf(id: string, nth: number): Buffer {
  const lines = Array.from(
    { length: 5 + (nth % 7) * 40 },
    (_, at) => `Satır ${at}: Şişli’den Łódź’a selamlar, ${randomBytes(12).toString('hex')}.`,
  );
  const header = [
    `From: Ayşe Çağlar <ayse@kuzey.example>`,
    `To: ${TO}`,
    `Subject: Mektup ${nth}`,
    `Message-ID: <${id}>`,
    'Date: Tue, 24 Nov 2026 11:00:00 +0300',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return Buffer.from(`${[...header, '', ...lines].join('\r\n')}\r\n`);
}

async function allFiled(house: House): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let limit = Date.now() + 120_000;
  for (;;) {
    const left = (await inHouse(house, async () =>
      db()('arrivals').whereNull('filed_at').count('* as n').first(),
    )) as { n: number };
    if (Number(left.n) === 0) return;
    // As long as it grows less, nobody gives up: how fast it goes is asked elsewhere.
    if (Number(left.n) < least) {
      least = Number(left.n);
      limit = Date.now() + 120_000;
    }
    if (Date.now() > limit) throw new Error(`${left.n} arrivals were not filed.`);
    await sleep(50);
  }
}

async function verdict(house: House, ledger: Ledger, kills: number): Promise<CrashFigures> {
  const faults: string[] = [];
  const rows = (await inHouse(house, async () =>
    db()('messages').orderBy('id').select('id', 'message_id', 'raw_blob_id', 'register_number'),
  )) as { id: string; messageId: string; rawBlobId: string; registerNumber: string }[];
  const book = Map.groupBy(rows, (row) => row.messageId);
  for (const [id, bytes] of ledger.bytes) {
    const filed = book.get(id) ?? [];
    if (ledger.answered.has(id) && filed.length === 0) faults.push(`${id} was answered 250 and is not there`);
    if (filed.length > 1) faults.push(`${id} is there ${filed.length} times`);
    for (const { rawBlobId } of filed)
      if (!(await inHouse(house, () => readBlob(rawBlobId))).equals(bytes))
        faults.push(`${id} has other bytes`);
  }
  for (const id of book.keys()) if (!ledger.bytes.has(id)) faults.push(`${id} was never sent`);
  const numbers = rows.map((row) => Number(row.registerNumber.split('/')[1])).sort((a, b) => a - b);
  if (numbers.some((number, at) => number !== at + 1)) faults.push('the register has gaps or doubles');
  return {
    kills,
    sent: ledger.bytes.size,
    answered: ledger.answered.size,
    again: ledger.again,
    messages: rows.length,
    faults,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
