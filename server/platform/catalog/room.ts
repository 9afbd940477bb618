import { room } from '#kernel/room.ts';
import { catalog } from './catalog.ts';
import { ROUTES } from './routes.ts';

export default room({
  name: 'catalog',
  says: 'What records can be: entities, their fields and the types of these, fixed ones and those added while the house runs.',
  routes: ROUTES,
  // Policies are compiled without waiting, so the catalog must be known before the first question.
  opens: async () => void (await catalog()),
});
