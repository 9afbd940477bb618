import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import { linkingHand, verifyAudit } from './chain.ts';
import { exportAudit, sendHead } from './commands.ts';
import { auditRoutes } from './routes.ts';
import { auditTimers } from './sending.ts';
import { auditSettings } from './settings.ts';

export default room({
  name: 'audit',
  says: 'Who changed what: append only, written with the change, linked into a chain.',
  routes: auditRoutes,
  commands: [sendHead, exportAudit],
  settings: auditSettings,
  timers: auditTimers,
  texts: readTexts(import.meta.dirname),
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
