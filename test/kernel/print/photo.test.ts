import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { isFault } from '#kernel/errors.ts';
import { readPhoto } from '#kernel/print/jpeg.ts';

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.jpg`, import.meta.url));
const turned = fixture('turned');
const progressive = fixture('progressive');

function refusal(bytes: Buffer): string {
  try {
    readPhoto(bytes);
  } catch (error) {
    if (isFault(error, 'invalid')) return error.code;
    throw error;
  }
  return 'taken';
}

/** The same photo, its frame saying another size. */
function claiming(width: number, height: number): Buffer {
  const bytes = Buffer.from(turned);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

test('a photo is kept as it is seen, without what the camera wrote beside it', (t) => {
  t.true(turned.includes('secret place'));
  const photo = readPhoto(turned);
  t.deepEqual([photo.width, photo.height], [480, 600], 'turned as the camera was held');
  t.false(photo.bytes.includes('secret place'));
  t.false(photo.bytes.includes('JFIF'));
  t.deepEqual(readPhoto(photo.bytes), photo, 'and is the same when it is read again');
  t.deepEqual(readPhoto(progressive).width, 480);
});

test('what hangs behind a photo, or is hidden in it, does not come along', (t) => {
  const zip = Buffer.from('PK\x03\x04 a program in disguise');
  const photo = readPhoto(Buffer.concat([turned, zip]));
  t.false(photo.bytes.includes('disguise'));
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 27]), Buffer.from('<script>alert(1)</script>')]);
  const hidden = Buffer.concat([turned.subarray(0, 2), comment, turned.subarray(2)]);
  t.false(readPhoto(hidden).bytes.includes('script'));
});

test('a bomb is seen by what it says, before anybody unpacks it', (t) => {
  t.is(refusal(claiming(65_000, 65_000)), 'photo.tooManyPixels');
  t.is(refusal(claiming(5900, 5900)), 'photo.tooManyPixels');
  t.is(refusal(claiming(5000, 4900)), 'photo.damaged', 'so few bytes are no picture of that size');
  t.is(refusal(claiming(8, 8)), 'photo.tooFewPixels');
  t.is(refusal(claiming(0, 600)), 'photo.tooFewPixels');
  t.is(refusal(Buffer.concat([turned, Buffer.alloc(9 * 1024 * 1024)])), 'photo.tooLarge');
  const scan = progressive.subarray(progressive.indexOf(Buffer.from([0xff, 0xda])), -2);
  const many = Buffer.concat([
    progressive.subarray(0, -2),
    ...Array.from({ length: 60 }, () => scan),
    progressive.subarray(-2),
  ]);
  t.is(refusal(many), 'photo.scans');
});

test('what is no JPEG is refused by its first bytes, whatever it is called', (t) => {
  for (const [head, word] of [
    ['\x89PNG\r\n\x1a\n', 'PNG'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['GIF89a', 'GIF'],
    ['%PDF-1.7', 'PDF'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'WebP'],
    ['\0\0\0\x18ftypheic', 'HEIC'],
    ['hello', 'no picture'],
    ['', 'no picture'],
  ] as const) {
    const error = t.throws(() => readPhoto(Buffer.from(head, 'latin1')));
    t.true(error.message.includes(word), error.message);
    t.true(error.message.includes('Save it as JPEG'));
  }
});

test('a photo that is cut off or damaged anywhere is refused or read, and never breaks the reader', (t) => {
  t.is(refusal(turned.subarray(0, turned.length / 2)), 'photo.damaged');
  t.is(refusal(turned.subarray(0, -2)), 'photo.damaged');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(turned.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      fc.nat(turned.length),
      (changes, cut) => {
        const bytes = Buffer.from(turned.subarray(0, cut));
        for (const [at, value] of changes) if (at < cut) bytes[at] = value;
        return refusal(bytes) !== '';
      },
    ),
    { numRuns: 400 },
  );
  t.pass();
});
