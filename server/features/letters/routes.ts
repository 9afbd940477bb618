import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { sendMessage } from '#platform/messages/commands.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { setSetting, setting } from '#platform/settings/api.ts';
import {
  addLetter,
  changeLetter,
  closeLetter,
  letterBy,
  pauseLetter,
  restoreLetter,
  resumeLetter,
  sendLetter,
  stopLetter,
} from './commands.ts';
import { evidenceOf } from './evidence.ts';
import { leavePage } from './leave-page.ts';
import { letterEntity } from './model.ts';
import { previewLetter } from './preview.ts';
import { leadsHere, leavingBy, proofOfHouse, unsubscribe } from './unsubscribe.ts';

const params = z.object({ id: z.string().max(26) });

const preview = route({
  method: 'POST',
  path: '/api/letters/:id/preview',
  says: 'The letter as it would go out now: how many get it, the exact text of each, who is skipped and why, which words are missing.',
  takes: {
    params,
    body: z.object({
      from: z.int().min(0).default(0),
      limit: z.int().min(0).max(50).default(10),
    }),
  },
  status: 200,
  async handle({ actor, params: { id }, body }) {
    await allow(actor, 'see', 'letter', { id });
    return previewLetter(await letterBy(id), actor, body);
  },
});

const test = route({
  method: 'POST',
  path: '/api/letters/:id/test',
  says: 'Sends the letter as its first recipient would get it to whoever asks.',
  takes: { params },
  async handle({ actor, params: { id } }) {
    await allow(actor, 'send', 'letter', { id });
    const letter = await letterBy(id);
    const { recipients } = await previewLetter(letter, actor, { from: 0, limit: 1 });
    const [first] = recipients;
    if (first === undefined)
      throw Fault.invalidAt(
        'audience',
        'letter.nobody',
        'Nobody would get this letter, so there is nothing to try.',
      );
    const user = (await db()('users')
      .where({ id: actor.userId ?? '' })
      .first('email')) as { email: string } | undefined;
    if (user === undefined) throw Fault.forbidden('letter.test', 'Only people can try a letter.');
    return sendMessage(
      {
        from: letter.mailboxId,
        to: [user.email],
        subject: `[Test] ${first.subject}`.slice(0, 998),
        text: first.text,
        html: first.html,
      },
      actor,
    );
  },
});

const send = route({
  method: 'POST',
  path: '/api/letters/:id/sending',
  says: 'Sends the letter: its audience is frozen as it stands now. With `expects`, it is refused where the audience has changed since it was looked at.',
  takes: {
    params,
    body: z.object({
      sendAt: z.iso.datetime({ offset: true }).nullish(),
      expects: z.object({ going: z.int().min(0).optional(), group: z.int().min(1).optional() }).optional(),
    }),
  },
  status: 200,
  async handle({ actor, params: { id }, body, ifMatch }) {
    await allow(actor, 'send', 'letter', { id });
    const { counts, group } = await previewLetter(await letterBy(id), actor, { from: 0, limit: 0 });
    const { expects } = body;
    if (expects?.group !== undefined && group !== null && group.version !== expects.group)
      throw Fault.conflict(
        'letter.groupChanged',
        `The group “${group.name}” was changed since you looked at it. Look at the preview again.`,
      );
    if (expects?.going !== undefined && counts.going !== expects.going)
      throw Fault.conflict(
        'letter.audienceChanged',
        `${counts.going} would get it now, not ${expects.going}. Look at the preview again.`,
      );
    if (counts.all === 0)
      throw Fault.invalidAt(
        'audience',
        'letter.nobody',
        'Nobody belongs to this audience. Nothing was sent.',
      );
    if (counts.going === 0)
      throw Fault.invalidAt(
        'audience',
        'letter.allSkipped',
        `All ${counts.all} would be skipped; the preview says why. Nothing was sent.`,
      );
    await run(sendLetter, { id, version: ifMatch, sendAt: body.sendAt }, actor);
    return show('letter', id, actor);
  },
});

const evidence = route({
  method: 'GET',
  path: '/api/letters/:id/evidence',
  says: 'The proof of a letter as one file: recipients, attempts, the exact mails, and the hash of each part.',
  takes: { params },
  async handle({ actor, params: { id } }) {
    await allow(actor, 'see', 'letter', { id });
    const letter = await letterBy(id);
    if (letter.registerNumber === null)
      throw Fault.conflict('letter.notSent', 'This letter was not sent, so there is nothing to show of it.');
    const name = letter.registerNumber.replace(/[^A-Za-z0-9]+/g, '-');
    return new Reply(evidenceOf(letter), {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${name}.zip"`,
    });
  },
});

function turn(
  word: string,
  says: string,
  what: typeof pauseLetter,
  method: 'POST' | 'DELETE' = 'POST',
): Route {
  return route({
    method,
    path: `/api/letters/:id/${word}`,
    says,
    takes: { params },
    status: 200,
    async handle({ actor, params: { id } }) {
      await run(what, { id }, actor);
      return show('letter', id, actor);
    },
  });
}

const token = z.object({ token: z.string().regex(/^[0-9a-z]{10,60}$/i) });

const UNSUBSCRIBE_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/unsubscribe/check/:nonce',
    says: 'Shows that a public address leads to this house.',
    tag: 'letters',
    open: true,
    takes: { params: z.object({ nonce: z.string().regex(/^[0-9a-f]{32}$/) }) },
    async handle({ params: { nonce } }) {
      return new Reply(await proofOfHouse(nonce), { 'Content-Type': 'text/plain; charset=utf-8' });
    },
  }),
  route({
    method: 'GET',
    path: '/unsubscribe/:token',
    says: 'A page that asks whether to be left alone. Nothing happens by looking at it: scanners follow links.',
    tag: 'letters',
    open: true,
    takes: { params: token },
    async handle({ params }) {
      const leaving = await leavingBy(params.token);
      return leavePage(leaving, leaving?.done === true ? 'done' : 'ask');
    },
  }),
  route({
    method: 'POST',
    path: '/unsubscribe/:token',
    says: 'Leaves a recipient alone from now on: from the page, or by one click of a mail program (RFC 8058).',
    tag: 'letters',
    open: true,
    stream: true,
    takes: { params: token },
    async handle({ params, ctx }) {
      ctx.req.resume();
      const byProgram = ctx.get('origin') === '';
      const found = await unsubscribe(params.token, byProgram ? 'one-click' : 'page');
      return leavePage(found ? await leavingBy(params.token) : undefined, 'done');
    },
  }),
];

const checkPublicUrl = route({
  method: 'POST',
  path: '/api/letters/public-url-check',
  says: 'Asks the public address for this house; only an address that leads here gets links that act (RFC 8058).',
  status: 200,
  async handle({ actor }) {
    if (!isAdministrator(actor))
      throw Fault.forbidden('system.forbidden', 'Only administrators may do this.');
    const url = setting('publicUrl');
    const nonce = randomBytes(16).toString('hex');
    const answer = await fetch(`${url}/unsubscribe/check/${nonce}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).then(
      (response) => response.text(),
      (error: unknown) => `! ${(error as Error).message}`,
    );
    const ok = await leadsHere(answer.slice(0, 200), nonce);
    await work('letters.publicUrl', () => setSetting('publicUrlChecked', ok ? url : null, actor.name));
    return { ok, url, oneClick: ok && url.startsWith('https://') };
  },
});

export const LETTER_ROUTES: readonly Route[] = [
  preview,
  test,
  send,
  evidence,
  turn('sending', 'Stops a letter: who was not reached yet gets nothing.', stopLetter, 'DELETE'),
  turn('pause', 'Holds a letter that is being sent.', pauseLetter),
  turn('resume', 'Lets a letter go on that was held.', resumeLetter),
  checkPublicUrl,
  ...UNSUBSCRIBE_ROUTES,
  ...resource({
    entity: letterEntity,
    add: addLetter,
    change: changeLetter,
    close: closeLetter,
    restore: restoreLetter,
  }),
];
