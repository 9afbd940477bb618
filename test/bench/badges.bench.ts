// Badges: a thousand in one document and one at a time, against ReportLab drawing the same: photo, QR, Code 128, names in an
// embedded font with Turkish and Polish letters.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sheetOf } from '#features/visits/sheet.ts';
import { TEMPLATES } from '#features/visits/templates.ts';
import { readPhoto } from '#kernel/print/jpeg.ts';
import { pdfOf } from '#kernel/print/pdf.ts';
import { unpackDebian } from '#test/support/debian.ts';
import { Absent, type Bench, cpuOf, type Measure, percentile } from './bench.ts';

const MANY = Number(process.env.LOBI_BENCH_BADGES ?? 1000);
const SINGLE = 100;

const photoFile = new URL('../kernel/print/fixtures/turned.jpg', import.meta.url).pathname;
const photo = readPhoto(readFileSync(photoFile));

const GIVEN = [
  'Şükrü',
  'Łucja',
  'Gülşah',
  'Bartłomiej',
  'İbrahim',
  'Żaneta',
  'Çağla',
  'Stanisława Małgorzata',
];
const FAMILY = ['Iğdırlıoğlu', 'Brzęczyszczykiewicz', 'Uğurlu', 'Gąsior', 'Öztürk', 'Szczepański'];

interface Wearer {
  number: string;
  given: string;
  family: string;
  company: string;
}

function wearer(n: number): Wearer {
  const digits = `1${((n * 7_919_999_983) % 1e15).toString().padStart(15, '0')}${(1000 + (n % 9000)).toString()}`;
  return {
    number: digits,
    given: GIVEN[n % GIVEN.length] as string,
    family: `${FAMILY[n % FAMILY.length]} ${n}`,
    company: 'Zboża Polskie Sp. z o.o.',
  };
}

function sheet(n: number) {
  const { number, given, family, company } = wearer(n);
  return sheetOf(TEMPLATES.card, {
    number,
    firm: 'Beyazdağ Gıda',
    kind: 'Misafir',
    givenName: given,
    familyName: family,
    company,
    foot: ['25.11.2026', '', 'Ayşe Yılmaz'],
    photo,
  });
}

async function drawn(from: number, count: number): Promise<number> {
  function* sheets() {
    for (let n = from; n < from + count; n++) yield sheet(n);
  }
  let bytes = 0;
  for await (const chunk of pdfOf(sheets(), { title: 'bench', language: 'tr', made: new Date(0) }))
    bytes += chunk.length;
  return bytes;
}

async function measured(
  cpu: () => number,
  one: (n: number, count: number) => Promise<number>,
): Promise<Measure> {
  const times: number[] = [];
  for (let n = 0; n < SINGLE; n++) {
    const at = performance.now();
    await one(n, 1);
    times.push(performance.now() - at);
  }
  const [started, used] = [performance.now(), cpu()];
  const bytes = await one(0, MANY);
  return {
    units: MANY,
    wallMs: performance.now() - started,
    cpuMs: cpu() - used,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    note: `${Math.round(bytes / MANY)} bytes each`,
  };
}

interface Peer {
  pid: number;
  draw(from: number, count: number): Promise<number>;
  end(): void;
}

let peer: Peer | undefined;

/** ReportLab in a process that stays, so that what is compared is drawing and not starting. */
function startPeer(): Peer {
  const { root, env } = unpackDebian('python3-reportlab', 'python3');
  const packages = join(root, 'usr/lib/python3/dist-packages');
  const python = ['/usr/bin/python3', 'python3'].find(
    (program) =>
      spawnSync(program, ['-c', 'import reportlab, PIL'], {
        env: { ...process.env, ...env, PYTHONPATH: packages },
      }).status === 0,
  );
  if (python === undefined || !existsSync(packages))
    throw new Absent('no Python here runs Debian’s python3-reportlab');
  const resolve = createRequire(import.meta.url).resolve;
  const fonts = ['DejaVuSansCondensed-Bold.ttf', 'DejaVuSansCondensed.ttf'].map((name) =>
    resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
  const script = new URL('./badges-reportlab.py', import.meta.url).pathname;
  const child = spawn(python, [script, photoFile, ...fonts], {
    env: { ...process.env, ...env, PYTHONPATH: packages },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout });
  return {
    pid: child.pid as number,
    draw(from, count) {
      const wearers = Array.from({ length: count }, (_, n) => wearer(from + n));
      child.stdin.write(`${JSON.stringify(wearers)}\n`);
      return new Promise((done) => answers.once('line', (line) => done(Number(line))));
    },
    end: () => child.kill(),
  };
}

export default {
  says: `Badges of card size with photo, QR, Code 128 and an embedded font: ${MANY} in one document (rate), one at a time (p50).`,
  unit: 'badge',
  async open() {
    await drawn(0, 20);
    return () => peer?.end();
  },
  programs: {
    lobi: () => measured(() => cpuOf('self'), drawn),
    async reportlab() {
      peer ??= startPeer();
      const { pid, draw } = peer;
      return measured(() => cpuOf(pid), draw);
    },
  },
  targets: [
    { by: 'rate', than: 'reportlab', atLeast: 3.5 },
    { by: 'p50', than: 'reportlab', atMost: 0.8 },
  ],
} satisfies Bench;
