import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/access/limits.ts';
import './alert-kind.ts';
import { changePreferences, followRecord, readAlert, readAlerts } from './commands.ts';
import { raising } from './raising.ts';
import { notifyRoutes } from './routes.ts';
import { notifyTimers } from './timers.ts';

export default room({
  name: 'notify',
  says: 'Who hears of what: thin news for those who watch, alerts for those whom it concerns.',
  commands: [readAlert, readAlerts, followRecord, changePreferences],
  routes: notifyRoutes,
  listeners: [raising],
  timers: notifyTimers,
  elements: [
    {
      name: 'lobi-notifications',
      says: 'Shows its user what she is told of, and keeps what she has read.',
      reads: ['thread', 'message', 'comment', 'mailbox', 'person', 'organisation'],
      runs: ['alert.read', 'alert.readAll'],
      paths: ['alerts'],
    },
  ],
  texts: readTexts(import.meta.dirname),
});
