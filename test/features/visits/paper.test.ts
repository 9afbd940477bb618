import test from 'ava';
import fc from 'fast-check';
import { SIZES } from '#features/visits/kind.ts';
import { checkDigit, grouped, numberIn } from '#features/visits/number.ts';
import { splitName } from '#features/visits/subject.ts';
import { TEMPLATES } from '#features/visits/templates.ts';
import { CODE128_QUIET, QR_QUIET } from '#kernel/print/codes.ts';

test('around every code is the white that scanners need, and modules are wide enough for a label printer', (t) => {
  for (const size of SIZES) {
    const { width, height, bars, qr, foot, digits } = TEMPLATES[size];
    const [bar, cell] = [bars.width / 145, qr.side / 21];
    t.true(bar >= 0.33 && cell >= 0.5, `${size}: modules`);
    t.true(bars.x >= CODE128_QUIET * bar - 0.001, `${size}: left of the bars`);
    const besides = qr.y < bars.y + bars.height && qr.y + qr.side > bars.y;
    const right = besides ? qr.x : width;
    t.true(right - bars.x - bars.width >= CODE128_QUIET * bar - 0.001, `${size}: right of the bars`);
    t.true(width - qr.x - qr.side >= QR_QUIET * cell - 0.001, `${size}: right of the QR code`);
    t.true(height - qr.y - qr.side >= QR_QUIET * cell - 0.001, `${size}: below the QR code`);
    t.true(foot.y + foot.height <= bars.y && digits.baseline < height - 3, `${size}: what stands around`);
  }
});

test('a wrong digit, or two that changed places, is no number of a badge', (t) => {
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  fc.assert(
    fc.property(
      fc.array(digit, { minLength: 18, maxLength: 18 }),
      fc.nat(18),
      fc.integer({ min: 1, max: 9 }),
      (secret, at, by) => {
        const start = `1${secret.join('')}`;
        const number = `${start}${checkDigit(start)}`;
        const wrong = `${number.slice(0, at + 1)}${(Number(number[at + 1]) + by) % 10}${number.slice(at + 2)}`;
        const swapped = `${number.slice(0, at)}${number[at + 1]}${number[at]}${number.slice(at + 2)}`;
        return (
          numberIn(grouped(number)) === number &&
          numberIn(wrong) === null &&
          (swapped === number || numberIn(swapped) === null)
        );
      },
    ),
  );
  t.is(checkDigit('572'), 4, 'as in Damm’s own example');
  for (const text of ['', 'Ali', '12345678901234567890', '1'.repeat(19), '1'.repeat(40)])
    t.is(numberIn(text), null, text);
});

test('a typed name is set in two voices, and a sentence in one', (t) => {
  t.deepEqual(splitName('  Ali  Ün '), { givenName: 'Ali', familyName: 'Ün' });
  t.deepEqual(splitName('Muhammed Abdülkadir Çağlayangil'), {
    givenName: 'Muhammed Abdülkadir',
    familyName: 'Çağlayangil',
  });
  t.deepEqual(splitName('Ali'), { givenName: 'Ali', familyName: '' });
  t.is(splitName('a b c d e f g h').familyName, '');
});
