import { room } from '#kernel/room.ts';
import { forgetAnswers } from './once.ts';
import { ROUTES } from './routes.ts';

export default room({
  name: 'records',
  says: 'Reading records: lists, single records, their form in the API, and the operations that every entity has there.',
  routes: ROUTES,
  timers: [forgetAnswers],
});
