// What the console computes without a browser: addresses, filters, stretches of days, the picture of a tree.

import test from 'ava';
import { owedFor, stretchOf } from '#widgets/console/mail/threads.ts';
import { filtersOf, whereOf, withFilters } from '#widgets/console/people/filters.ts';
import { treeOf } from '#widgets/console/people/tree-picture.ts';
import { readRoute, withQuery } from '#widgets/console/route.ts';
import { sizeOf } from '#widgets/console/size.ts';

test('an address tells place, parts and query; the root is the mail', (t) => {
  t.is(readRoute({ pathname: '/', search: '' }).place, 'mail');
  const card = readRoute({ pathname: '/people/person%3A01J', search: '?part=facts' });
  t.deepEqual([card.place, card.parts, card.query.get('part')], ['people', ['person:01J'], 'facts']);
  t.is(readRoute({ pathname: '/elsewhere', search: '' }).place, 'nowhere');
});

test('a part of the query is set and taken out, the others stay', (t) => {
  const query = new URLSearchParams('box=M1&view=mine');
  t.is(withQuery('/mail', query, { view: null }), '/mail?box=M1');
  t.is(withQuery('/mail', query, { q: 'łódź' }), '/mail?box=M1&view=mine&q=%C5%82%C3%B3d%C5%BA');
  t.is(withQuery('/mail', new URLSearchParams()), '/mail');
});

test('filters stand in the address and become a query tree: one field any of, several fields all of, trees with all below', (t) => {
  const query = new URLSearchParams('of=organisation&f=sector:food&f=region:marmara&f=region:karadeniz');
  const fields = ['sector', 'region'].map((key) => ({ key, type: 'criteria', label: key }));
  const filters = filtersOf(query);
  t.deepEqual(whereOf(filters, fields), {
    all: [
      { field: 'sector', under: 'food' },
      {
        any: [
          { field: 'region', under: 'marmara' },
          { field: 'region', under: 'karadeniz' },
        ],
      },
    ],
  });
  t.deepEqual(whereOf([{ field: 'kinds', value: 'customer' }], []), { field: 'kinds', is: 'customer' });
  t.is(whereOf([], []), null);
  t.is(withFilters(query, filters.slice(0, 1)).toString(), 'of=organisation&f=sector%3Afood');
});

test('days are told as people look back on them, weeks from Monday', (t) => {
  const today = '2026-11-25'; // a Wednesday
  const told = ['2026-11-25', '2026-11-24', '2026-11-23', '2026-11-22', '2026-11-16', '2026-11-15'].map(
    (day) => stretchOf(day, today),
  );
  t.deepEqual(told, ['today', 'yesterday', 'week', 'lastWeek', 'lastWeek', 'older']);
  t.is(stretchOf('2026-11-26', today), 'today', 'a clock that is ahead of ours makes no future');
});

test('an owed answer counts minutes, hours and days', (t) => {
  const now = new Date('2026-11-24T09:00:00Z');
  t.deepEqual(owedFor('2026-11-24T08:59:50Z', now), { count: 1, unit: 'minute' });
  t.deepEqual(owedFor('2026-11-24T05:30:00Z', now), { count: 4, unit: 'hour' });
  t.deepEqual(owedFor('2026-11-21T09:00:00Z', now), { count: 3, unit: 'day' });
});

test('the picture of a tree puts the firm among its siblings, the parent above, the daughters below, and nothing outside', (t) => {
  const firm = (id: string) => ({ entity: 'organisation', id, label: id });
  const { boxes, width, height, lines } = treeOf({
    me: firm('me'),
    parent: firm('up'),
    siblings: ['a', 'b', 'c'].map(firm),
    children: ['d', 'e'].map(firm),
  });
  const box = (id: string) => boxes.find(({ of }) => of.id === id)!;
  t.is(boxes.length, 7);
  t.true(box('up').y < box('me').y && box('me').y < box('d').y);
  t.true(box('a').x < box('me').x && box('me').x < box('b').x);
  t.true(
    boxes.every(
      ({ x, y, width: wide, height: high }) => x >= 0 && y >= 0 && x + wide <= width && y + high <= height,
    ),
  );
  t.false(lines.includes('NaN'));
});

test('sizes are said in the reader’s numbers', (t) => {
  t.is(sizeOf(1_234_567, 'en'), '1.2 MB');
  t.is(sizeOf(38_000, 'pl'), '38 kB');
  t.is(sizeOf(0, 'tr'), '0 bayt');
});
