import test from 'ava';
import fc from 'fast-check';
import { ageOn } from '#features/people/age.ts';
import { contactPoints, settledContactPoints } from '#features/people/contact-point.ts';
import { mailAddress, mailKey } from '#features/people/mail-address.ts';
import { organisationName, personName } from '#features/people/name.ts';
import { e164, spokenPhone } from '#features/people/phone.ts';
import { addressLine } from '#features/people/postal-address.ts';
import { taxNumber } from '#features/people/tax-number.ts';
import { isFault } from '#kernel/errors.ts';

const TODAY = { country: 'TR', today: '2026-11-24' };

test('a phone number becomes one text however people write it', (t) => {
  for (const written of [
    '0532 418 07 66',
    '0(532) 418-07-66',
    '+90 532 418 07 66',
    '0090 532 4180766',
    '532 418 07 66',
  ])
    t.is(e164(written, 'TR'), '+905324180766');
  t.is(e164('22 555 01 23', 'PL'), '+48225550123');
  t.is(e164('+48 500 123 456', 'TR'), '+48500123456');
  t.is(e164('444 0 123', 'TR'), '+904440123');
});

test('an extension stays with its number, in the words of Turks and Poles too', (t) => {
  t.is(e164('0362 266 51 00 dahili 12', 'TR'), '+903622665100;ext=12');
  t.is(e164('22 555 01 23 wew. 7', 'PL'), '+48225550123;ext=7');
  t.is(e164('22 555 01 23 ext 7', 'PL'), '+48225550123;ext=7');
  t.is(spokenPhone('+903622665100;ext=12'), '+90 362 266 51 00 (12)');
});

test('a number that cannot exist is refused with its place and an example', (t) => {
  const error = t.throws(() => e164('0532 41', 'TR', 'contactPoints.2.value'));
  t.true(isFault(error, 'invalid'));
  t.like((error as unknown as { facts: object }).facts, {
    errors: [{ path: 'contactPoints.2.value', code: 'phone' }],
  });
});

test('a mail address is kept in lower case, its domain in its own letters', (t) => {
  t.is(mailAddress('Bilgi@OzturkGida.Example'), 'bilgi@ozturkgida.example');
  t.is(mailAddress('"Şule Işık" <S.Isik@ozturkgida.example>'), 's.isik@ozturkgida.example');
  t.is(mailAddress('mailto:biuro@żółty.example'), 'biuro@żółty.example');
  t.is(mailAddress(`biuro@${new URL('http://żółty.example').hostname}`), 'biuro@żółty.example');
});

test('two writings of one address share a key', (t) => {
  t.is(mailKey('Biuro@ŻÓŁTY.example'), mailKey('biuro@żółty.example'));
  t.is(mailKey('biuro@żółty.example'), mailKey(`biuro@${new URL('http://żółty.example').hostname}`));
  t.is(mailKey('İNFO@firma.example'), 'info@firma.example');
});

test('what is no mail address is refused', (t) => {
  for (const wrong of [
    'ozturkgida.example',
    'a@b',
    'a@@b.example',
    'a b@c.example',
    'a@-b.example',
    '.a@b.example',
    'a@192.0.2.1',
    `${'a'.repeat(65)}@b.example`,
  ])
    t.true(
      isFault(
        t.throws(() => mailAddress(wrong)),
        'invalid',
      ),
      wrong,
    );
});

test('tax numbers are checked by their check digits', (t) => {
  t.is(taxNumber('657 004 1183'), '6570041183'); // VKN
  t.is(taxNumber('TR6570041183'), '6570041183');
  t.is(taxNumber('10000000146'), '10000000146'); // TCKN
  t.is(taxNumber('527-010-33-91'), '5270103391'); // NIP
  t.is(taxNumber('PL 774-00-01-454'), '7740001454');
  t.is(taxNumber('DE 123456789'), 'DE123456789');
  for (const wrong of [
    '6570041184',
    '10000000147',
    'PL5270103392',
    'PL6570041183',
    'TR5270103391',
    '123',
    'DE',
    '0000000000',
  ])
    t.true(
      isFault(
        t.throws(() => taxNumber(wrong)),
        'invalid',
      ),
      wrong,
    );
});

test('age counts completed years; who was born on 29 February ages on 1 March', (t) => {
  t.is(ageOn('1990-11-24', '2026-11-24'), 36);
  t.is(ageOn('1990-11-25', '2026-11-24'), 35);
  t.is(ageOn('2000-02-29', '2026-02-28'), 25);
  t.is(ageOn('2000-02-29', '2026-03-01'), 26);
  t.is(ageOn('2000-02-29', '2028-02-29'), 28);
  t.is(ageOn('2027-01-01', '2026-11-24'), null);
});

test('names are filed under the family name, in the alphabet of each language', (t) => {
  const sorted = (language: 'nameSortTr' | 'nameSortPl', names: [string, string][]) =>
    names
      .map(([given, family]) => personName(given, family))
      .sort((a, b) => (a[language] < b[language] ? -1 : 1))
      .map((each) => each.name);
  t.deepEqual(
    sorted('nameSortTr', [
      ['Ali', 'Işık'],
      ['Ece', 'İnce'],
      ['Can', 'Çelik'],
      ['Can', 'Demir'],
      ['Ali', 'Ilgaz'],
    ]),
    ['Can Çelik', 'Can Demir', 'Ali Ilgaz', 'Ali Işık', 'Ece İnce'],
  );
  t.deepEqual(
    sorted('nameSortPl', [
      ['Ewa', 'Łuczak'],
      ['Ewa', 'Lis'],
      ['Jan', 'Żak'],
      ['Jan', 'Zając'],
    ]),
    ['Ewa Lis', 'Ewa Łuczak', 'Jan Zając', 'Jan Żak'],
  );
  t.is(organisationName('  ŁÓDŹ   Işık ').nameFolded, 'lodz isik');
});

test('a postal address reads as one line', (t) => {
  t.is(
    addressLine({
      street: 'OSB 7. Cad. No: 22',
      district: 'Tekkeköy',
      province: 'Samsun',
      postalCode: '55300',
      country: 'TR',
    }),
    'OSB 7. Cad. No: 22, 55300 Tekkeköy, Samsun',
  );
  t.is(
    addressLine({ street: 'ul. Długa 5', province: 'Kielce', postalCode: '25-001' }),
    'ul. Długa 5, 25-001 Kielce',
  );
});

test('each kind of contact point has one primary: the one said, else the first that holds today', (t) => {
  const sent = contactPoints.parse([
    { kind: 'phone', value: '0362 266 51 00', until: '2026-01-01' },
    { kind: 'phone', value: '0532 418 07 66' },
    { kind: 'email', value: 'bilgi@ozturkgida.example' },
    { kind: 'email', value: 'satinalma@ozturkgida.example', primary: true },
    { kind: 'postal', value: { street: 'OSB 7. Cad.', district: 'Tekkeköy', province: 'Samsun' } },
    { kind: 'web', value: 'www.ozturkgida.example/' },
    { kind: 'messaging', value: '@ozturkgida', label: 'Telegram' },
  ]);
  const settled = settledContactPoints(sent, [], TODAY);
  t.deepEqual(
    settled.map((each) => each.primary),
    [false, true, false, true, true, true, true],
  );
  t.is(settled[4]?.value, 'OSB 7. Cad., Tekkeköy, Samsun');
  t.deepEqual(settled[4]?.address, { street: 'OSB 7. Cad.', district: 'Tekkeköy', province: 'Samsun' });
  t.is(settled[5]?.value, 'https://www.ozturkgida.example');
});

test('contact points keep their ids through a change, by id or by value', (t) => {
  const first = settledContactPoints(
    contactPoints.parse([
      { kind: 'phone', value: '0532 418 07 66' },
      { kind: 'email', value: 'a@firma.example' },
    ]),
    [],
    TODAY,
  );
  const again = settledContactPoints(
    contactPoints.parse([
      { kind: 'email', value: 'A@firma.example', label: 'iş' },
      { id: first[0]?.id, kind: 'phone', value: '0532 418 07 67' },
    ]),
    first,
    TODAY,
  );
  t.is(again[0]?.id, first[1]?.id);
  t.is(again[1]?.id, first[0]?.id);
});

test('the same address twice, an empty one, and one that ends before it begins are refused', (t) => {
  const settle = (sent: unknown) => settledContactPoints(contactPoints.parse(sent), [], TODAY);
  t.throws(
    () =>
      settle([
        { kind: 'email', value: 'a@firma.example' },
        { kind: 'email', value: 'A@FIRMA.example' },
      ]),
    { message: /twice/ },
  );
  t.throws(() => settle([{ kind: 'email', value: '' }]), { message: /empty/ });
  t.throws(() => settle([{ kind: 'postal', address: { country: 'TR' } }]), { message: /at least one/ });
  t.throws(
    () => settle([{ kind: 'phone', value: '0532 418 07 66', from: '2026-02-01', until: '2026-01-01' }]),
    { message: /until/ },
  );
  t.throws(() => settle([{ kind: 'web', value: 'javascript:alert(1)' }]), { message: /web address/ });
});

test('settling what was settled changes nothing', (t) => {
  const phone = fc.constantFrom('+905324180766', '+48225550123', '+903622665100;ext=12');
  const email = fc.constantFrom('a@firma.example', 'b@żółty.example', 'ć@d.example');
  const entry = fc.oneof(
    phone.map((value) => ({ kind: 'phone' as const, value })),
    email.map((value) => ({ kind: 'email' as const, value })),
  );
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: (each) => each.value }), (sent) => {
      const once = settledContactPoints(sent, [], TODAY);
      t.deepEqual(settledContactPoints(contactPoints.parse(once), once, TODAY), once);
    }),
  );
});
