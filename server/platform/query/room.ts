import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';

export default room({
  name: 'query',
  says: 'One language for lists, groups, rules and policies: a tree that is checked, said, matched in memory and compiled to SQL.',
  texts: readTexts(import.meta.dirname),
});
