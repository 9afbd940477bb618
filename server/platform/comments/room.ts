import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/access/limits.ts';
import '#platform/catalog/catalog.ts';
import '#platform/notify/topics.ts';
import '#platform/records/declared.ts';
import { resource } from '#platform/records/resource.ts';
import { cardCommentAlerts, mentionAlerts } from './alerts.ts';
import { addComment, changeComment, closeComment, restoreComment } from './commands.ts';
import { aboutField, Comment, commentEntity } from './model.ts';
import { commentPolicy } from './policy.ts';

export default room({
  name: 'comments',
  says: 'What colleagues say to each other about a record, with those they call upon.',
  entities: [commentEntity],
  policies: [commentPolicy],
  commands: [addComment, changeComment, closeComment, restoreComment],
  routes: resource({
    entity: commentEntity,
    add: addComment,
    change: changeComment,
    close: closeComment,
    restore: restoreComment,
  }),
  aboutness: [{ entity: 'comment', about: (card) => ({ field: 'about', is: { ...card } }) }],
  fieldSources: [{ says: 'What can be commented on, as the rooms say.', fields: aboutField }],
  texts: readTexts(import.meta.dirname),
  alerts: [mentionAlerts, cardCommentAlerts],
  newsTopics: [{ entity: 'comment', topics: recordTopics }],
});

/** Who looks at the record sees what is said of it. */
async function recordTopics(id: string): Promise<string[]> {
  const comment = await Comment.query().findById(id);
  return comment === undefined ? [] : [`${comment.aboutEntity}:${comment.aboutId}`];
}
