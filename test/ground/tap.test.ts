import test from 'ava';
import { closingLine, tapReader } from '#test/support/tap.ts';

function read(text: string) {
  const told: string[] = [];
  const reader = tapReader({
    passed: (title) => told.push(`passed ${title}`),
    skipped: (title) => told.push(`skipped ${title}`),
    failed: (title, evidence) => told.push(`failed ${title}: ${evidence.replaceAll('\n', '|')}`),
    other: (line) => told.push(`other ${line}`),
  });
  for (const line of text.split('\n')) reader.line(line);
  reader.end();
  return { told, closing: closingLine(reader.tally) };
}

test('every kind of result is told once and counted once', (t) => {
  const { told, closing } = read(`TAP version 13
ok 1 - people › a card is made
not ok 2 - people › a card is merged
  ---
    name: AssertionError
    message: 'not ok 9 - quoted'
  ...
    # what the test logged
ok 3 - people › later # SKIP
not ok 4 - people › some day # TODO
ok 5

1..5
# tests 5
# pass 2
# fail 1`);
  t.deepEqual(told, [
    'passed people › a card is made',
    "failed people › a card is merged: name: AssertionError|message: 'not ok 9 - quoted'",
    'other     # what the test logged',
    'skipped people › later',
    'skipped people › some day',
    'passed a test without a title',
  ]);
  t.is(closing, '2 passed, 1 failed, 2 skipped');
});

test('a failure whose evidence is cut off by a crash still counts and is told', (t) => {
  const { told, closing } = read('not ok 1 - the process was killed\n  ---\n    name: Error');
  t.deepEqual(told, ['failed the process was killed: name: Error']);
  t.is(closing, '0 passed, 1 failed, 0 skipped');
});

test('a failure without evidence is told when the next test reports', (t) => {
  const { told } = read('not ok 1 - gone\nok 2 - here');
  t.deepEqual(told, ['failed gone: ', 'passed here']);
});
