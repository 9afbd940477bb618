import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { type Route, route } from '#kernel/http/route.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { changeTag, closeTag, mergeTag } from './commands.ts';
import { tagEntity } from './tag.ts';

export const TAG_ROUTES: readonly Route[] = [
  ...resource({ entity: tagEntity, change: changeTag, close: closeTag }),
  route({
    method: 'POST',
    path: '/api/tags/:id/merge',
    says: `${mergeTag.says} Answers the tag that stays.`,
    takes: {
      params: z.object({ id: z.string().max(60) }),
      body: z.strictObject({ into: z.string().max(60) }),
    },
    status: 200,
    async handle({ actor, params: { id }, body }) {
      await show('tag', id, actor);
      const { id: stays } = await run(mergeTag, { id, into: body.into }, actor);
      return show('tag', stays, actor);
    },
  }),
];
