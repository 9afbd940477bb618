import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { blobRows } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { startHands } from '#kernel/hands.ts';
import { inHouse, now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { openDispatch, turnDispatch } from '#platform/messages/dispatches.ts';
import { fileMessages, insertRows } from '#platform/messages/filing.ts';
import { newReturnToken } from '#platform/messages/identity.ts';
import { sendingHand } from '#platform/messages/queue/hand.ts';
import { setSetting } from '#platform/settings/api.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { unpackDebian } from '#test/support/debian.ts';
import { Absent, type Bench, type Measure } from './bench.ts';

/** Mails of one letter, each with bytes of its own, 4 KB. */
const MAILS = Number(process.env.LOBI_BENCH_SENT ?? 4000);
const CONNECTIONS = 8;

let port = 0;
let peer: ChildProcess;

async function open(): Promise<() => void> {
  const { env } = unpackDebian('postfix');
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  port = (probe.address() as AddressInfo).port;
  probe.close();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  peer = spawn('smtp-sink', [...user, `127.0.0.1:${port}`, '1000'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  peer.on('error', () => {});
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const found = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (found) return () => void peer.kill();
    await sleep(50);
  }
  throw new Absent('smtp-sink does not start here');
}

function mail(n: number): Buffer {
  const head = `From: Marmara Pack <satis@marmarapack.example>\r\nTo: <kisi-${n}@alici.example>\r\nSubject: Mektup ${n}\r\nMessage-ID: <${n}@marmarapack.example>\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`;
  return Buffer.from(`${head}${`${'Sayın ilgili, '.padEnd(74, '.')}\r\n`.repeat(50)}`);
}

/** From recipients that rest in the database to every result written down. */
async function lobi(): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-outbox-'));
  const config = readConfig({
    LOBI_DATA: folder,
    LOBI_RELAY_URL: `smtp://127.0.0.1:${port}`,
    LOBI_MAIL_DOMAINS: 'marmarapack.example',
    LOBI_LOG_LEVEL: 'error',
    LOBI_LOG_FORMAT: 'json',
  });
  const house = await openHouse({
    config,
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'error', format: 'json' }),
  });
  try {
    await inHouse(house, fill);
    const cpu = process.cpuUsage();
    const started = performance.now();
    const hands = startHands(house, [sendingHand]);
    await inHouse(house, async () => {
      while ((await db()('recipients').whereNot({ state: 'sent' }).first('id')) !== undefined)
        await sleep(10);
    });
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    await hands.stop();
    return { units: MAILS, wallMs, cpuMs: (user + system) / 1000 };
  } finally {
    await closeHouse(house);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(): Promise<void> {
  await work('fill', () => setSetting('sendingHeld', null, 'bench'));
  const [letter] = await work('fill', () =>
    fileMessages([
      {
        direction: 'out',
        kind: 'mail',
        mailboxId: null,
        threadId: null,
        registered: true,
        subject: 'Mektup',
        parties: [],
        text: '',
        html: null,
        messageId: 'mektup',
        rawBlobId: null,
        size: 0,
        sha256: '',
        sameHash: '',
        at: moment(now()),
      },
    ]),
  );
  const id = letter?.id as string;
  await work('fill', async () => {
    await openDispatch({ messageId: id, purpose: 'service', pace: null });
    await turnDispatch(id, ['freezing'], 'going', moment(now()));
  });
  for (let from = 0; from < MAILS; from += 100)
    await work('fill', async () => {
      const at = moment(now());
      const blobs = Array.from({ length: 100 }, (_, n) => blobRows(mail(from + n)));
      await insertRows(
        'blobs',
        blobs.map((blob) => blob.row),
      );
      await insertRows(
        'recipients',
        blobs.map(({ ref }, n) => recipient(id, ref.id, from + n, at)),
      );
    });
}

function recipient(messageId: string, rawBlobId: string, n: number, at: string): Record<string, unknown> {
  const address = `kisi-${n}@alici.example`;
  const fixed = {
    version: 1,
    channel: 'mail',
    role: 'to',
    name: '',
    destination: 'alici.example',
    state: 'queued',
    bulk: true,
    attempts: 0,
  };
  return {
    id: newId(),
    messageId,
    rawBlobId,
    address,
    token: newReturnToken(),
    createdAt: at,
    updatedAt: at,
    dueAt: at,
    ...fixed,
  };
}

/** The same bytes out of memory, nothing written down. */
async function nodemailerPool(): Promise<Measure> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: MAILS }, (_, n) =>
      transport.sendMail({
        raw: mail(n),
        envelope: { from: `bounce+${n}@marmarapack.example`, to: `kisi-${n}@alici.example` },
      }),
    ),
  );
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  transport.close();
  return { units: MAILS, wallMs, cpuMs: (user + system) / 1000 };
}

const bench: Bench = {
  says: `Mail to many, unsigned, ${MAILS} × 4 KB, ${CONNECTIONS} connections: from the durable outbox to smtp-sink, results written down.`,
  unit: 'mail',
  open,
  programs: { lobi, 'nodemailer pool': nodemailerPool },
  targets: [{ by: 'rate', than: 'nodemailer pool', atLeast: 2 }],
};

export default bench;
