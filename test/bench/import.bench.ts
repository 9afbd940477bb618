// A file of a hundred thousand people brought in while mail comes in over SMTP: rows per second, and what a mail waits for its 250.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { openMailDoor } from '#doors/smtp/door.ts';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { type RunningHands, startHands } from '#kernel/hands.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { passwordHash } from '#kernel/secrets.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { actorOf, type User } from '#platform/access/model.ts';
import { addImport, lookImport, runImport } from '#platform/exchange/commands.ts';
import { importerOf } from '#platform/exchange/importers.ts';
import { Import, type State } from '#platform/exchange/model.ts';
import { readHead } from '#platform/exchange/plan.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { freshPostgres } from '#test/support/postgres.ts';
import { type Bench, type Measure, percentile } from './bench.ts';
import { DOMAIN, TO } from './senders.ts';

/** LOBI_BENCH_ROWS for a shorter file; LOBI_BENCH_ENGINE=postgres for the other engine. */
const ROWS = Number(process.env.LOBI_BENCH_ROWS ?? 100_000);
/** Four people to a firm. */
const FIRMS = Math.ceil(ROWS / 4);
const MAIL_EVERY_MS = 100;

let house: House;
let hands: RunningHands;
let smtpPort = 0;
let user: User;

const GIVEN = ['Ayşe', 'Mehmet', 'Şule', 'Işıl', 'Çağrı', 'Zofia', 'Łukasz', 'Grażyna', 'Ömer', 'İlker'];
const FAMILY = ['Yılmaz', 'Şahin', 'Öztürk', 'Çelik', 'Wójcik', 'Kowalski', 'Żak', 'Işık', 'Doğan', 'Nowak'];

function fileOf(round: number): Buffer {
  const lines = ['Ad;Soyad;Kurum;Unvan;Telefon;Cep;E-posta;Doğum tarihi;Etiket;Adres;İlçe;İl'];
  for (let n = 0; n < ROWS; n++) {
    const [given, family] = [GIVEN[n % 10] as string, FAMILY[Math.floor(n / 10) % 10] as string];
    const day = `${String(1 + (n % 28)).padStart(2, '0')}.${String(1 + (n % 12)).padStart(2, '0')}.${1950 + (n % 50)}`;
    const phone = String(2000000 + (n % 7_999_999)).padStart(7, '0');
    lines.push(
      `${given};${family} ${n};Firma ${round}-${n % FIRMS} San. Tic. A.Ş.;Müdür;0212 ${phone};0532 ${phone};p${n}@firma${round}-${n % FIRMS}.example;${day};fuar;Kale Mah. ${n}. Sok. 3;Kadıköy;İstanbul`,
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

async function until(id: string, state: State): Promise<Import> {
  for (;;) {
    const row = (await Import.query().findById(id)) as Import;
    if (row.state === state) return row;
    if (row.state === 'failed' || row.failure !== null)
      throw new Error(`The import failed: ${JSON.stringify(row.failure)}`);
    await sleep(100);
  }
}

/** Sends a mail every so often until it is told to stop; gives what each waited for its 250, in ms. */
async function mailing(stop: AbortSignal): Promise<number[]> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    pool: true,
    secure: false,
    ignoreTLS: true,
  });
  const waits: number[] = [];
  for (let n = 0; !stop.aborted; n++) {
    const started = performance.now();
    await transport.sendMail({
      from: `kim${n}@ornek.example`,
      to: TO,
      subject: `Teklif ${n}`,
      text: 'Merhaba. '.repeat(500),
    });
    waits.push(performance.now() - started);
    await sleep(MAIL_EVERY_MS, undefined, { signal: stop }).catch(() => {});
  }
  transport.close();
  return waits;
}

/** What a unit of somebody who clicks waits for the writer, in ms. */
async function clicking(stop: AbortSignal): Promise<number[]> {
  const waits: number[] = [];
  while (!stop.aborted) {
    const started = performance.now();
    await work('bench.click', async () => waits.push(performance.now() - started));
    await sleep(50, undefined, { signal: stop }).catch(() => {});
  }
  return waits;
}

let round = 0;

async function measure(): Promise<Measure> {
  const bytes = fileOf(round++);
  return inHouse(house, async () => {
    const actor = actorOf(user, 'Europe/Istanbul');
    const importer = importerOf('person');
    const started = performance.now();
    const { id } = await run(
      addImport,
      { importer, name: 'liste.csv', bytes, reading: await readHead(bytes, importer) },
      actor,
    );
    await run(lookImport, { id }, actor);
    await until(id, 'looked');
    const lookedMs = performance.now() - started;
    const stop = new AbortController();
    const [mails, clicks] = [mailing(stop.signal), clicking(stop.signal)];
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await run(runImport, { id }, actor);
    const row = await until(id, 'done');
    const wallMs = performance.now() - begun;
    const used = process.cpuUsage(cpu);
    stop.abort();
    const [waits, held] = [await mails, await clicks];
    const behind = await catchingUp();
    if (row.creates !== ROWS) throw new Error(`${row.creates} of ${ROWS} rows made a card`);
    return {
      units: ROWS,
      wallMs,
      cpuMs: (used.user + used.system) / 1000,
      p50: percentile(waits, 0.5),
      p99: percentile(waits, 0.99),
      note: `looked at in ${Math.round(lookedMs)} ms; ${waits.length} mails meanwhile; a click waited p50 ${Math.round(percentile(held, 0.5))}, p99 ${Math.round(percentile(held, 0.99))} ms for the writer; index and histories were there ${Math.round(behind / 1000)} s later; at most ${Math.round(process.resourceUsage().maxRSS / 1000)} MB`,
    };
  });
}

/** Milliseconds until every new card is found by its words: the slowest of what follows an import. */
async function catchingUp(): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < 600_000) {
    const found = (await db()('search_rows').where({ entity: 'person' }).count({ n: '*' }).first()) as {
      n: number;
    };
    if (Number(found.n) >= ROWS * round) return performance.now() - started;
    await sleep(250);
  }
  return Number.NaN;
}

export default {
  says: `${ROWS} people with their firms, positions and contact points out of a CSV file, made cards while a mail comes in every ${MAIL_EVERY_MS} ms.`,
  unit: 'row',
  rounds: 1,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-import-'));
    const fresh = process.env.LOBI_BENCH_ENGINE === 'postgres' ? await freshPostgres() : undefined;
    const config = readConfig({
      LOBI_DATA: folder,
      LOBI_MAIL_DOMAINS: DOMAIN,
      LOBI_SMTP_PORT: '0',
      LOBI_SUBMISSION_PORT: '0',
      LOBI_LANGUAGE: 'tr',
      ...(fresh === undefined ? {} : { LOBI_DATABASE_URL: fresh.url }),
    });
    house = await openHouse({
      config,
      rooms: ROOMS,
      seams: SEAMS,
      log: openLog({ level: process.env.LOBI_BENCH_LOG ?? 'error', format: 'json' }),
    });
    const by = systemActor('bench');
    user = await inHouse(house, async () => {
      await run(addMailbox, { address: TO, name: 'Satış', kind: 'group' }, by);
      return run(
        addUser,
        {
          givenName: 'Ayşe',
          familyName: 'Yılmaz',
          email: `ayse@${DOMAIN}`,
          language: 'tr',
          roles: ['administrator'],
          teams: [],
          passwordHash: await passwordHash('çınar altında üç ıhlamur'),
        },
        by,
      );
    });
    hands = startHands(house, house.registry.hands);
    const smtp = await openMailDoor(config);
    await smtp.open(house);
    smtpPort = smtp.port;
    return async () => {
      await smtp.close();
      await hands.stop();
      await closeHouse(house);
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    };
  },
  programs: { lobi: measure },
  // A hundred thousand rows in ninety seconds.
  targets: [{ by: 'rate', of: 'lobi', atLeast: 1111 }],
} satisfies Bench;
