// One row for everybody, newer over older, and what was seen stays while it is read again.

import test from 'ava';
import type { Api } from '#widgets/kernel/api.ts';
import { listOf } from '#widgets/kernel/lists.ts';
import { Store } from '#widgets/kernel/records.ts';
import type { Row } from '#widgets/kernel/refs.ts';
import { Refusal } from '#widgets/kernel/refusal.ts';

type Answer = unknown | (() => unknown);

/** An API that answers from a table and remembers what it was asked. */
function house(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const answer = async (what: string) => {
    asked.push(what);
    const given = answers[what];
    const value = typeof given === 'function' ? (given as () => unknown)() : given;
    if (value instanceof Error) throw value;
    if (value === undefined) throw new Refusal(404, { code: 'record.missing' });
    return value;
  };
  const query = (path: string, params: Record<string, unknown> = {}) => {
    const given = Object.entries(params).filter(([, value]) => value != null);
    return given.length === 0 ? path : `${path}?${given.map((pair) => pair.join('=')).join('&')}`;
  };
  const api = {
    get: (path: string) => answer(path),
    list: (path: string, params: Record<string, unknown>) => answer(query(path, params)),
    post: (path: string) => answer(`POST ${path}`),
    patch: (path: string, version: number) => answer(`PATCH ${path} ${version}`),
    delete: (path: string) => answer(`DELETE ${path}`),
  } as unknown as Api;
  return { store: new Store(api), asked, answers };
}

const person = (version: number, more: Partial<Row> = {}): Row => ({
  id: '1',
  entity: 'person',
  version,
  ...more,
});
const ref = { entity: 'person', id: '1' };
const rest = () => new Promise((resolve) => setTimeout(resolve, 120));

test('two who look at one card make one request and see one row', async (t) => {
  const { store, asked } = house({ '/api/persons/1': person(1, { name: 'Ewa' }) });
  let drawn = 0;
  store.record(ref).observe(() => (drawn += 1));
  store.record('person:1').observe(() => {});
  await rest();
  t.deepEqual(asked, ['/api/persons/1']);
  t.is(store.record(ref).row?.name, 'Ewa');
  t.true(drawn > 0);
});

test('a newer version is kept over an older one that comes late; an equal one is made fuller', (t) => {
  const { store } = house({});
  store.take(person(3, { name: 'Ewa', text: 'long' }));
  store.take(person(2, { name: 'old' }));
  t.is(store.known(ref)?.name, 'Ewa');
  store.take(person(3, { name: 'Ewa' }));
  t.is(store.known(ref)?.text, 'long');
  store.take(person(4, { name: 'Ewa Nowa' }));
  t.is(store.known(ref)?.text, undefined);
});

test('many news make one read; news of what is known make none', async (t) => {
  const { store, asked } = house({ '/api/persons/1': () => person(asked.length) });
  store.record(ref).observe(() => {});
  await rest();
  for (const version of [2, 3, 4]) store.heard({ entity: 'person', id: '1', version });
  await rest();
  t.is(asked.length, 2);
  store.heard({ entity: 'person', id: '1', version: 1 });
  await rest();
  t.is(asked.length, 2);
  store.heard({ entity: 'person', id: '1', version: null });
  await rest();
  t.is(asked.length, 3, 'news without a version are always looked at');
});

test('a read that runs when news come is followed by one more', async (t) => {
  let end = (_row: Row) => {};
  const { store, asked } = house({
    '/api/persons/1': () => new Promise((resolve) => (end = resolve as typeof end)),
  });
  const card = store.record(ref);
  card.observe(() => {});
  const second = card.refetch();
  end(person(1));
  await rest();
  end(person(2));
  await second;
  t.is(asked.length, 2);
  t.is(card.row?.version, 2);
});

test('what was asked for before its topic was joined is read once more, what was asked for later is not', async (t) => {
  const { store, asked } = house({ '/api/timeline?about=person:1': { items: [], next: null } });
  const lines = listOf(store, '/api/timeline', { about: 'person:1' });
  lines.observe(() => {});
  await rest();
  const joined = Date.now();
  lines.missed(joined);
  lines.missed(joined);
  await rest();
  t.is(asked.length, 2);
  lines.missed(joined);
  await rest();
  t.is(asked.length, 2);
});

test('what nobody looks at is read when somebody looks again', async (t) => {
  const { store, asked } = house({ '/api/persons/1': person(1) });
  const stop = store.record(ref).observe(() => {});
  await rest();
  stop();
  store.heard({ entity: 'person', id: '1', version: 2 });
  await rest();
  t.is(asked.length, 1);
  store.record(ref).observe(() => {});
  await rest();
  t.is(asked.length, 2);
});

test('a failed read keeps what was seen; what may no longer be seen is not kept', async (t) => {
  const { store, answers } = house({ '/api/persons/1': person(1, { name: 'Ewa' }) });
  const card = store.record(ref);
  card.observe(() => {});
  await rest();
  answers['/api/persons/1'] = new Refusal(0);
  await card.refetch();
  t.is(card.refusal?.kind, 'offline');
  t.is(card.row?.name, 'Ewa');
  answers['/api/persons/1'] = new Refusal(404);
  await card.refetch();
  t.is(card.refusal?.kind, 'missing');
  t.is(card.row, null);
});

test('a list reads on, and reading again does not shorten it', async (t) => {
  const row = (id: string): Row => ({ id, entity: 'message', version: 1 });
  const { store, asked } = house({
    '/api/messages?thread=9': { items: [row('a'), row('b')], next: 'c1' },
    '/api/messages?thread=9&cursor=c1': { items: [row('c')], next: null },
  });
  const list = listOf(store, '/api/messages', { thread: '9' });
  list.observe(() => {});
  await rest();
  await list.more();
  t.deepEqual(
    list.items.map(({ id }) => id),
    ['a', 'b', 'c'],
  );
  await list.refetch();
  t.deepEqual(
    list.items.map(({ id }) => id),
    ['a', 'b', 'c'],
  );
  await list.more();
  t.is(asked.length, 4, 'the last page has no next');
});

test('a change is shown at once, and taken back when it is refused', async (t) => {
  const { store, answers } = house({
    'PATCH /api/persons/1 1': new Refusal(422, { code: 'person.invalid' }),
  });
  store.take(person(1, { language: 'pl' }));
  const saving = store.patch(ref, { language: 'xx' });
  await Promise.resolve();
  await t.throwsAsync(saving, { instanceOf: Refusal });
  t.is(store.known(ref)?.language, 'pl');
  answers['PATCH /api/persons/1 1'] = person(2, { language: 'tr' });
  await store.patch(ref, { language: 'tr' });
  t.is(store.known(ref)?.version, 2);
});

test('a change upon an old version leaves the record as it now stands', async (t) => {
  const current = person(5, { language: 'tr' });
  const { store } = house({ 'PATCH /api/persons/1 4': new Refusal(412, { code: 'person.stale', current }) });
  store.take(person(4, { language: 'pl' }));
  const refusal = await t.throwsAsync<Refusal>(store.patch(ref, { language: 'en' }));
  t.is(refusal?.kind, 'conflict');
  t.deepEqual(store.known(ref), current);
});

test('a record that was made brings its lists up to date', async (t) => {
  const row: Row = { id: 'n', entity: 'message', version: 1 };
  const { store, asked } = house({ '/api/messages': { items: [], next: null }, 'POST /api/messages': row });
  listOf(store, '/api/messages').observe(() => {});
  await rest();
  await store.create('/api/messages', {});
  await rest();
  t.is(asked.filter((what) => what === '/api/messages').length, 2);
});
