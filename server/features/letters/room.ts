import { inHouse } from '#kernel/house.ts';
import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/access/policy.ts';
import '#platform/files/api.ts';
import '#platform/records/declared.ts';
import '#platform/settings/api.ts';
import { LETTER_COMMANDS } from './commands.ts';
import { lettersDemo } from './demo.ts';
import { freeStaleClaims, freezingHand } from './freezing/hand.ts';
import { LETTER_LISTENERS } from './listeners.ts';
import { letterEntity } from './model.ts';
import { letterPolicy } from './policy.ts';
import { letterPresenter } from './present.ts';
import { LETTER_ROUTES } from './routes.ts';
import { LETTER_SETTINGS } from './settings.ts';

export default room({
  name: 'letters',
  says: 'Letters to many: written once, frozen for each, sent one by one, with proof.',
  entities: [letterEntity],
  policies: [letterPolicy],
  presenters: [letterPresenter],
  documentOwners: ['letter'],
  settings: LETTER_SETTINGS,
  commands: LETTER_COMMANDS,
  routes: LETTER_ROUTES,
  listeners: LETTER_LISTENERS,
  hands: [freezingHand],
  demos: [lettersDemo],
  texts: readTexts(import.meta.dirname),
  opens: (house) => inHouse(house, freeStaleClaims),
});
