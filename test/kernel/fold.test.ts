import test from 'ava';
import fc from 'fast-check';
import { cleaned, fold, foldedWords, likeEscaped } from '#kernel/text/fold.ts';
import { type SortLanguage, sortKey } from '#kernel/text/sort-key.ts';

test('what is typed without marks finds what is written with them', (t) => {
  const pairs = [
    ['isik', 'Işık'],
    ['isik', 'IŞIK'],
    ['diyarbakir', 'DİYARBAKIR'],
    ['lodz', 'Łódź'],
    ['gozde', 'Gözde'],
    ['zolkiewska', 'Żółkiewska'],
    ['strasse', 'Straße'],
    ['cagri', 'ÇAĞRI'],
  ] as const;
  for (const [typed, written] of pairs) t.is(fold(written), typed);
});

test('folding twice is folding once', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => fold(fold(text)) === fold(text)),
  );
  t.pass();
});

test('the letters I, İ, ı and i are one', (t) => {
  t.is(new Set(['I', 'İ', 'ı', 'i'].map(fold)).size, 1);
});

test('words come without punctuation', (t) => {
  t.deepEqual(foldedWords('Öztürk Gıda San. ve Tic. A.Ş.'), ['ozturk', 'gida', 'san', 've', 'tic', 'a', 's']);
});

test('text loses NUL and lone surrogates when it enters', (t) => {
  t.is(cleaned('a\u0000b\ud800c'), 'ab\ufffdc');
});

test('signs of LIKE stand for themselves', (t) => {
  t.is(likeEscaped('100%_\\'), '100\\%\\_\\\\');
});

test('names stand in the order of each alphabet', (t) => {
  const sorted = (language: SortLanguage, names: string[]) =>
    [...names].sort((a, b) => (sortKey(a, language) < sortKey(b, language) ? -1 : 1));
  t.deepEqual(sorted('tr', ['Şule', 'Sude', 'Zeki', 'Tuna', 'İpek', 'Irmak', 'Ceren', 'Çağla', 'Deniz']), [
    'Ceren',
    'Çağla',
    'Deniz',
    'Irmak',
    'İpek',
    'Sude',
    'Şule',
    'Tuna',
    'Zeki',
  ]);
  t.deepEqual(sorted('pl', ['Żółw', 'Zając', 'Łoś', 'Lis', 'Ćma', 'Cietrzew', 'Źrebak']), [
    'Cietrzew',
    'Ćma',
    'Lis',
    'Łoś',
    'Zając',
    'Źrebak',
    'Żółw',
  ]);
  t.deepEqual(sorted('en', ['Çağla', 'Cem', 'Ceyda']), ['Çağla', 'Cem', 'Ceyda']);
});

test('sort keys agree with the collation of the same language', (t) => {
  const letters = Array.from('abcçdefgğhıijklmnoöprsştuüvyz');
  const collator = new Intl.Collator('tr');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 }),
      fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 }),
      (one, two) => {
        const [a, b] = [one.join(''), two.join('')];
        const keys = sortKey(a, 'tr') < sortKey(b, 'tr') ? -1 : sortKey(a, 'tr') > sortKey(b, 'tr') ? 1 : 0;
        return keys === Math.sign(collator.compare(a, b));
      },
    ),
  );
  t.pass();
});
