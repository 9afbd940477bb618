// The compiled words say exactly what the ICU library would say, in every language, for every text that is there.

import { globSync, readFileSync } from 'node:fs';
import test from 'ava';
import { IntlMessageFormat } from 'intl-messageformat';
import { compile, missingKeys } from '#widgets/build/words.ts';
import { numberOf, plural } from '#widgets/kernel/numbers.ts';

const root = new URL('../../', import.meta.url).pathname;
const files = globSync('widgets/**/texts/*.json', { cwd: root });

type Say = string | ((values: Record<string, unknown>, lang: string) => string);

async function compiled(text: string): Promise<Say> {
  const code = `export default (numberOf, plural) => (${compile(text)});`;
  const made = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    default: (...given: unknown[]) => Say;
  };
  return made.default(numberOf, plural);
}

const say = async (text: string, values: Record<string, unknown>, lang: string) => {
  const message = await compiled(text);
  return typeof message === 'string' ? message : message(values, lang);
};

/** Every argument of a text, with values that reach every branch. */
function valuesFor(text: string): Record<string, unknown>[] {
  const names = [...text.matchAll(/\{\s*(\w+)/g)].map(([, name = '']) => name);
  const words = [...text.matchAll(/(\w+)\s*\{/g)].map(([, word = '']) => word);
  const counts = [0, 1, 2, 3, 5, 12, 22, 1200];
  const choices = [...new Set(words), 'nothing of these', 'constructor'];
  return [...counts, ...choices].map((value) => Object.fromEntries(names.map((name) => [name, value])));
}

test('there are words to look at', (t) => {
  t.true(files.length >= 15);
});

for (const file of files) {
  const lang = file.slice(-7, -5);
  const texts = JSON.parse(readFileSync(root + file, 'utf8')) as Record<string, string>;
  test(`${file} says what the ICU library says`, async (t) => {
    for (const [key, text] of Object.entries(texts)) {
      const message = await compiled(text);
      for (const values of valuesFor(text)) {
        // A word where a number belongs is a fault of the caller, which the library throws at.
        const isPlural =
          /plural/.test(text) && Object.values(values).some((value) => typeof value !== 'number');
        if (isPlural) continue;
        const wanted = String(
          new IntlMessageFormat(text, lang, undefined, { ignoreTag: true }).format(values),
        );
        t.is(
          typeof message === 'string' ? message : message(values, lang),
          wanted,
          `${key} with ${JSON.stringify(values)}`,
        );
      }
    }
    t.deepEqual(missingKeys(root + file), []);
  });
}

test('Polish counts in four ways', async (t) => {
  const text =
    '{count, plural, one {# wiadomość} few {# wiadomości} many {# wiadomości.} other {# wiadomości,}}';
  t.deepEqual(await Promise.all([1, 2, 5, 22, 1.5].map((count) => say(text, { count }, 'pl'))), [
    '1 wiadomość',
    '2 wiadomości',
    '5 wiadomości.',
    '22 wiadomości',
    '1,5 wiadomości,',
  ]);
});

test('an exact branch and an offset count as in the standard', async (t) => {
  const text =
    '{count, plural, offset:1 =0 {nobody} =1 {you} one {you and # more} other {you and # more of us}}';
  t.deepEqual(await Promise.all([0, 1, 2, 5].map((count) => say(text, { count }, 'en'))), [
    'nobody',
    'you',
    'you and 1 more',
    'you and 4 more of us',
  ]);
});

test('signs that end a template stay signs', async (t) => {
  t.is(await say('a `b` $ \\ {name}', { name: '`${x}`' }, 'en'), 'a `b` $ \\ `${x}`');
});
