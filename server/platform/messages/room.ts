import { inHouse } from '#kernel/house.ts';
import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import { MESSAGE_COMMANDS } from './commands.ts';
import { DKIM_COMMANDS } from './dkim/commands.ts';
import { DOCTOR_ROUTES } from './doctor/routes.ts';
import { messageEntity, recipientEntity } from './entities.ts';
import { MESSAGE_LISTENERS } from './listeners.ts';
import { noticeJob } from './notices.ts';
import { PICTURE_COMMANDS } from './pictures/commands.ts';
import { picturesPresenter } from './pictures/present.ts';
import { PICTURE_ROUTES } from './pictures/routes.ts';
import { recipientPolicy } from './policy.ts';
import { messagePresenter, recipientPresenter } from './presenting.ts';
import { closeDesk, sendingHand } from './queue/hand.ts';
import { messageRoutes } from './routes.ts';
import { MESSAGE_SETTINGS } from './settings.ts';
import { MESSAGE_VERIFICATIONS } from './verification.ts';

export default room({
  name: 'messages',
  says: 'The post office: anything sent or received, its recipients and every attempt, and the queue that sends.',
  entities: [messageEntity, recipientEntity],
  policies: [recipientPolicy],
  presenters: [messagePresenter, recipientPresenter, picturesPresenter],
  documentOwners: ['message'],
  settings: MESSAGE_SETTINGS,
  commands: [...MESSAGE_COMMANDS, ...PICTURE_COMMANDS, ...DKIM_COMMANDS],
  routes: [...messageRoutes, ...PICTURE_ROUTES, ...DOCTOR_ROUTES],
  listeners: MESSAGE_LISTENERS,
  jobs: [noticeJob],
  hands: [sendingHand],
  verifications: MESSAGE_VERIFICATIONS,
  texts: readTexts(import.meta.dirname),
  closes: (house) => inHouse(house, closeDesk),
});
