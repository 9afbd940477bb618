import test from 'ava';
import { checkNode, checkQuery } from '#platform/query/check.ts';
import type { Query } from '#platform/query/tree.ts';
import { worker } from '#test/contracts/query/acme.ts';
import { CATALOG } from '#test/contracts/query/trees.ts';

const options = { catalog: CATALOG };

/** Places and codes of what is wrong with a tree over workers. */
function refusals(where: unknown): string[] {
  try {
    checkNode(where, worker, options);
    return [];
  } catch (error) {
    return (error as { facts: { errors: { path: string; code: string }[] } }).facts.errors.map(
      ({ path, code }) => `${path} ${code}`,
    );
  }
}

test('what cannot be asked is refused with its place', (t) => {
  const wrong: [unknown, string][] = [
    [7, 'where query.node'],
    [{}, 'where query.node'],
    [{ all: [], any: [] }, 'where query.node'],
    [{ all: { field: 'name', is: 'x' } }, 'where.all query.node'],
    [{ not: [] }, 'where.not query.node'],
    [{ xor: [] }, 'where query.node'],
    [{ field: 'unheard', is: 1 }, 'where.field query.field'],
    [{ field: 'secret', is: 'x' }, 'where.field query.field'],
    [{ field: 'jobs.title', is: 'x' }, 'where.field query.field'],
    [{ field: 'chief.chief.chief.chief.chief.chief.name', is: 'x' }, 'where.field query.field'],
    [{ field: '__proto__', is: 'x' }, 'where.field query.field'],
    [{ field: ['name'], is: 'x' }, 'where.field query.field'],
    [{ field: 'name' }, 'where query.operator'],
    [{ field: 'name', is: 'x', in: ['x'] }, 'where query.operator'],
    [{ field: 'name', over: 3 }, 'where.over query.operator'],
    [{ field: 'nick', contains: 'x' }, 'where.contains query.operator'],
    [{ field: 'name', constructor: 'x' }, 'where.constructor query.operator'],
    [{ field: 'name', is: 7 }, 'where.is query.unfit'],
    [{ field: 'name', is: ' ' }, 'where.is query.unfit'],
    [{ field: 'name', contains: '\u0301' }, 'where.contains query.unfit'],
    [{ field: 'name', in: ['x', 7] }, 'where.in.1 query.unfit'],
    [{ field: 'name', is: 'x'.repeat(1001) }, 'where.is query.unfit'],
    [{ field: 'score', over: 1.5 }, 'where.over query.unfit'],
    [{ field: 'score', over: '3' }, 'where.over query.unfit'],
    [{ field: 'score', between: [1] }, 'where.between query.unfit'],
    [{ field: 'score', in: Array.from({ length: 1001 }, (_, n) => n) }, 'where.in query.unfit'],
    [{ field: 'age', over: -1 }, 'where.over query.unfit'],
    [{ field: 'birthDate', before: '2026-02-29' }, 'where.before query.unfit'],
    [{ field: 'birthDate', before: 'yesterday' }, 'where.before query.unfit'],
    [{ field: 'birthDate', during: 'this-decade' }, 'where.during query.unfit'],
    [{ field: 'seenAt', after: '2026-11-24T08:00:00' }, 'where.after query.unfit'],
    [{ field: 'active', is: 1 }, 'where.is query.unfit'],
    [{ field: 'language', is: 'de' }, 'where.is query.unfit'],
    [{ field: 'chief', is: 'me' }, 'where.is query.unfit'],
    [{ field: 'chief', is: { entity: 'firm', id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' } }, 'where.is query.unfit'],
    [{ field: 'name', known: 'yes' }, 'where.known query.unfit'],
    [{ some: 'unheard' }, 'where.some query.relation'],
    [{ some: 'jobs', none: 'jobs' }, 'where query.node'],
    [{ some: 'jobs', all: [], any: [] }, 'where query.node'],
    [{ some: 'jobs', title: 'x' }, 'where.title query.key'],
    [{ some: 'jobs', atLeast: -1 }, 'where.atLeast query.unfit'],
    [{ none: 'jobs', atLeast: 1 }, 'where.atLeast query.node'],
    [{ some: 'chief', atLeast: 1 }, 'where.atLeast query.node'],
    [{ some: 'deals', atLeast: 1, sum: { field: 'amount', over: 1 } }, 'where query.node'],
    [{ some: 'deals', sum: { field: 'on', over: 1 } }, 'where.sum.field query.type'],
    [{ some: 'deals', sum: { field: 'amount' } }, 'where.sum query.operator'],
    [{ some: 'deals', ever: true }, 'where.ever query.unfit'],
    [{ some: 'jobs', all: [{ field: 'firm.sector', over: 1 }] }, 'where.all.0.over query.operator'],
  ];
  for (const [where, place] of wrong)
    t.deepEqual(refusals(where), [place], JSON.stringify(where)?.slice(0, 100));
});

test('everything that is wrong is told at once, up to twenty places', (t) => {
  t.deepEqual(
    refusals({
      all: [{ field: 'a', is: 1 }, { field: 'name', is: 'x' }, { any: [{ field: 'score', is: 'x' }] }],
    }),
    ['where.all.0.field query.field', 'where.all.2.any.0.is query.unfit'],
  );
  t.is(refusals({ all: Array.from({ length: 100 }, () => ({ field: 'a', is: 1 })) }).length, 20);
});

test('trees that are too deep or too large to be meant are refused', (t) => {
  const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
    depth === 0 ? { field: 'score', is: 1 } : wrap(nested(depth - 1, wrap));
  t.deepEqual(refusals(nested(11, (not) => ({ not }))), []);
  t.deepEqual(refusals(nested(12, (not) => ({ not }))).length, 1);
  t.regex(refusals(nested(5000, (not) => ({ not })))[0] ?? '', /query\.size$/);
  const chiefs = (depth: number) => nested(depth, (inner) => ({ some: 'chief', all: [inner] }));
  t.deepEqual(refusals(chiefs(5)), []);
  t.regex(refusals(chiefs(6))[0] ?? '', /query\.size$/);
  const many = (count: number) => ({
    any: Array.from({ length: count }, (_, is) => ({ field: 'score', is })),
  });
  t.deepEqual(refusals(many(299)), []);
  t.deepEqual(refusals(many(100_000)), ['where.any.299 query.size']);
});

test('a whole question has an entity and, if need be, a day', (t) => {
  const query: Query = { of: 'worker', where: { field: 'score', over: 1 }, asOf: '2020-01-01' };
  t.like(checkQuery(query, options), {
    of: { name: 'worker' },
    asOf: '2020-01-01',
    where: { kind: 'field' },
  });
  t.deepEqual(checkQuery({ of: 'firm' }, options).where, { kind: 'all', parts: [] });
  for (const [wrong, place] of [
    [null, ''],
    [{}, 'of'],
    [{ of: 'toString' }, 'of'],
    [{ of: 'worker', asOf: 'today' }, 'asOf'],
    [{ of: 'worker', select: '*' }, 'select'],
  ] as const) {
    const error: any = t.throws(() => checkQuery(wrong, options));
    t.is(error.facts.errors[0].path, place);
  }
});
