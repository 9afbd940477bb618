// Two people at one card: what only one of them touched is joined, what both touched is asked about.

import test from 'ava';
import { Form, same } from '#widgets/kernel/form.ts';
import type { Store } from '#widgets/kernel/records.ts';
import type { Row } from '#widgets/kernel/refs.ts';
import { Refusal } from '#widgets/kernel/refusal.ts';

const description = {
  entity: 'person',
  fields: [
    { key: 'givenName', type: 'text', label: 'Given name', required: true },
    { key: 'language', type: 'choice', label: 'Language' },
    { key: 'tags', type: 'words', label: 'Tags', many: true },
    { key: 'contactPoints', type: 'shape', label: 'Ways' },
  ],
};
const ewa: Row = {
  id: '1',
  entity: 'person',
  version: 3,
  givenName: 'Ewa',
  language: 'pl',
  tags: ['a'],
  contactPoints: [],
};

function store(answer: unknown) {
  const sent: unknown[] = [];
  const write = async (...given: unknown[]) => {
    sent.push(given);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, store: { api: { patch: write, post: write }, take() {}, touch() {} } as unknown as Store };
}

test('only what was changed is sent, with the version it was changed upon', async (t) => {
  const { sent, store: s } = store({ ...ewa, version: 4, language: 'tr' });
  const form = new Form(description, ewa);
  form.set('language', 'tr');
  form.set('tags', ['a']);
  t.deepEqual(form.dirty, ['language']);
  t.is((await form.save(s))?.version, 4);
  t.deepEqual(sent, [['/api/persons/1', 3, { language: 'tr' }]]);
  t.deepEqual(form.dirty, []);
});

test('a value that is set back is no change', (t) => {
  const form = new Form(description, ewa);
  form.set('givenName', 'Eva');
  form.set('givenName', 'Ewa');
  t.deepEqual(form.dirty, []);
});

test('a required field that is empty is not even sent', async (t) => {
  const { sent, store: s } = store({});
  const form = new Form(description, ewa);
  form.set('givenName', '');
  t.is(await form.save(s), null);
  t.true(form.faults.has('givenName'));
  t.deepEqual(sent, []);
});

test('faults stand at their fields, also those inside, and go when the field is touched', async (t) => {
  const errors = [
    { path: 'contactPoints.0.value', code: 'web', detail: 'is no web address' },
    { path: 'somewhere', code: 'x', detail: 'elsewhere' },
  ];
  const { store: s } = store(new Refusal(422, { code: 'person.invalid', errors }));
  const form = new Form(description, ewa);
  form.set('contactPoints', [{ kind: 'web', value: '?' }]);
  await form.save(s);
  t.is(form.fault('contactPoints'), 'is no web address');
  t.deepEqual(form.loose, ['elsewhere']);
  form.set('contactPoints', [{ kind: 'web', value: 'https://a.example' }]);
  t.is(form.fault('contactPoints'), '');
});

test('the second writer sees the difference, decides, and saves upon the new version', async (t) => {
  const current = { ...ewa, version: 5, givenName: 'Ewelina', language: 'en', tags: ['a', 'b'] };
  const first = store(new Refusal(412, { code: 'person.stale', current }));
  const form = new Form(description, ewa);
  form.set('givenName', 'Eva');
  form.set('contactPoints', [{ kind: 'email', value: 'ewa@firma.example' }]);
  t.is(await form.save(first.store), null);
  t.deepEqual(form.clashes, [{ key: 'givenName', mine: 'Eva', theirs: 'Ewelina' }]);
  t.is(
    form.value('tags') && (form.value('tags') as string[]).length,
    2,
    'what only the other changed is taken',
  );
  form.settle('givenName', 'theirs');
  t.is(form.value('givenName'), 'Ewelina');
  t.deepEqual(form.clashes, []);
  const second = store({ ...current, version: 6 });
  await form.save(second.store);
  t.deepEqual(second.sent, [
    ['/api/persons/1', 5, { contactPoints: [{ kind: 'email', value: 'ewa@firma.example' }] }],
  ]);
});

test('references are the same by what they name, not by their label', (t) => {
  t.true(same({ entity: 'user', id: '1', label: 'A' }, { entity: 'user', id: '1', label: 'B' }));
  t.false(same({ entity: 'user', id: '1' }, { entity: 'user', id: '2' }));
  t.true(same(null, ''));
  t.true(same([], undefined));
  t.false(same(0, ''));
});
