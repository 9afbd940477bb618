import test from 'ava';
import { allPlaces, placesFor } from '../../docs/tools/where.ts';

const questions: [question: string, answer: RegExp][] = [
  ['a field to a person', /features\/people\/model/],
  ['where do I add a field on a card', /features\/people\/model/],
  ['a step to the pipeline', /mailroom\/pipeline/],
  ['pipeline step', /mailroom\/pipeline/],
  ['channel', /messages\/channels/],
  ['a new channel', /messages\/channels/],
  ['timer', /timers/],
  ['route', /routes/],
  ['API call', /routes/],
  ['text', /texts\//],
  ['translation', /texts\//],
  ['Polish words', /texts\//],
  ['setting', /kernel\/config/],
  ['LOBI_PUBLIC_URL', /kernel\/config/],
  ['element', /widgets\//],
  ['migration', /migrations\//],
  ['field type', /catalog\/types/],
  ['query operator', /platform\/query/],
  ['permission', /policy/],
  ['who may see', /policy/],
  ['event', /events/],
  ['command', /commands/],
  ['a test', /test\//],
  ['docker', /Dockerfile|docker/],
  ['decision', /decisions/],
];

const places = allPlaces();
for (const [question, answer] of questions) {
  test(`"${question}" is answered first by ${answer.source}`, (t) => {
    t.regex(placesFor(question.split(' '), places)[0]?.where ?? 'nothing', answer);
  });
}

test('nonsense is answered by nothing', (t) => {
  t.deepEqual(placesFor(['xyzzy'], places), []);
});
