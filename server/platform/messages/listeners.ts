import { listener } from '#kernel/events.ts';
import '#platform/access/events.ts';
import { sendHouseMail } from './house-mail.ts';

export const MESSAGE_LISTENERS = [
  listener({
    name: 'messages.houseMail',
    says: 'Sends the mails of the house itself: invitations, forgotten passwords.',
    on: ['house.mailAsked'],
    async hears(events) {
      for (const { payload } of events) await sendHouseMail(payload);
    },
  }),
];
