import { inHouse } from '#kernel/house.ts';
import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/files/api.ts';
import '#platform/notify/topics.ts';
import { cardAlerts, mailAlerts } from './alerts.ts';
import { retryArrival } from './commands/arrivals.ts';
import {
  addMailbox,
  addMember,
  changeMailbox,
  closeMailbox,
  removeMember,
  restoreMailbox,
} from './commands/mailboxes.ts';
import { changeThread, closeThread, forgetThread, seeThread } from './commands/threads.ts';
import { mailroomDemo } from './demo/furnish.ts';
import { ELEMENTS } from './elements.ts';
import { mailboxEntity, threadEntity } from './entities.ts';
import { mailboxesPortfolio, threadsPortfolio } from './portfolios.ts';
import './events.ts';
import { closeFiling, filingHand, freeStaleClaims, readers } from './filing.ts';
import { linkJob, MAILROOM_LISTENERS, staleJob } from './listeners.ts';
import { mailboxPolicy, messagePolicy, threadPolicy } from './policy.ts';
import { filer, receiver, senders } from './post.ts';
import { messagePresenter, threadPresenter } from './present.ts';
import { MAILROOM_ROUTES } from './routes.ts';
import { mailboxWords, textsOfMessages } from './search.ts';
import { MAILROOM_SETTINGS } from './settings.ts';

export default room({
  name: 'mailroom',
  says: 'Mailboxes, what arrives in them, and the threads it makes.',
  entities: [mailboxEntity, threadEntity],
  policies: [mailboxPolicy, messagePolicy, threadPolicy],
  presenters: [threadPresenter, messagePresenter],
  settings: MAILROOM_SETTINGS,
  commands: [
    addMailbox,
    changeMailbox,
    closeMailbox,
    restoreMailbox,
    addMember,
    removeMember,
    changeThread,
    closeThread,
    seeThread,
    forgetThread,
    retryArrival,
  ],
  routes: MAILROOM_ROUTES,
  listeners: MAILROOM_LISTENERS,
  jobs: [linkJob, staleJob],
  alerts: [mailAlerts, cardAlerts],
  hands: [filingHand],
  senders: [senders],
  filers: [filer],
  receivers: [receiver],
  rawOpeners: [{ name: 'mailroom.attachments', open: (raw, part) => readers().open(raw, part) }],
  searchable: [{ entity: 'message', moment: 'at', texts: textsOfMessages }],
  elements: ELEMENTS,
  portfolios: [mailboxesPortfolio, threadsPortfolio],
  searchWords: [{ name: 'mailroom.mailboxes', words: mailboxWords }],
  demos: [mailroomDemo],
  texts: readTexts(import.meta.dirname),
  opens: (house) => inHouse(house, freeStaleClaims),
  closes: (house) => inHouse(house, closeFiling),
});
