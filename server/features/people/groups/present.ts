import type { Presenter } from '#platform/records/declared.ts';
import type { Question } from './question.ts';
import { sentencesOfQuestion } from './question.ts';

export const groupPresenter: Presenter = {
  entity: 'group',
  says: 'The question as a sentence, with the single record.',
  needs: ['of', 'where', 'asOf', 'pinned', 'excluded'],
  async present(rows, actor, whole) {
    const found = new Map<string, Record<string, unknown>>();
    for (const row of rows) {
      const question = row as unknown as Question;
      // A condition may ask for a field or a set that is gone, or that this reader is not shown: then it has no words.
      const sentence = whole
        ? await sentencesOfQuestion(question, actor).then(
            (said) => said[actor.language as 'en'],
            () => '',
          )
        : undefined;
      found.set(row.id, sentence === undefined ? {} : { sentence });
    }
    return found;
  },
};
