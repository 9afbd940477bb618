import { inHouse } from '#kernel/house.ts';
import { room } from '#kernel/room.ts';
import { loadSettings, SYSTEM_SETTINGS } from './api.ts';

export default room({
  name: 'settings',
  says: 'What people set in the console, below what the environment and the file hold.',
  settings: SYSTEM_SETTINGS,
  hands: [
    {
      name: 'settings.reading',
      says: 'Sees settings that another process has changed.',
      wakesOn: [],
      everyMs: 5000,
      async turn() {
        await loadSettings();
        return false;
      },
    },
  ],
  async opens(house) {
    await inHouse(house, loadSettings);
  },
});
