import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { inUnit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { enqueue } from '#kernel/jobs.ts';
import { setting } from '#platform/settings/api.ts';
import { offerReset, resetPassword, userOfReset } from '../commands/passwords.ts';
import { useRecoveryCode } from '../commands/second-factor.ts';
import { endSession, startSession } from '../commands/sessions.ts';
import { clearSessionCookie, setSessionCookie } from '../cookie.ts';
import { isKnownDevice, markDevice } from '../device.ts';
import { actorOf, emailKey, User } from '../model.ts';
import { acceptPassword, checkPassword } from '../passwords.ts';
import { factorOf, factorRequired, takeCode } from '../second-factor.ts';
import { forgetTries, giveBack, signInTurns, takeTurn } from '../throttle.ts';
import { presentUser } from '../wire.ts';

const credentials = z.object({
  email: z.string().max(320).transform(emailKey),
  password: z.string().max(1000),
  /** Of the authenticator app, or a recovery code; asked for where the user has a second factor. */
  code: z.string().max(40).optional(),
});

/** Whether the actor must set up a second factor before anything else. */
async function factorMissing(actor: Actor): Promise<boolean> {
  if (actor.userId === null || !factorRequired(actor)) return false;
  return (await factorOf(actor.userId))?.confirmedAt == null;
}

/** The second of two steps; its tries are counted for the account alone, since who comes here knows the password. */
async function requireFactor(me: Actor, code: string | undefined): Promise<void> {
  const factor = await factorOf(me.userId as string);
  if (factor === undefined || factor.confirmedAt === null) return;
  if (code === undefined || code.trim() === '')
    throw Fault.unknown('session.codeNeeded', 'Type the code of your authenticator app, or a recovery code.');
  await takeTurn([{ kind: 'factor', of: me.userId as string, most: 10, userId: me.userId as string }]);
  if (!(await takeCode(factor, code)) && !(await run(useRecoveryCode, { code }, me)))
    throw Fault.unknown(
      'session.codeWrong',
      'This code does not fit, or was used already. Wait for the next one.',
    );
  await work('access.forgetTries', () => forgetTries('factor', me.userId as string));
}

async function whoIsHere(actor: Actor): Promise<unknown> {
  const user = actor.userId === null ? undefined : await User.query().findById(actor.userId);
  return {
    user: user === undefined ? null : await presentUser(user, actor),
    roles: actor.kind === 'widget' ? [] : actor.roles,
    factorNeeded: await factorMissing(actor),
    settings: {
      language: setting('language'),
      zone: actor.zone,
      company: setting('company'),
      publicUrl: setting('publicUrl'),
    },
    ...(actor.limits === undefined ? {} : { limits: actor.limits }),
  };
}

export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/api/session',
    says: 'Signs in: sets the cookie `lobi_session`.',
    open: true,
    takes: { body: credentials },
    status: 200,
    async handle({ body, actor, ctx }) {
      const user = await User.query().findOne({ email: body.email }).whereNull('closedAt');
      const isKnown = await isKnownDevice(ctx, user?.id);
      const turns = signInTurns(body.email, actor.from ?? 'unknown', user?.id, isKnown);
      await takeTurn(turns);
      // Known or not, a password is hashed: the time tells nothing, and neither do the words.
      const right = await checkPassword(body.password, user?.passwordHash);
      if (!right || user === undefined) throw Fault.unknown('session.wrong', 'Address or password is wrong.');
      const me: Actor = {
        ...actorOf(user, setting('timeZone')),
        from: actor.from as string,
        requestId: actor.requestId as string,
      };
      await work('access.signedIn', () => giveBack(turns));
      await requireFactor(me, body.code);
      const { token, expiresAt, id } = await run(startSession, { agent: ctx.get('user-agent') }, me);
      setSessionCookie(ctx, token, expiresAt);
      await markDevice(ctx, user.id);
      return whoIsHere({ ...me, via: `session:${id}` });
    },
  }),
  route({
    method: 'GET',
    path: '/api/session',
    says: 'Who is signed in, with roles and what the house is set to.',
    handle: ({ actor }) => whoIsHere(actor),
  }),
  route({
    method: 'DELETE',
    path: '/api/session',
    says: 'Signs out.',
    status: 204,
    async handle({ actor, ctx }) {
      const [kind, id = ''] = (actor.via ?? '').split(':');
      if (kind !== 'session')
        throw Fault.invalid('session.none', 'A token is not a session; end it under /api/tokens.');
      await run(endSession, { id }, actor);
      clearSessionCookie(ctx);
    },
  }),
  route({
    method: 'POST',
    path: '/api/password-resets',
    says: 'Mails a link to choose a new password, where the address is a user’s; the answer is the same either way.',
    open: true,
    takes: { body: credentials.pick({ email: true }) },
    status: 202,
    async handle({ body, actor }) {
      await takeTurn([
        { kind: 'reset-account', of: body.email, most: 5 },
        { kind: 'reset-address', of: actor.from ?? 'unknown', most: 30 },
      ]);
      await inUnit('access.askReset', () => enqueue(offerReset, { email: body.email }));
      return { ok: true };
    },
  }),
  route({
    method: 'POST',
    path: '/api/password-resets/:token',
    says: 'Chooses a new password by a mailed link.',
    open: true,
    takes: {
      params: z.object({ token: z.string().max(100) }),
      body: z.object({ password: z.string().max(1000) }),
    },
    status: 204,
    async handle({ params: { token }, body, actor }) {
      await takeTurn([{ kind: 'reset-address', of: actor.from ?? 'unknown', most: 30 }]);
      const user = await userOfReset(token);
      const passwordHash = await acceptPassword(body.password, user.email);
      await run(
        resetPassword,
        { token, passwordHash },
        { ...actorOf(user, setting('timeZone')), from: actor.from as string, via: 'password-reset' },
      );
    },
  }),
];
