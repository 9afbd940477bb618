import test from 'ava';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { dayOf, dayOrderOf } from '#platform/exchange/days.ts';
import { guessColumns, headerRowOf } from '#platform/exchange/guesses.ts';
import type { Encoding } from '#platform/exchange/reading/encoding.ts';
import { formatOf, rowsOf } from '#platform/exchange/reading/format.ts';
import { Unreadable } from '#platform/exchange/said.ts';
import { csvLine } from '#platform/exchange/writing/csv.ts';
import { guarded, unguarded } from '#platform/exchange/writing/guard.ts';
import { workbook } from './workbook.ts';

const TURKISH = [
  ['Ad', 'Soyad', 'Kurum', 'Not'],
  ['Şule', 'Çağlayan', 'Öztürk Gıda A.Ş.', 'Iğdır şubesi; "acil" dedi'],
  ['ILGIN', 'IŞIK', 'Küçükçekmece', 'çok\nsatırlı'],
];
const POLISH = [
  ['Imię', 'Nazwisko', 'Firma', 'Uwagi'],
  ['Grażyna', 'Wójcik', 'Mleczarnia Łódź', 'pilne; „już”'],
  ['Łukasz', 'Żak', 'Świętokrzyska', 'ćma\nśnieg'],
];

function written(rows: string[][], separator: string): string {
  const cell = (text: string) => (/["\n;,\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(separator)).join('\r\n');
}

async function read(bytes: Buffer, country = 'TR'): Promise<string[][]> {
  const { format } = await formatOf(bytes, country);
  const rows: string[][] = [];
  for await (const row of rowsOf(bytes, format)) rows.push(row.cells);
  return rows;
}

const CASES: [Encoding, string[][], boolean][] = [
  ['utf-8', TURKISH, false],
  ['utf-8', POLISH, true],
  ['utf-16le', TURKISH, true],
  ['utf-16be', POLISH, true],
  ['utf-16le', POLISH, false],
  ['windows-1254', TURKISH, false],
  ['windows-1250', POLISH, false],
  ['iso-8859-2', POLISH, false],
  ['cp857', TURKISH, false],
  ['cp852', POLISH, false],
];
for (const [encoding, rows, addBOM] of CASES)
  for (const separator of [';', ',', '\t', '|'])
    test(`${encoding}${addBOM ? ' with a mark' : ''}, cut by ${JSON.stringify(separator)}, is read without being told`, async (t) => {
      // Quotation marks of Windows are not in every page.
      const fitting = rows.map((row) =>
        row.map((cell) =>
          encoding.startsWith('cp') || encoding === 'iso-8859-2' ? cell.replace(/[„”]/g, '"') : cell,
        ),
      );
      const bytes = iconv.encode(written(fitting, separator), encoding, { addBOM });
      t.deepEqual(await read(bytes, 'TR'), fitting);
      t.deepEqual(await read(bytes, 'PL'), fitting);
    });

test('a Turkish file of ISO 8859-9 reads as Windows-1254, which writes the same letters', async (t) => {
  t.deepEqual(await read(iconv.encode(written(TURKISH, ';'), 'iso-8859-9')), TURKISH);
});

test('uneven rows, empty lines and loose quotation marks are taken as they stand', async (t) => {
  const rows = await read(Buffer.from('Ad;Soyad;Not\nAyşe;Yılmaz\n\nMehmet;Şahin;5" boru;fazla\n'));
  t.deepEqual(rows, [
    ['Ad', 'Soyad', 'Not'],
    ['Ayşe', 'Yılmaz'],
    ['Mehmet', 'Şahin', '5" boru', 'fazla'],
  ]);
});

test('a quotation mark that never closes is told with its row', async (t) => {
  const error = await t.throwsAsync(read(Buffer.from('Ad;Soyad\nAyşe;Yılmaz\n"Mehmet;Şahin\nAli;Veli\n')), {
    instanceOf: Unreadable,
  });
  t.is(error?.said.key, 'exchange.unreadable.quote');
});

for (const [what, bytes, key] of [
  ['nothing', Buffer.alloc(0), 'empty'],
  ['a PDF', Buffer.from('%PDF-1.7 …'), 'binary'],
  ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'oldExcel'],
  ['random bytes', Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 31)), 'binary'],
  ['half an archive', Buffer.from('504b030414000000', 'hex'), 'excel'],
] as const)
  test(`${what} is refused with its reason`, async (t) => {
    const error = await t.throwsAsync(read(bytes), { instanceOf: Unreadable });
    t.is(error?.said.key, `exchange.unreadable.${key}`);
  });

test('cells of a workbook read as people see them: dates, numbers, saved values of formulas', async (t) => {
  const bytes = await workbook({
    sheet: `<row r="1"><c r="A1" t="inlineStr"><is><t>Ad</t></is></c><c r="C1" t="s"><v>0</v></c></row>
      <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>29586</v></c><c r="C3"><f>1+1</f><v>2</v></c><c r="D3"><v>9.05321234567E11</v></c><c r="E3" t="e"><v>#N/A</v></c><c r="F3" t="b"><v>1</v></c></row>`,
    shared: '<si><t>Doğum</t></si><si><r><t>Şu</t></r><r><t>le</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>',
  });
  t.deepEqual(await read(bytes), [
    ['Ad', '', 'Doğum'],
    ['Şule', '1980-12-31', '2', '905321234567', '#N/A', 'true'],
  ]);
});

test('a hidden sheet is not read unless somebody chooses it', async (t) => {
  const bytes = await workbook({
    sheet: '<row r="1"><c r="A1" t="inlineStr"><is><t>görünen</t></is></c></row>',
    hidden: true,
  });
  const { format, sheets } = await formatOf(bytes, 'TR');
  t.deepEqual(sheets, [
    { name: 'Gizli', hidden: true },
    { name: 'Liste', hidden: false },
  ]);
  t.is(format.sheet, 'Liste');
});

test('a workbook that swells is not opened, whatever it says of its size', async (t) => {
  const row = `<row>${'<c t="inlineStr"><is><t>A</t></is></c>'.repeat(280)}</row>`;
  const bytes = await workbook({ sheet: row.repeat(4000) });
  const before = process.memoryUsage().rss;
  const error = await t.throwsAsync(read(bytes), { instanceOf: Unreadable });
  t.is(error?.said.key, 'exchange.unreadable.bomb');
  t.true(process.memoryUsage().rss - before < 100e6);
});

test('a workbook that declares entities is refused, and nothing outside of it is read', async (t) => {
  const bytes = await workbook({
    sheet: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
    before: '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    shared: '<si><t>&x;</t></si>',
  });
  const error = await t.throwsAsync(read(bytes), { instanceOf: Unreadable });
  t.is(error?.said.key, 'exchange.unreadable.doctype');
});

test('rows far below, columns far right and cells too long are refused or left', async (t) => {
  const far = await workbook({
    sheet: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>',
  });
  t.deepEqual(await read(far), [['1']]);
  const wide = await workbook({ sheet: '<row r="1"><c r="XFD1"><v>1</v></c></row>' });
  t.is((await t.throwsAsync(read(wide), { instanceOf: Unreadable }))?.said.key, 'exchange.unreadable.wide');
  const long = await workbook({
    sheet: `<row r="1"><c r="A1" t="inlineStr"><is><t>${'ab'.repeat(40_000)}</t></is></c></row>`,
  });
  t.is((await t.throwsAsync(read(long), { instanceOf: Unreadable }))?.said.key, 'exchange.unreadable.cell');
});

test('no cell is left that a spreadsheet would run, and every text comes back', (t) => {
  for (const value of [
    '=1+1',
    '@SUM(1,1)',
    "=cmd|' /C calc'!A0",
    '＋1',
    ';=1+1',
    '%0A=1+1',
    '@@=1',
    ' =1',
    '\t=1',
    'a\n-2',
    'x,+3',
    '"=1',
  ])
    t.regex(guarded(value), /'/, value);
  for (const value of ['Ayşe-Nur', 'a=b', '5 - 3', "O'Neil", 'Ali @ Veli']) t.is(guarded(value), value);
  const nasty = fc.string({ unit: fc.constantFrom(...'=+-@\'",; \t|a%0A\n＝'.split('')), maxLength: 20 });
  fc.assert(
    fc.property(nasty, (text) => {
      const safe = guarded(text);
      return unguarded(safe) === text && !/(^|[;,|\t\r\n]|%0[ADad9])[ "]*[=+\-@＝]/.test(safe);
    }),
    { numRuns: 3000 },
  );
});

test('what is written as a line is read as the same cells', async (t) => {
  const cells = ['=1+1', 'a;b', 'satır\nsonu', '"tırnak"', '-12,00', '+90 362 266 51 00', "'=x"];
  t.deepEqual(
    await read(Buffer.from(csvLine(['a', 'b', 'c', 'd', 'e', 'f', 'g'], ';') + csvLine(cells, ';'))),
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], cells],
  );
});

test('days are read as people write them', (t) => {
  const read_ = (text: string, order: 'dmy' | 'mdy' = 'dmy') => dayOf(text, order, 2026);
  for (const text of [
    '31.12.1980',
    '31/12/1980',
    '31-12-80',
    '1980-12-31',
    '1980-12-31 00:00',
    '29586',
    '31 aralik 1980',
    '31 grudnia 1980 r.',
    'december 31, 1980',
    '19801231',
  ])
    t.is(read_(text), '1980-12-31', text);
  t.is(read_('12/31/1980', 'mdy'), '1980-12-31');
  for (const text of ['31.13.1980', '29.02.2023', 'yok', '1', '31.12']) t.is(read_(text), null, text);
  t.is(dayOrderOf(['12/31/1980', '01/02/1990']), 'mdy');
  t.is(dayOrderOf(['31/12/1980', '01/02/1990']), 'dmy');
});

const label = (text: string) => ({ tr: text, pl: text, en: text });
const TARGETS = [
  { key: 'givenName', label: label('Ad'), group: 'card', words: ['imie'] },
  {
    key: 'email',
    label: label('E-posta'),
    group: 'contact',
    words: ['mail'],
    many: true,
    looks: (samples: readonly string[]) =>
      samples.filter((each) => each.includes('@')).length / samples.length,
  },
];

test('columns are guessed by their headers in any language, then by what stands in them', (t) => {
  const guesses = guessColumns(
    ['IMIĘ', 'E-Posta Adresi', 'x', 'Ad'],
    [['Ayşe', '', 'a@b.example', 'Can']],
    TARGETS,
  );
  t.deepEqual(
    guesses.map(({ to }) => to),
    ['givenName', 'email', 'email', null],
  );
  t.is(
    headerRowOf(
      [
        { n: 1, cells: ['Müşteri listesi'] },
        { n: 3, cells: ['Ad', 'E-posta'] },
      ],
      TARGETS,
    ),
    3,
  );
  t.is(headerRowOf([{ n: 1, cells: ['Ayşe', 'a@b.example'] }], TARGETS), null);
});
