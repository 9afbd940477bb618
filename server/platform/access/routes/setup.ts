import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { definitionOf, heldOutside, type Settings, setting } from '#platform/settings/api.ts';
import { startSession } from '../commands/sessions.ts';
import { finishSetup, setupFields } from '../commands/setup.ts';
import { userFields } from '../commands/users.ts';
import { setSessionCookie } from '../cookie.ts';
import { actorOf } from '../model.ts';
import { acceptPassword } from '../passwords.ts';
import { requireSetupToken, setupNeeded, setupToken } from '../setup.ts';
import { takeTurn } from '../throttle.ts';
import { presentUser } from '../wire.ts';

const TOKEN_HEADER = 'x-lobi-setup';
const SHOWN = ['language', 'company', 'publicUrl', 'mailDomains', 'timeZone', 'country'] as const;

/** What the page begins with, and what is held outside so that it is shown locked. */
function standing(): Record<string, unknown> {
  const value = (name: keyof Settings) =>
    name === 'mailDomains' ? setting('mailDomains').join(', ') : setting(name);
  const key = (name: string) => (name === 'mailDomains' ? 'mailDomain' : name);
  return {
    values: Object.fromEntries(SHOWN.map((name) => [key(name), value(name)])),
    locked: Object.fromEntries(
      SHOWN.flatMap((name) =>
        heldOutside(definitionOf(name)) === null ? [] : [[key(name), definitionOf(name).environment?.name]],
      ),
    ),
  };
}

export const setupRoutes = [
  route({
    method: 'GET',
    path: '/api/setup',
    says: 'Whether this house still waits to be set up; with the link’s token in the header `X-Lobi-Setup` what its page begins with. Missing afterwards.',
    open: true,
    async handle({ ctx, actor }) {
      if (!(await setupNeeded()))
        throw new Fault('missing', 'setup.missing', 'This house is set up already. Sign in.');
      const sent = ctx.get(TOKEN_HEADER);
      if (sent === '') return { needed: true, proven: false };
      await takeTurn([{ kind: 'setup', of: actor.from ?? 'unknown', most: 60 }]);
      await requireSetupToken(sent);
      return { needed: true, proven: true, ...standing() };
    },
  }),
  route({
    method: 'POST',
    path: '/api/setup',
    says: 'Sets the house up, makes the first administrator and signs it in. Missing afterwards.',
    open: true,
    takes: {
      body: setupFields.extend({
        token: z.string().max(100),
        administrator: userFields
          .pick({ email: true, givenName: true, familyName: true })
          .extend({ password: z.string().max(1000) }),
      }),
    },
    async handle({ body: { token, administrator, ...answers }, actor, ctx }) {
      if ((await setupToken()) !== null)
        await takeTurn([{ kind: 'setup', of: actor.from ?? 'unknown', most: 60 }]);
      await requireSetupToken(token);
      const { password, ...fields } = administrator;
      const passwordHash = await acceptPassword(password, fields.email, 'administrator.password');
      const user = await run(
        finishSetup,
        { ...answers, administrator: { ...fields, passwordHash } },
        { ...actor, name: 'setup' },
      );
      const me = {
        ...actorOf(user, setting('timeZone')),
        from: actor.from as string,
        requestId: actor.requestId as string,
      };
      const session = await run(startSession, { agent: ctx.get('user-agent') }, me);
      setSessionCookie(ctx, session.token, session.expiresAt);
      return { user: await presentUser(user, me) };
    },
  }),
];
