import { randomInt } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { code128Of, qrOf } from '#kernel/print/codes.ts';
import { lineWidth, placed } from '#kernel/print/direction.ts';
import { fit } from '#kernel/print/fit.ts';
import { pdfOf } from '#kernel/print/pdf.ts';
import { printable } from '#kernel/print/printable.ts';
import type { Sheet } from '#kernel/print/sheet.ts';
import { codesIn, pagesOf, textOf } from '#test/support/paper.ts';

async function pdf(sheets: Sheet[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of pdfOf(sheets, { title: 'Deneme', language: 'tr', made: new Date(0) }))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('names shrink and wrap; every letter of them stands inside of the box', (t) => {
  const box = { width: 150, height: 60 };
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 60 }),
      (words) => {
        const { text } = printable(words.join(' '));
        const { lines, height } = fit([{ text, weight: 'bold', share: 1 }], box, 30);
        const whole = lines.map((line) => line.text).join('');
        return (
          whole.replaceAll(' ', '') === text.replaceAll(' ', '') &&
          height <= box.height &&
          lines.every((line) => lineWidth(line.text, 'bold') * line.size <= box.width * 1.03 + 1)
        );
      },
    ),
    { numRuns: 150 },
  );
  t.pass();
});

test('ten thousand letters fit on a card, in spaces or in one piece', (t) => {
  for (const text of ['Ali Veli '.repeat(1200).trim(), 'ğ'.repeat(10_000)]) {
    const { lines, height } = fit([{ text, weight: 'bold', share: 1 }], { width: 150, height: 65 }, 30);
    t.true(height <= 65);
    t.is(
      lines
        .map((line) => line.text)
        .join('')
        .replaceAll(' ', ''),
      text.replaceAll(' ', ''),
    );
  }
});

test('what cannot be printed is left out where it is no letter, and named where it is one', (t) => {
  t.deepEqual(printable('Ali\u202e 😀👩‍👧 \u200bÜn\n'), { text: 'Ali Ün', lacking: '' });
  t.deepEqual(printable('𝐀𝐥𝐢'), { text: 'Ali', lacking: '' });
  t.deepEqual(printable('王小明'), { text: '', lacking: '王小明' });
  t.is(printable(`e${'\u0301'.repeat(50)}`).text.length <= 4, true);
  t.is(printable('\ud800Ali').text, 'Ali');
});

test('a line from right to left is placed as it is read', (t) => {
  const { pieces } = placed('محمد بن Ali Ün', 'bold');
  t.deepEqual(
    pieces.map((piece) => piece.text),
    ['Ali Ün', 'بن', 'محمد'],
  );
  t.true(pieces.every((piece, at) => at === 0 || piece.x > (pieces[at - 1] as { x: number }).x));
  t.deepEqual(
    placed('Ali בן דוד', 'bold').pieces.map((piece) => piece.text),
    ['Ali', 'דוד', 'בן'],
  );
});

test('letters can be copied out of every document, also those that an earlier one met as parts of others', async (t) => {
  const line = (text: string): Sheet => ({
    width: 200,
    height: 20,
    marks: [{ kind: 'text', text, x: 5, baseline: 12, size: 12, weight: 'bold', ink: '#000000' }],
  });
  await pdf([line('öüğşçİŻŁąęćńóśź')]);
  const second = 'ouglscIZLaecnosz Ali Łódź';
  t.is(textOf(await pdf([line(second)])).trim(), second);
});

test('a hundred numbers are read back from both codes', async (t) => {
  const numbers = Array.from({ length: 100 }, () => Array.from({ length: 20 }, () => randomInt(10)).join(''));
  const sheets = numbers.map(
    (number): Sheet => ({
      width: 80,
      height: 30,
      marks: [
        { kind: 'code', x: 5, y: 5, width: 145 * 0.3, height: 8, modules: code128Of(number) },
        { kind: 'code', x: 62, y: 5, width: 12.6, height: 12.6, modules: qrOf(number) },
      ],
    }),
  );
  const pages = pagesOf(await pdf(sheets));
  t.is(pages.length, numbers.length);
  for (const [at, page] of pages.entries())
    t.deepEqual(await codesIn(page), [
      { format: 'Code128', text: numbers[at] },
      { format: 'QRCode', text: numbers[at] },
    ]);
});
