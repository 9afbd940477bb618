import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import { newId } from '#kernel/ids.ts';
import { svgOf } from '#kernel/print/svg.ts';
import { allow, visibleIds } from '#platform/access/policy.ts';
import { answeredOnce } from '#platform/records/once.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import {
  badgeFields,
  closeBadge,
  MOST_AT_ONCE,
  printBadge,
  printSomeBadges,
  reprintBadge,
  standingBadge,
} from './commands/print.ts';
import { documentOf, sheetOfBadge, sheetOfPrint, sheetsOfBatch } from './document.ts';
import { findForBadge, foundPersons } from './find.ts';
import { KINDS, SIZES, type Size } from './kind.ts';
import { Badge, BadgePrint, badgeEntity, guestEntity } from './model.ts';
import { previewOf } from './preview.ts';
import { badgePerson } from './subject.ts';

const params = z.object({ id: z.string().max(60) });
/** Persons in one document. */
const MOST_PERSONS = 5000;

const print = route({
  method: 'POST',
  path: '/api/badges',
  says: printBadge.says,
  takes: { body: badgeFields },
  handle: (call) =>
    answeredOnce(call, async () => {
      const { id } = await run(printBadge, call.body, call.actor);
      return show('badge', id, call.actor);
    }),
});

const reprint = route({
  method: 'POST',
  path: '/api/badges/:id/prints',
  says: reprintBadge.says,
  takes: { params, body: z.object({ size: z.enum(SIZES).optional() }) },
  async handle(call) {
    const { id } = call.params;
    await show('badge', id, call.actor);
    return answeredOnce(call, async () => {
      await run(reprintBadge, { ...call.body, id }, call.actor);
      return show('badge', id, call.actor);
    });
  },
});

const preview = route({
  method: 'POST',
  path: '/api/badges/preview',
  says: 'Shows a badge as it would be printed, as a picture (SVG); nothing is written down.',
  takes: { body: badgeFields },
  status: 200,
  async handle({ actor, body }) {
    await allow(actor, 'print', 'badge');
    const shown = await previewOf(body, actor);
    return { svg: svgOf(sheetOfBadge(shown)), prints: (shown.n ?? 1) - 1, number: shown.number };
  },
});

const people = route({
  method: 'GET',
  path: '/api/badges/people',
  says: 'Finds who a badge is for: persons by words of their names, whoever has the number that was scanned, or one person by its id.',
  takes: { query: z.object({ q: z.string().max(500).default(''), person: z.string().max(60).optional() }) },
  async handle({ actor, query }) {
    await allow(actor, 'print', 'badge');
    const { q, person } = query;
    const items = person === undefined ? await findForBadge(q, actor) : await foundPersons([person], actor);
    return { items, next: null };
  },
});

const document = route({
  method: 'GET',
  path: '/api/badges/:id/document',
  says: 'The badge as it was printed last, as PDF. Reading it counts as no print.',
  takes: { params },
  async handle({ actor, params: { id } }) {
    await show('badge', id, actor);
    return badgeDocument((await Badge.query().findById(id)) as Badge);
  },
});

const personBadge = route({
  method: 'GET',
  path: '/api/persons/:id/badge.pdf',
  says: 'The badge of a person as PDF: as it was printed last, else as it would be, marked as a preview.',
  tag: 'badges',
  takes: { params, query: z.object({ size: z.enum(SIZES).optional() }) },
  async handle({ actor, params: { id }, query }) {
    await allow(actor, 'see', 'person', { id });
    const standing = await standingBadge('person', (await badgePerson(id, actor)).id);
    if (standing !== undefined) return badgeDocument(standing, query.size);
    const shown = await previewOf(badgeFields.parse({ person: id, ...query }), actor);
    return pdf(documentOf([sheetOfBadge({ ...shown, n: null })], shown.number), shown.number);
  },
});

const batchFields = z.object({
  persons: z.array(z.string().length(26)).min(1).max(MOST_PERSONS),
  kind: z.enum(KINDS).default('guest'),
  size: z.enum(SIZES).default('card'),
  host: z.string().trim().max(300).default(''),
});

const printMany = route({
  method: 'POST',
  path: '/api/badges/batch',
  says: 'Prints badges of many persons; gives where their one document is. With an Idempotency-Key, what was cut off goes on.',
  takes: { body: batchFields },
  async handle({ actor, body, ctx }) {
    await allow(actor, 'print', 'badge');
    const { persons, ...look } = body;
    const wanted = [...new Set(persons)];
    const batch = batchId(actor, ctx.get('idempotency-key'));
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE)
      await run(printSomeBadges, { ...look, batch, persons: wanted.slice(from, from + MOST_AT_ONCE) }, actor);
    return { batch, count: wanted.length, document: `/api/badges/batches/${batch}/document` };
  },
});

/** The same key of the same user names the same batch. */
function batchId(actor: Actor, key: string): string {
  if (key === '') return newId();
  return createHash('sha256').update(`${actor.userId}\n${key}`).digest('hex').slice(0, 26).toUpperCase();
}

const batchDocument = route({
  method: 'GET',
  path: '/api/badges/batches/:batch/document',
  says: 'All badges of a batch in one PDF, drawn while it is sent.',
  takes: { params: z.object({ batch: z.string().max(60) }) },
  async handle({ actor, params: { batch } }) {
    await allow(actor, 'print', 'badge');
    const seen = async (ids: readonly string[]) =>
      new Set(
        ((await visibleIds(actor, 'badge').whereIn('badges.id', [...ids])) as { id: string }[]).map(
          ({ id }) => id,
        ),
      );
    const some = (await BadgePrint.query().where({ batchId: batch }).limit(50)) as BadgePrint[];
    if ((await seen(some.map((each) => each.badgeId))).size === 0) throw Fault.missing('badge', batch);
    return pdf(documentOf(sheetsOfBatch(batch, seen), batch), batch);
  },
});

async function badgeDocument(badge: Badge, size?: Size): Promise<Reply> {
  return pdf(documentOf([await sheetOfPrint(badge, badge.prints, size)], badge.number), badge.number);
}

function pdf(stream: Readable, name: string): Reply {
  return new Reply(stream, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="badge-${name}.pdf"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Last-Modified': now().toUTCString(),
  });
}

export const ROUTES: readonly Route[] = [
  ...resource({ entity: badgeEntity, close: closeBadge }),
  ...resource({ entity: guestEntity }),
  ...[print, reprint, preview, people, document, personBadge, printMany, batchDocument],
];
