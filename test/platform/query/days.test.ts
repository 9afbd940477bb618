import test from 'ava';
import fc from 'fast-check';
import { ageOn, bornUntil, dayOf, periodOf, plusDays, saysDay, startOf } from '#platform/query/days.ts';

test('who was born on 29 February ages on 1 March in other years', (t) => {
  t.is(ageOn('1988-02-29', '2027-02-28'), 38);
  t.is(ageOn('1988-02-29', '2027-03-01'), 39);
  t.is(ageOn('1988-02-29', '2028-02-28'), 39);
  t.is(ageOn('1988-02-29', '2028-02-29'), 40);
  t.true('1988-02-29' > bornUntil(39, '2027-02-28'));
  t.true('1988-02-29' <= bornUntil(39, '2027-03-01'));
});

test('so many years are completed exactly by those born until that day', (t) => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, fc.integer({ min: 0, max: 200 }), (born, today, years) =>
      t.is(ageOn(born, today) >= years, born <= bornUntil(years, today)),
    ),
  );
});

test('a day is said by its date or from today', (t) => {
  for (const text of ['2026-11-24', 'today', 'today-30d', 'today+2w', '2024-02-29'])
    t.true(saysDay(text), text);
  for (const text of [
    '2026-02-29',
    '2026-13-01',
    '26-11-24',
    'Today',
    'today-',
    'today-30',
    'today 30d',
    '9999-01-01',
    '2026-11-24T00:00:00Z',
    '',
  ])
    t.false(saysDay(text), text);
  const today = '2026-03-31';
  t.deepEqual(
    ['today', 'today-1d', 'today+1w', 'today-1m', 'today+1m', 'today-1y', 'today-9999y'].map((text) =>
      dayOf(text, today),
    ),
    ['2026-03-31', '2026-03-30', '2026-04-07', '2026-02-28', '2026-04-30', '2025-03-31', '0001-01-01'],
  );
  t.is(dayOf('today-1y', '2024-02-29'), '2023-02-28');
});

test('periods are whole weeks from Monday, months, quarters and years, or days up to today', (t) => {
  const today = '2026-11-29'; // a Sunday
  const said = (text: string) => Object.values(periodOf(text, today)).join(' ');
  t.is(said('this-week'), '2026-11-23 2026-11-29');
  t.is(said('next-week'), '2026-11-30 2026-12-06');
  t.is(said('last-month'), '2026-10-01 2026-10-31');
  t.is(said('next-month'), '2026-12-01 2026-12-31');
  t.is(said('this-quarter'), '2026-10-01 2026-12-31');
  t.is(said('next-quarter'), '2027-01-01 2027-03-31');
  t.is(said('last-year'), '2025-01-01 2025-12-31');
  t.is(said('last-7-days'), '2026-11-22 2026-11-29');
  t.is(said('next-1-days'), '2026-11-29 2026-11-30');
  t.is(said('tomorrow'), '2026-11-30 2026-11-30');
});

test('a day begins where the clocks of its zone first show it', (t) => {
  t.is(startOf('2026-11-24', 'Europe/Istanbul'), '2026-11-23T21:00:00.000Z');
  t.is(startOf('2026-03-29', 'Europe/Warsaw'), '2026-03-28T23:00:00.000Z');
  t.is(startOf('2026-03-30', 'Europe/Warsaw'), '2026-03-29T22:00:00.000Z');
  t.is(startOf('2026-10-26', 'Europe/Warsaw'), '2026-10-25T23:00:00.000Z');
  t.is(startOf('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z', 'midnight is skipped');
  t.is(startOf('2025-11-02', 'America/Havana'), '2025-11-02T04:00:00.000Z', 'midnight comes twice');
  t.is(startOf('2026-11-24', 'Asia/Kathmandu'), '2026-11-23T18:15:00.000Z');
});

test('every day of every year begins after the one before, and no moment is in two days', (t) => {
  for (const zone of [
    'Europe/Istanbul',
    'Europe/Warsaw',
    'Africa/Cairo',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
  ])
    for (let day = '2014-01-01'; day < '2027-01-01'; day = plusDays(day, 1)) {
      const [from, until] = [startOf(day, zone), startOf(plusDays(day, 1), zone)];
      const hours = (Date.parse(until) - Date.parse(from)) / 3_600_000;
      if (hours < 23 || hours > 25) t.fail(`${zone} ${day}: ${hours} hours`);
    }
  t.pass();
});
