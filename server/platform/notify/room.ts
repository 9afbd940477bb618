import { room } from '#kernel/room.ts';

export default room({
  name: 'notify',
  says: 'Who hears of what: thin news for those who watch.',
});
