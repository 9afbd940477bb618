// The kernel's small pure parts.

import test from 'ava';
import { drawingOf } from '#widgets/build/icons.ts';
import { tightMarkup, tightStyle } from '#widgets/build/templates.ts';
import { initialsOf } from '#widgets/controls/avatar.ts';
import { withParams } from '#widgets/kernel/api.ts';
import { serverOf } from '#widgets/kernel/connection.ts';
import { dayOf, shortMoment } from '#widgets/kernel/dates.ts';
import { langOf } from '#widgets/kernel/i18n.ts';
import { parseRef, pathOf, placeOf, pluralOf } from '#widgets/kernel/refs.ts';
import { Refusal, refusalOf } from '#widgets/kernel/refusal.ts';
import { fateOf, sizeOf } from '#widgets/mailroom/messages.ts';
import { nameOfCard, standing, waysOf } from '#widgets/people/cards.ts';
import { phoneWords } from '#widgets/people/phone-words.ts';

test('entities are read where the contract says', (t) => {
  const plurals = {
    person: 'persons',
    organisation: 'organisations',
    mailbox: 'mailboxes',
    opportunity: 'opportunities',
    entry: 'entries',
    criterion: 'criteria',
    address: 'addresses',
    day: 'days',
  };
  for (const [one, many] of Object.entries(plurals)) t.is(pluralOf(one), many);
  t.is(pathOf({ entity: 'person', id: '01J/8' }), '/api/persons/01J%2F8');
});

test('a reference is entity and id; anything else is none', (t) => {
  t.deepEqual(parseRef(' person:01J8 '), { entity: 'person', id: '01J8' });
  for (const wrong of ['01J8', 'person:', 'Person:1', 'person:1 2', '', null, undefined])
    t.is(parseRef(wrong), null);
  t.is(placeOf({ entity: 'person', id: '1' }), '/people/person:1');
  t.is(placeOf({ entity: 'thread', id: '1' }), '/mail/thread/1');
});

test('empty parameters are left out', (t) => {
  t.is(
    withParams('/api/x', { a: 1, b: '', c: null, d: undefined, e: false, f: 'ş&' }),
    '/api/x?a=1&e=false&f=%C5%9F%26',
  );
  t.is(withParams('/api/x'), '/api/x');
});

test('the server is what stands before the assets', (t) => {
  t.is(serverOf('https://lobi.example/assets/kernel-1.js'), 'https://lobi.example');
  t.is(serverOf('https://firm.example/lobi/assets/console/a.js'), 'https://firm.example/lobi');
  t.is(serverOf('file:///somewhere/else.js'), '');
});

test('a moment is as short as it can be', (t) => {
  const clock = { zone: 'Europe/Istanbul', now: new Date('2026-11-24T09:00:00Z') };
  const said = (iso: string, lang = 'en') => shortMoment(iso, { ...clock, lang });
  t.is(said('2026-11-24T06:42:00Z'), '09:42');
  t.is(said('2026-11-23T22:30:00Z'), '01:30', 'today in Istanbul');
  t.is(said('2026-11-20T12:00:00Z'), 'Fri');
  t.is(said('2026-10-19T12:00:00Z'), '19 Oct');
  t.is(said('2024-10-19T12:00:00Z'), '19 Oct 2024');
  t.is(said('2026-11-20T12:00:00Z', 'tr'), 'Cum');
  t.is(said('2026-10-19T12:00:00Z', 'pl'), '19 paź');
});

test('a day without a time is the same day everywhere', (t) => {
  const now = new Date('2026-11-24T09:00:00Z');
  for (const zone of ['America/Los_Angeles', 'Europe/Istanbul', 'Pacific/Auckland']) {
    t.is(dayOf('2026-11-12', { lang: 'en', zone, now }), '12 November');
  }
  t.is(dayOf('2021-03-01', { lang: 'tr', zone: 'Europe/Istanbul', now }), '1 Mart 2021');
});

test('the nearest language is taken', (t) => {
  t.is(langOf('tr-TR'), 'tr');
  t.is(langOf('de', 'pl'), 'pl');
  t.is(langOf('de', null, undefined), 'en');
});

test('a refusal says what kind it is; a fault of the page is one too', (t) => {
  const kinds = {
    0: 'offline',
    401: 'unknown',
    404: 'missing',
    412: 'conflict',
    422: 'invalid',
    429: 'limited',
    503: 'later',
    500: 'broken',
    418: 'broken',
  };
  for (const [status, kind] of Object.entries(kinds)) t.is(new Refusal(Number(status)).kind, kind as never);
  t.is(refusalOf(new TypeError('x')).code, 'page.broken');
  t.is(new Refusal(422, { code: 'a.b', detail: 7, errors: 'no' }).errors.length, 0);
});

test('initials are of the reader’s alphabet', (t) => {
  t.is(initialsOf('ipek çağlayan', 'tr'), 'İÇ');
  t.is(initialsOf('ipek çağlayan', 'en'), 'IÇ');
  t.is(initialsOf('Öztürk Gıda San. ve Tic. A.Ş.', 'tr'), 'ÖA');
  t.is(initialsOf('(yok)', 'tr'), '');
  t.is(initialsOf('', 'tr'), '');
});

test('a card is called as it is spoken to, and reached by what comes first', (t) => {
  t.is(
    nameOfCard({ id: '1', entity: 'person', version: 1, givenName: 'Şule', familyName: 'Işık' } as never),
    'Şule Işık',
  );
  t.is(nameOfCard({ id: '1', entity: 'organisation', version: 1, name: 'Kuzey Un' } as never), 'Kuzey Un');
  const ways = [
    { kind: 'phone', value: '1' },
    { kind: 'email', value: 'a' },
    { kind: 'phone', value: '2', primary: true },
    { kind: 'phone', value: '' },
  ] as never;
  t.deepEqual(
    waysOf({ id: '1', entity: 'person', version: 1, contactPoints: ways }, 'phone').map(({ value }) => value),
    ['2', '1'],
  );
});

test('beside a person stands the position that lasts', (t) => {
  const position = (id: string, from: string, until: string | null) => ({
    id,
    entity: 'position',
    version: 1,
    from,
    until,
  });
  const positions = [
    position('old', '2016-01-01', '2021-02-28'),
    position('now', '2021-03-01', null),
    position('today', '2020-01-01', '2026-11-24'),
  ];
  t.is(standing(positions, '2026-11-24')?.id, 'now');
  t.is(standing([positions[0]!], '2026-11-24'), undefined);
});

test('numbers are said in groups', (t) => {
  t.is(phoneWords('+905324180766'), '+90 532 418 07 66');
  t.is(phoneWords('+48221234567'), '+48 221 234 567');
  t.is(phoneWords('+4930123456'), '+49 301 234 56');
  t.is(phoneWords('0532 418'), '0532 418');
});

test('sizes are said in the reader’s numbers', (t) => {
  t.is(sizeOf(999, 'en'), '999 B');
  t.is(sizeOf(38_000, 'en'), '38 KB');
  t.is(sizeOf(1_240_000, 'tr'), '1,2 MB');
  t.is(sizeOf(31_400_000, 'pl'), '31 MB');
});

test('one sign for many recipients is the worst that asks for eyes', (t) => {
  const fate = (...states: string[]) => fateOf(states.map((state) => ({ state })) as never);
  t.is(fate('sent', 'sent'), 'sent');
  t.is(fate('sent', 'bounced'), 'bounced');
  t.is(fate('bounced', 'failed', 'queued'), 'failed');
  t.is(fate('sent', 'queued'), 'queued');
  t.is(fate(), 'queued');
});

test('the build takes line breaks out of templates and leaves what they mean', (t) => {
  t.is(tightMarkup('\n  <p>\n    a <b>x</b>\n  </p>\n', true, true), '<p> a <b>x</b> </p>');
  t.is(tightMarkup(' a ', true, true), ' a ');
  t.is(tightStyle('\n  .a ,\n  .b {\n  margin: 0 4px;\n /* why */ }\n'), '.a,.b{margin:0 4px}');
  t.is(drawingOf('<!-- x --><svg a="b">\n  <path d="M1 2" />\n</svg>'), '<path d="M1 2"/>');
});
