import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { askHouseMail, linkTo } from '#platform/access/house-mail.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { setting } from '#platform/settings/api.ts';

const found = z.object({
  seq: z.int(),
  hash: z.string().length(64),
  at: z.string(),
  ok: z.boolean(),
  says: z.string(),
});

/** Run after the chain was read: that takes too long to be done while the writer is held. */
export const sendHead = command({
  name: 'audit.sendHead',
  says: 'Mails the head of the audit chain to whom the settings name, with what its check found.',
  right: null,
  takes: found,
  async does({ seq, hash, ok, says }, { actor, at }) {
    if (!isAdministrator(actor))
      throw Fault.forbidden('audit.forbidden', 'Only administrators send the head.');
    const to = setting('auditHeadTo');
    if (to.length === 0)
      throw Fault.conflict(
        'audit.nobody',
        'Name somebody in the settings who gets the head of the audit chain.',
      );
    for (const address of to)
      await askHouseMail({
        to: { name: address, address },
        language: setting('language'),
        key: ok ? 'mail.auditHead' : 'mail.auditBroken',
        values: { seq, hash, at, says },
        link: linkTo(`/settings/audit?seq=${seq}&hash=${hash}`),
      });
    await db()('audit_sent_heads').insert({ id: newId(), at, seq, hash, sentTo: to.join(', '), ok });
    return { seq, hash, at, sentTo: to };
  },
});

/** Leaves an entry: who took how much of the audit out of the house. */
export const exportAudit = command({
  name: 'audit.export',
  says: 'Takes entries of the audit out as a file.',
  right: null,
  takes: z.record(z.string(), z.unknown()),
  async does(_filters, { actor }) {
    if (!isAdministrator(actor))
      throw Fault.forbidden('audit.forbidden', 'Only administrators read the audit.');
  },
});
