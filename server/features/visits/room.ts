import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import '#platform/access/policy.ts';
import '#platform/files/api.ts';
import '#platform/records/declared.ts';
import { closeBadge, printBadge, printSomeBadges, reprintBadge } from './commands/print.ts';
import { visitsDemo } from './demo.ts';
import { badgeEntity, guestEntity } from './model.ts';
import { POLICIES } from './policy.ts';
import { ROUTES } from './routes.ts';

export default room({
  name: 'visits',
  says: 'Badges for persons and guests, printed at the front desk.',
  entities: [badgeEntity, guestEntity],
  policies: POLICIES,
  commands: [printBadge, reprintBadge, printSomeBadges, closeBadge],
  routes: ROUTES,
  documentOwners: ['badge'],
  demos: [visitsDemo],
  narrowPaths: ['badges', 'documents'],
  presenters: [
    {
      entity: 'badge',
      says: 'Where the PDF is.',
      async present(rows) {
        return new Map(rows.map(({ id }) => [id, { document: `/api/badges/${id}/document` }]));
      },
    },
  ],
  texts: readTexts(import.meta.dirname),
});
