import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { acceptMail } from '#features/mailroom/accept.ts';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { addPerson } from '#features/people/commands/persons.ts';
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
import { Absent, type Bench, cpuOf, type Measure, percentile } from './bench.ts';
import { chance, sentence } from './corpus.ts';
import { openPostfix, type Postfix } from './postfix.ts';
import { DOMAIN, deliver, startLobi, TO } from './senders.ts';
import { Stream } from './stream.ts';

/** Mails that wait when the worker starts. */
const BACKLOG = Number(process.env.LOBI_BENCH_BACKLOG ?? 1500);
const PEOPLE = 100;
/** Mails that come in meanwhile, per second, from as many senders as the mail door has in its bench. */
const COMING = { senders: 20, everyMs: 250 };
const QUIET_MS = 6000;
const LONGEST_MS = 60_000;
const boss = systemActor('bench');

const addressOf = (n: number): string => `kisi-${n}@musteri.example`;

/** 10 KB of words; every second sender has a card, every third mail answers an earlier one. */
function mail(n: number): Buffer {
  const next = chance(n + 1);
  const answers = n % 3 === 2 ? `In-Reply-To: <${n - 2}@musteri.example>\r\n` : '';
  const lines: string[] = [];
  for (let size = 0; size < 9700; size += Buffer.byteLength(lines.at(-1) as string) + 2)
    lines.push(sentence(next, 9));
  const head = [
    `From: Kişi ${n} <${addressOf(n % (2 * PEOPLE))}>`,
    `To: <${TO}>`,
    `Subject: ${answers === '' ? '' : 'Ynt: '}Teklif ${n}`,
    `Message-ID: <${n}@musteri.example>`,
    'Date: Tue, 24 Nov 2026 08:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n${answers}\r\n${lines.join('\r\n')}\r\n`);
}

/** A house with a mailbox, cards, and as many mails as asked that nobody has looked at. */
async function furnish(folder: string, backlog: number): Promise<void> {
  const house = await openHouse({
    config: readConfig({ LOBI_DATA: folder, LOBI_MAIL_DOMAINS: DOMAIN }),
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  await inHouse(house, async () => {
    await run(addMailbox, { address: TO, name: 'Satış', kind: 'group' }, boss);
    for (let n = 0; n < PEOPLE; n++)
      await run(
        addPerson,
        {
          givenName: 'Kişi',
          familyName: String(n),
          contactPoints: [{ kind: 'email', value: addressOf(n * 2) }],
        },
        boss,
      );
    const rest = { peer: '127.0.0.1', greeting: 'mail.musteri.example', protocol: 'ESMTP', tls: null };
    await Promise.all(
      Array.from({ length: backlog }, (_, n) =>
        acceptMail({
          raw: mail(n),
          door: 'smtp',
          envelope: { from: addressOf(n % (2 * PEOPLE)), to: [TO], ...rest },
        }),
      ),
    );
  });
  await closeHouse(house);
}

/** Runs Lobi with these doors while mail comes in, until `until` says so. */
async function whileMailComes(
  doors: string,
  backlog: number,
  until: (reader: Knex) => Promise<{ units: number; note: string }>,
): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-backlog-'));
  try {
    await furnish(folder, backlog);
    const lobi = await startLobi(folder, doors);
    const watching = await openSqlite(join(folder, 'lobi.sqlite'));
    const stream = new Stream(lobi.port, COMING, (n) => mail(1_000_000 + n));
    try {
      const before = cpuOf(lobi.child.pid as number);
      const started = performance.now();
      const { units, note } = await until(watching.reader);
      const wallMs = performance.now() - started;
      const cpuMs = cpuOf(lobi.child.pid as number) - before;
      const waits = await stream.end();
      return {
        units,
        wallMs,
        cpuMs,
        p50: percentile(waits, 0.5),
        p99: percentile(waits, 0.99),
        note: `${note}; ${Math.round((waits.length / wallMs) * 1000)} came in per second`,
      };
    } finally {
      await stream.end().catch(() => {});
      await watching.close();
      await lobi.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Searchable is the last of what happens to a mail: matched, threaded and on the timeline it was one commit before. */
async function filed(reader: Knex): Promise<{ units: number; note: string }> {
  const count = async (): Promise<number> => {
    const row = await reader('search_rows').where({ entity: 'message' }).count({ n: '*' }).first();
    return Number((row as { n: number }).n);
  };
  const limit = Date.now() + LONGEST_MS;
  const before = await count();
  let now = before;
  while (now < BACKLOG && Date.now() < limit) {
    await sleep(100);
    now = await count();
  }
  if (now < BACKLOG) throw new Error(`only ${now} of ${BACKLOG} mails were filed within a minute`);
  return { units: now - before, note: 'with the worker' };
}

let postfix: Postfix | Absent;

export default {
  says: `${BACKLOG} mails of 10 KB wait; they are read, matched, threaded, put on the timeline and made searchable while others come in. Milliseconds are those from the end of a mail to its 250, with the worker and without; beside what Postfix only takes in. CPU per mail filed counts the mails that come in meanwhile with it.`,
  unit: 'mail',
  async open() {
    postfix = await openPostfix().catch((error: Error) => new Absent(error.message));
    return async () => {
      if (!(postfix instanceof Absent)) await postfix.close();
    };
  },
  programs: {
    filing: () => whileMailComes('smtp,worker', BACKLOG, filed),
    'only taking': () =>
      whileMailComes('smtp', 0, async () => {
        await sleep(QUIET_MS);
        return { units: (QUIET_MS / COMING.everyMs) * COMING.senders, note: 'no worker' };
      }),
    postfix: async () => {
      if (postfix instanceof Absent) throw postfix;
      const load = { mails: 2000, bytes: 10_240, senders: COMING.senders, reused: true };
      const before = postfix.cpu();
      const wallMs = await deliver(postfix.port, load, unpackDebian('postfix').env);
      return { units: load.mails, wallMs, cpuMs: postfix.cpu() - before };
    },
  },
  targets: [
    { by: 'rate', than: 'postfix', atLeast: 0.6 },
    // The same per second of CPU, where Postfix's many processes get no more of a busy machine than one.
    { by: 'cpu', than: 'postfix', atMost: 1.67 },
    { by: 'p99', than: 'only taking', atMost: 2 },
  ],
} satisfies Bench;
