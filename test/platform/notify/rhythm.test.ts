// When a digest goes: in the zone of its reader, never in her quiet hours.

import test from 'ava';
import { nextDigest, presetRhythm, quietEnd, type Rhythm } from '#platform/notify/rhythm.ts';

const istanbul: Rhythm = { ...presetRhythm('Europe/Istanbul'), digest: 'daily' };
const warsaw: Rhythm = { ...istanbul, zone: 'Europe/Warsaw' };
/** A Tuesday, 09:00 in Istanbul, 07:00 in Warsaw. */
const at = new Date('2026-11-24T06:00:00.000Z');
const next = (rhythm: Rhythm, from = at) => nextDigest(rhythm, from)?.toISOString() ?? null;

test('nobody gets one who did not ask', (t) => {
  t.is(next(presetRhythm('Europe/Istanbul')), null);
});

test('a day’s, a week’s and an hour’s digest go by the reader’s clock', (t) => {
  t.is(next(istanbul), '2026-11-25T05:00:00.000Z', 'eight has gone by in Istanbul');
  t.is(next(warsaw), '2026-11-24T07:00:00.000Z', 'and is still to come in Warsaw');
  t.is(next({ ...istanbul, digest: 'hourly' }), '2026-11-24T07:00:00.000Z');
  t.is(next({ ...istanbul, digest: 'weekly', weekday: 5 }), '2026-11-27T05:00:00.000Z');
  t.is(next({ ...istanbul, digest: 'weekly', weekday: 7 }), '2026-11-29T05:00:00.000Z');
});

test('it is eight o’clock on both sides of the night when the clocks change', (t) => {
  const before = new Date('2026-10-24T20:00:00.000Z');
  t.is(next(warsaw, before), '2026-10-25T07:00:00.000Z');
  t.is(next(warsaw, new Date('2026-10-23T20:00:00.000Z')), '2026-10-24T06:00:00.000Z');
});

test('what falls into the quiet hours waits for their end, over midnight too', (t) => {
  const night = { quietFrom: '18:30', quietUntil: '07:30' };
  const hourly: Rhythm = { ...istanbul, digest: 'hourly', ...night };
  t.is(next(hourly, new Date('2026-11-24T15:10:00.000Z')), '2026-11-25T04:30:00.000Z');
  t.is(next(hourly, new Date('2026-11-24T14:10:00.000Z')), '2026-11-24T15:00:00.000Z');
  t.is(quietEnd(hourly, new Date('2026-11-24T04:29:59.000Z'))?.toISOString(), '2026-11-24T04:30:00.000Z');
  t.is(quietEnd(hourly, new Date('2026-11-24T04:30:00.000Z')), null, 'they end at their end');
  const noon: Rhythm = { ...hourly, quietFrom: '12:00', quietUntil: '13:30' };
  t.is(quietEnd(noon, new Date('2026-11-24T09:15:00.000Z'))?.toISOString(), '2026-11-24T10:30:00.000Z');
  t.is(quietEnd({ ...noon, quietUntil: '12:00' }, at), null, 'no time at all is none');
});
