import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { db, requireUnit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { dropKnown } from '../known.ts';
import { User } from '../model.ts';
import { isAdministrator } from '../rights.ts';
import {
  type Factor,
  factorOf,
  factorRequired,
  newRecoveryCode,
  newSecret,
  otpauthUrl,
  RECOVERY_CODES,
  recoveryHash,
  stepOf,
} from '../second-factor.ts';
import { forgetTries } from '../throttle.ts';
import { endWaysIn } from './sessions.ts';

/** The second factor of a user: set up by the user alone, taken away by the user or, on record, by an administrator. */

const code = z.string().max(40);

export const beginFactor = command({
  name: 'secondFactor.begin',
  says: 'Makes a secret for an authenticator app; it counts from the first code on.',
  right: null,
  takes: z.object({}),
  async does(_input, { actor, at }) {
    const user = await personOf(actor);
    const standing = await factorOf(user.id);
    if (standing?.confirmedAt != null)
      throw Fault.conflict(
        'secondFactor.standing',
        'You have a second factor. Take it away first, then set up another one.',
      );
    const secret = newSecret();
    const row = { userId: user.id, createdAt: at, secret, confirmedAt: null, lastStep: 0 };
    await db()('second_factors').insert(row).onConflict('user_id').merge();
    return { secret, url: otpauthUrl(secret, user.email) };
  },
});

export const confirmFactor = command({
  name: 'secondFactor.confirm',
  says: 'Proves that the app has the secret: from now on signing in asks for a code. Gives the recovery codes, this once.',
  right: null,
  takes: z.object({ code }),
  async does(sent, { actor, at }) {
    const user = await personOf(actor);
    const factor = await factorOf(user.id);
    if (factor === undefined || factor.confirmedAt !== null)
      throw Fault.conflict(
        'secondFactor.notBegun',
        'Begin with a new secret, then type the code that the app shows.',
      );
    const step = stepOf(factor, sent.code);
    if (step === null) throw wrongCode();
    await db()('second_factors').where({ userId: user.id }).update({ confirmedAt: at, lastStep: step });
    told(user.id, false, true);
    // Whoever came in by the password alone comes in again with both.
    await endWaysIn(user.id, at, actor.via);
    dropKnown();
    return { codes: await newCodes(user.id, at) };
  },
});

export const renewRecoveryCodes = command({
  name: 'secondFactor.renewCodes',
  says: 'Makes new recovery codes; the old ones end. Asks for a code of the app.',
  right: null,
  takes: z.object({ code }),
  async does(sent, { actor, at }) {
    const user = await personOf(actor);
    await requireCode(user.id, sent.code);
    return { codes: await newCodes(user.id, at) };
  },
});

export const removeFactor = command({
  name: 'secondFactor.remove',
  says: 'Takes one’s own second factor away, with a code of it.',
  right: null,
  takes: z.object({ code }),
  async does(sent, { actor }) {
    const user = await personOf(actor);
    await requireCode(user.id, sent.code);
    if (factorRequired(actor))
      throw Fault.forbidden(
        'secondFactor.required',
        'Your firm wants a second factor. To change the phone, ask an administrator to reset it.',
      );
    await dropFactor(user.id);
  },
});

export const resetFactor = command({
  name: 'secondFactor.reset',
  says: 'Takes a user’s second factor away, for whoever lost the app and the recovery codes; every session of the user ends.',
  right: null,
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor, at }) {
    if (!isAdministrator(actor) || actor.kind === 'token')
      throw Fault.forbidden('secondFactor.forbidden', 'Only administrators who are signed in may do this.');
    const user = await User.query().findById(id);
    if (user === undefined) throw Fault.missing('user', id);
    await dropFactor(id);
    await endWaysIn(id, at);
    return user;
  },
});

/** Run by the user itself while signing in. False where the code is none of the unused ones. */
export const useRecoveryCode = command({
  name: 'secondFactor.recover',
  says: 'Uses up a recovery code in place of a code of the app; without a change it was a wrong code.',
  right: null,
  takes: z.object({ code }),
  async does(sent, { actor, at }) {
    if (actor.userId === null) return false;
    const { userId } = actor;
    const used = await db()('recovery_codes')
      .where({ userId, codeHash: recoveryHash(userId, sent.code) })
      .whereNull('used_at')
      .update({ usedAt: at });
    if (used === 1)
      requireUnit().changes.push({
        entity: 'user',
        id: userId,
        before: { recoveryCode: true },
        after: { recoveryCode: false },
      });
    return used === 1;
  },
});

async function personOf(actor: Actor): Promise<User> {
  const user =
    actor.kind === 'user' && actor.userId !== null ? await User.query().findById(actor.userId) : undefined;
  if (user === undefined)
    throw Fault.forbidden('secondFactor.forbidden', 'Only a person who is signed in has a second factor.');
  return user;
}

/** A code of the app; recovery codes are for coming in only. */
async function requireCode(userId: string, sent: string): Promise<void> {
  const factor = await confirmedFactor(userId);
  const step = stepOf(factor, sent);
  if (step === null) throw wrongCode();
  await db()('second_factors').where({ userId }).update({ lastStep: step });
}

async function confirmedFactor(userId: string): Promise<Factor> {
  const factor = await factorOf(userId);
  if (factor === undefined || factor.confirmedAt === null)
    throw Fault.conflict('secondFactor.none', 'There is no second factor yet.');
  return factor;
}

async function dropFactor(userId: string): Promise<void> {
  const gone = await db()('second_factors').where({ userId }).delete();
  await db()('recovery_codes').where({ userId }).delete();
  await forgetTries('factor', userId);
  if (gone > 0) told(userId, true, false);
  dropKnown();
}

async function newCodes(userId: string, at: string): Promise<string[]> {
  await db()('recovery_codes').where({ userId }).delete();
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await db()('recovery_codes').insert(
    codes.map((each) => ({
      id: newId(),
      userId,
      createdAt: at,
      codeHash: recoveryHash(userId, each),
      usedAt: null,
    })),
  );
  return codes;
}

/** Written down with the user: that there is one, never what it is. */
function told(userId: string, before: boolean, after: boolean): void {
  requireUnit().changes.push({
    entity: 'user',
    id: userId,
    before: { secondFactor: before },
    after: { secondFactor: after },
  });
}

function wrongCode(): Fault {
  return Fault.invalidAt(
    'code',
    'secondFactor.wrong',
    'This code does not fit, or was used already. Wait for the next one.',
  );
}
