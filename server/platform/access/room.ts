import { room } from '#kernel/room.ts';

export default room({
  name: 'access',
  says: 'Users, roles, teams and policies; sessions, API tokens and widget tokens.',
});
