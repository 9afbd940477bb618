import { room } from '#kernel/room.ts';
import { linkingHand, verifyAudit } from './chain.ts';
import { auditRoutes } from './routes.ts';

export default room({
  name: 'audit',
  says: 'Who changed what: append only, written with the change, linked into a chain.',
  routes: auditRoutes,
  hands: [linkingHand],
  verifications: [
    {
      what: 'audit',
      async verify() {
        const { ok, count, waiting, firstBroken } = await verifyAudit();
        if (ok) return { ok, says: `${count} entries are linked and whole, ${waiting} wait to be linked.` };
        return { ok, says: `Entry ${firstBroken?.seq} of ${count}: ${firstBroken?.says}.` };
      },
    },
  ],
});
