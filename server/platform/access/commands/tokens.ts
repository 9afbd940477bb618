import { z } from 'zod';
import { moment } from '#kernel/clock.ts';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { insert, update } from '#kernel/model.ts';
import { newToken, tokenHash } from '#kernel/secrets.ts';
import { dropOrigins } from '../cors.ts';
import { dropKnown } from '../known.ts';
import { ApiToken, emailKey, User } from '../model.ts';
import { isAdministrator } from '../rights.ts';

const scope = z
  .string()
  .regex(
    /^(read|write|widgets|[a-z][a-z-]*:(read|write))$/,
    'must be read, write, widgets, or a resource with :read or :write, for example persons:read',
  );

const origin = z.string().transform((text, context) => {
  const bare = text.trim().replace(/\/$/, '');
  // Exactly one origin: no path, no user, no star for many.
  if (/^https?:\/\/[^*/?#@\s]+$/i.test(bare) && URL.canParse(bare)) return new URL(bare).origin;
  context.addIssue({ code: 'custom', message: 'must be an origin, for example https://erp.firm.example' });
  return z.NEVER;
});

export const tokenFields = z.object({
  name: z.string().trim().min(1).max(200),
  scopes: z.array(scope).min(1).max(50),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => moment(new Date(text)))
    .nullable()
    .default(null),
  origins: z.array(origin).max(50).default([]),
});

export const addToken = command({
  name: 'token.add',
  says: 'Makes an API token that acts for its maker within its scopes; it is shown once.',
  right: null,
  takes: tokenFields,
  async does(fields, { actor, at }) {
    // A token that makes tokens could widen its own scopes.
    if (actor.kind !== 'user' || actor.userId === null)
      throw Fault.forbidden('token.forbidden', 'Tokens are made by people who are signed in.');
    if (fields.expiresAt !== null && fields.expiresAt <= at)
      throw Fault.invalidAt('expiresAt', 'token.past', 'must lie in the future');
    const token = newToken('lobi');
    const row = await insert(ApiToken, {
      ...fields,
      userId: actor.userId,
      tokenHash: tokenHash(token),
      usedAt: null,
      closedAt: null,
      closedBy: null,
    });
    dropOrigins();
    return { row, token };
  },
});

export const closeToken = command({
  name: 'token.close',
  says: 'Ends an API token and every widget token that it made.',
  right: null,
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor, at }) {
    const token = await ApiToken.query().findById(id);
    if (token === undefined || token.closedAt !== null) throw Fault.missing('token', id);
    if (token.userId !== actor.userId && !isAdministrator(actor)) throw Fault.missing('token', id);
    if (actor.kind !== 'user' && actor.kind !== 'system')
      throw Fault.forbidden('token.forbidden', 'Tokens are ended by people who are signed in.');
    await update(ApiToken, id, { closedAt: at, closedBy: actor.userId });
    await emit('access.ended', { via: `token:${id}` }, { entity: 'token', id });
    const made = (await db()('widget_tokens')
      .where({ apiTokenId: id })
      .where('expires_at', '>', at)
      .select('id')) as { id: string }[];
    for (const each of made)
      await emit('access.ended', { via: `widget:${each.id}` }, { entity: 'token', id });
    dropKnown();
    dropOrigins();
  },
});

/** Longest life of a widget token, seconds. */
const LONGEST_TTL = 900;
const record = z
  .string()
  .regex(/^[a-z][a-zA-Z]*:[0-9A-HJKMNP-TV-Z]{26}$/, 'must be a record, for example person:01J9Z…');

export const widgetTokenFields = z.object({
  /** Id or address; null: nobody, only the records are shown. */
  user: z.string().max(320).nullable(),
  elements: z
    .array(
      z
        .string()
        .max(60)
        .transform((tag) => (tag.startsWith('lobi-') ? tag : `lobi-${tag}`)),
    )
    .min(1)
    .max(20),
  scope: z.union([
    z.literal('user').transform(() => null),
    z.array(record).min(1).max(200),
    record.transform((one) => [one]),
  ]),
  origin,
  ttl: z.int().min(1).max(LONGEST_TTL).default(LONGEST_TTL),
});

export const addWidgetToken = command({
  name: 'widgetToken.add',
  says: 'Makes a short-lived token for elements on a page of another origin.',
  right: null,
  // The page views of a day; what is done through them is audited with the token's name.
  audited: false,
  takes: widgetTokenFields,
  async does(wish, { actor, now }) {
    const maker = await makerOf(actor.via);
    if (!maker.origins.includes(wish.origin))
      throw Fault.invalidAt(
        'origin',
        'widget-token.origin',
        'This origin is not registered on the API token; add it to its origins.',
      );
    refuseUnknownElements(wish.elements);
    const userId = await boundUser(wish.user, maker.userId, isAdministrator(actor));
    if (userId === null && wish.scope === null)
      throw Fault.invalidAt(
        'scope',
        'widget-token.scope',
        'Without a user, name the records that are shown.',
      );
    const token = newToken('lobiw');
    const expiresAt = moment(now.getTime() + wish.ttl * 1000);
    await db()('widget_tokens').insert({
      id: newId(),
      createdAt: moment(now),
      expiresAt,
      tokenHash: tokenHash(token),
      apiTokenId: maker.id,
      userId,
      elements: JSON.stringify(wish.elements),
      records: wish.scope === null ? null : JSON.stringify(wish.scope),
      origin: wish.origin,
    });
    return { token, expiresAt };
  },
});

async function makerOf(via: string | undefined): Promise<ApiToken> {
  const [kind, id = ''] = (via ?? '').split(':');
  const maker = kind === 'token' ? await ApiToken.query().findById(id) : undefined;
  if (maker?.scopes.includes('widgets') !== true)
    throw Fault.forbidden(
      'widget-token.forbidden',
      'Widget tokens are made by the host’s server, with an API token that has the scope "widgets".',
    );
  return maker;
}

function refuseUnknownElements(tags: readonly string[]): void {
  const known = house()
    .registry.all('elements')
    .map((each) => each.name);
  const unknown = tags.find((tag) => !known.includes(tag));
  if (unknown !== undefined)
    throw Fault.invalidAt(
      'elements',
      'element.unknown',
      `There is no element ${unknown}; there are ${known.join(', ')}.`,
    );
}

/** Another user than the token's own may only be named by an administrator's token. */
async function boundUser(
  wished: string | null,
  own: string,
  byAdministrator: boolean,
): Promise<string | null> {
  if (wished === null) return null;
  const user = await User.query()
    .where((q) => q.where({ id: wished }).orWhere({ email: emailKey(wished) }))
    .whereNull('closedAt')
    .first();
  if (user === undefined || (user.id !== own && !byAdministrator))
    throw Fault.invalidAt(
      'user',
      'user.unknown',
      'There is no such user, or this token may only speak for its own.',
    );
  return user.id;
}
