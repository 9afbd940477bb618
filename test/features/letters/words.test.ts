import test from 'ava';
import { filled, gapsOf, Slots, wordsFor } from '#features/letters/fields.ts';
import { salutation } from '#features/letters/salutation.ts';
import { vocativeOf } from '#features/letters/vocative.ts';
import { isFault } from '#kernel/errors.ts';

test('a field takes the card’s word, else what the letter says, and stays on one line', (t) => {
  const slots = new Slots();
  const parts = slots.read(
    'Merhaba {{givenName | dost}}, {{ organisation }} için {{givenName | dost}}',
    'text',
  );
  t.is(slots.all.length, 2, 'the same words are one slot');
  t.is(
    filled(parts, wordsFor(slots, { givenName: 'Işıl', organisation: 'Kuzey\r\nBcc: x' })),
    'Merhaba Işıl, Kuzey Bcc: x için Işıl',
  );
  t.is(filled(parts, wordsFor(slots, {})), 'Merhaba dost,  için dost');
  t.deepEqual(gapsOf(slots, {}), ['organisation']);
});

for (const text of [
  '{{constructor}}',
  '{{ givenName.length }}',
  '{{#if name}}x{{/if}}',
  '{% include "x" %}',
  'a }} b',
  '{{name | a{{b}} }}',
])
  test(`a template that reaches for what it may not is refused with its place: ${text}`, (t) => {
    const fault = t.throws(() => new Slots().read(text, 'text'));
    t.true(isFault(fault, 'invalid'));
    t.is((fault as unknown as { facts: { errors: { path: string }[] } }).facts.errors[0]?.path, 'text');
  });

const ANNA = { entity: 'person', name: 'Anna Kowalska', givenName: 'Anna', familyName: 'Kowalska' } as const;
const card = (more: object) => ({ ...ANNA, formOfAddress: null, vocative: null, ...more }) as never;

test('the greeting follows language and form of address, and guesses nobody’s gender', (t) => {
  t.is(salutation(card({ formOfAddress: 'Pani' }), 'pl'), 'Szanowna Pani Anno,');
  t.is(salutation(card({ formOfAddress: 'Pani', givenName: 'Nguyễn' }), 'pl'), 'Szanowna Pani,');
  t.is(salutation(card({ formOfAddress: 'Pani', vocative: 'Aniu' }), 'pl'), 'Szanowna Pani Aniu,');
  t.is(salutation(card({}), 'pl'), 'Szanowni Państwo,');
  t.is(salutation(card({ formOfAddress: 'Pan', givenName: 'Marek' }), 'pl'), 'Szanowny Panie Marku,');
  t.is(salutation(card({ name: 'Işıl Çağlar' }), 'tr'), 'Sayın Işıl Çağlar,');
  t.is(salutation(card({ formOfAddress: 'Ms' }), 'en'), 'Dear Ms Kowalska,');
  t.is(salutation(card({}), 'en'), 'Dear Anna Kowalska,');
  t.is(salutation(card({ formOfAddress: 'Herr Dr.' }), 'de'), 'Sehr geehrter Herr Kowalska,');
  t.is(salutation(card({ entity: 'organisation', name: 'Kuzey Gıda' }), 'tr'), 'Sayın Yetkili,');
});

test('the vocative is built only where the rule is certain', (t) => {
  const men: [string, string | null][] = [
    ['Jan', 'Janie'],
    ['Piotr', 'Piotrze'],
    ['Paweł', 'Pawle'],
    ['Michał', 'Michale'],
    ['Andrzej', 'Andrzeju'],
    ['Grzegorz', 'Grzegorzu'],
    ['Robert', 'Robercie'],
    ['Dawid', 'Dawidzie'],
    ['Stanisław', 'Stanisławie'],
    ['Wojciech', 'Wojciechu'],
    ['Jacek', 'Jacku'],
    ['Adam', 'Adamie'],
    ['Karol', 'Karolu'],
    ['Jerzy', 'Jerzy'],
    ['Mieszko', null],
    ['Jean-Luc', null],
  ];
  for (const [name, called] of men) t.is(vocativeOf(name, 'm'), called, name);
  const women: [string, string | null][] = [
    ['Ewa', 'Ewo'],
    ['Zofia', 'Zofio'],
    ['Maria', 'Mario'],
    ['Katarzyna', 'Katarzyno'],
    ['Zosia', null],
    ['Ola', null],
    ['Carmen', null],
  ];
  for (const [name, called] of women) t.is(vocativeOf(name, 'f'), called, name);
});
