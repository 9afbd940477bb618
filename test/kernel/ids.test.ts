import test from 'ava';
import { isId, momentOf, newId } from '#kernel/ids.ts';

test('ids made one after the other sort in that order, also within a millisecond', (t) => {
  const ids = Array.from({ length: 5000 }, () => newId());
  t.deepEqual([...ids].sort(), ids);
  t.is(new Set(ids).size, ids.length);
  t.true(ids.every(isId));
});

test('an id tells its moment', (t) => {
  const at = Date.now() + 60_000;
  t.is(momentOf(newId(at)), at);
});

test('a clock that is set back does not make older ids', (t) => {
  const first = newId(Date.now() + 120_000);
  t.true(newId(1) > first);
});
