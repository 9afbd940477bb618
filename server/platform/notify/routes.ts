import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { say } from '#kernel/i18n.ts';
import { flag, paging } from '#platform/access/paging.ts';
import { changePreferences, followRecord, preferenceFields, readAlert, readAlerts } from './commands.ts';
import { followedBy } from './follows.ts';
import { kinds } from './raising.ts';
import { rhythmOf } from './rhythms.ts';
import { type AlertRow, alertPage, presentAlerts, standing, unreadCount } from './standing.ts';
import { wishesOf } from './wishes.ts';

const params = z.object({ id: z.string().length(26) });
const followParams = z.object({ entity: z.string(), id: z.string().length(26) });

export const notifyRoutes = [
  route({
    method: 'GET',
    path: '/api/alerts',
    says: 'What one is told of, newest first; `count` is how many are unread, 100 meaning that there may be more.',
    takes: { query: z.object({ ...paging, unread: flag.optional(), count: flag.optional() }) },
    async handle({ actor, query: { unread = false, count = false, limit, cursor } }) {
      const page = await alertPage(actor, { unread, limit, cursor });
      return count ? { ...page, count: await unreadCount(actor) } : page;
    },
  }),
  route({
    method: 'GET',
    path: '/api/alerts/:id',
    says: 'One alert, as long as what it leads to may be seen.',
    tag: 'alerts',
    takes: { params },
    async handle({ params: { id }, actor }) {
      const row = (await standing(actor).where('alerts.id', id).first('alerts.*')) as AlertRow | undefined;
      if (row === undefined) throw Fault.missing('alert', id);
      return (await presentAlerts([row], actor))[0];
    },
  }),
  route({
    method: 'PUT',
    path: '/api/alerts/:id/read',
    says: 'Marks an alert as read.',
    tag: 'alerts',
    takes: { params },
    status: 204,
    handle: ({ params: { id }, actor }) => run(readAlert, { id, read: true }, actor),
  }),
  route({
    method: 'DELETE',
    path: '/api/alerts/:id/read',
    says: 'Marks an alert as unread again.',
    tag: 'alerts',
    takes: { params },
    status: 204,
    handle: ({ params: { id }, actor }) => run(readAlert, { id, read: false }, actor),
  }),
  route({
    method: 'POST',
    path: '/api/alerts/read',
    says: 'Marks all alerts as read that stood up to `until`; up to now where it is not said.',
    tag: 'alerts',
    takes: { body: z.object({ until: z.iso.datetime().optional() }).default({}) },
    status: 204,
    handle: ({ body, actor }) => run(readAlerts, body, actor),
  }),
  route({
    method: 'GET',
    path: '/api/alerts/follows',
    says: 'What one follows; `ofCourse` is what one follows without having asked, as one’s mailboxes.',
    tag: 'alerts',
    async handle({ actor }) {
      const items = (await followedBy(actor)).map(({ entity: of, ...each }) => ({
        ...each,
        entity: 'follow',
        of,
      }));
      return { items, next: null };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/alerts/follows/:entity/:id',
    says: 'Follows a card or a mailbox.',
    tag: 'alerts',
    takes: { params: followParams },
    status: 204,
    handle: ({ params: of, actor }) => run(followRecord, { ...of, follows: true }, actor),
  }),
  route({
    method: 'DELETE',
    path: '/api/alerts/follows/:entity/:id',
    says: 'Leaves a card or a mailbox: nothing more is told of it.',
    tag: 'alerts',
    takes: { params: followParams },
    status: 204,
    handle: ({ params: of, actor }) => run(followRecord, { ...of, follows: false }, actor),
  }),
  route({
    method: 'GET',
    path: '/api/alerts/preferences',
    says: 'How one is told: by kind at the bell and in the digest, its rhythm, and the quiet hours.',
    tag: 'alerts',
    async handle({ actor }) {
      const userId = actor.userId ?? '-';
      const wishes = await wishesOf([userId]);
      const { digest, time, weekday, quietFrom, quietUntil, zone, nextAt } = await rhythmOf(userId);
      return {
        kinds: kinds().map(({ kind }) => ({
          kind,
          name: say(actor.language, `alert.${kind}.name`),
          ...wishes(userId, kind),
        })),
        digest,
        time,
        weekday,
        quietFrom,
        quietUntil,
        zone,
        nextAt,
      };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/alerts/preferences',
    says: 'Says how one wants to be told; what is not named stays.',
    tag: 'alerts',
    takes: { body: preferenceFields },
    status: 204,
    handle: ({ body, actor }) => run(changePreferences, body, actor),
  }),
];
