import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { route } from '#kernel/http/route.ts';
import { qrPath } from '#kernel/print/qr-path.ts';
import {
  beginFactor,
  confirmFactor,
  removeFactor,
  renewRecoveryCodes,
  resetFactor,
} from '../commands/second-factor.ts';
import { allow } from '../policy.ts';
import { factorOf, factorRequired } from '../second-factor.ts';
import { takeTurn } from '../throttle.ts';

const body = z.object({ code: z.string().max(40) });

/** Codes are six digits: whoever sits at an open screen shall not try them all. */
function turn(actor: Actor): Promise<void> {
  return takeTurn([{ kind: 'factor', of: actor.userId ?? '-', most: 10 }]);
}

export const secondFactorRoutes = [
  route({
    method: 'GET',
    path: '/api/second-factor',
    says: 'Whether you have a second factor, must have one, and how many recovery codes are left.',
    async handle({ actor }) {
      const userId = actor.userId ?? '-';
      const factor = await factorOf(userId);
      const left = (await db()('recovery_codes')
        .where({ userId })
        .whereNull('used_at')
        .count('id as n')
        .first()) as { n: number };
      return {
        since: factor?.confirmedAt ?? null,
        required: factorRequired(actor),
        recoveryCodes: Number(left.n),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/second-factor',
    says: 'Begins one: the secret, the address for the authenticator app, and its QR code as a path (`size` modules on a side).',
    async handle({ actor }) {
      const begun = await run(beginFactor, {}, actor);
      return { ...begun, qr: qrPath(begun.url) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/second-factor/confirmation',
    says: 'Proves the app with its first code; gives the recovery codes, this once.',
    takes: { body },
    status: 200,
    async handle({ actor, body: sent }) {
      await turn(actor);
      return run(confirmFactor, sent, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/second-factor/recovery-codes',
    says: 'New recovery codes in place of the old ones, with a code of the app.',
    takes: { body },
    async handle({ actor, body: sent }) {
      await turn(actor);
      return run(renewRecoveryCodes, sent, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/second-factor/removal',
    says: 'Takes your second factor away, with a code of it.',
    takes: { body },
    status: 204,
    async handle({ actor, body: sent }) {
      await turn(actor);
      await run(removeFactor, sent, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/users/:id/second-factor',
    says: 'Takes a user’s second factor away and ends the user’s sessions. For administrators.',
    takes: { params: z.object({ id: z.string() }) },
    status: 204,
    async handle({ actor, params: { id } }) {
      await allow(actor, 'close', 'user', { id });
      await run(resetFactor, { id: id.padEnd(26, '0').slice(0, 26) }, actor);
    },
  }),
];
