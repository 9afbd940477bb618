import type { Knex } from 'knex';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command, run } from '#kernel/command.ts';
import { house } from '#kernel/house.ts';
import { Reply, route } from '#kernel/http/route.ts';
import { room } from '#kernel/room.ts';
import { allow, fragment, hasVerb, policy, visibleIds } from '#platform/access/policy.ts';
import { type DocumentRow, documentRowById, openDocument, putDocument } from './api.ts';
import { documentEntity } from './model.ts';
import { readUpload } from './upload.ts';

const bring = command({
  name: 'document.add',
  says: 'Brings a document into the house; it waits there for the record it will belong to.',
  right: null,
  takes: z.object({ name: z.string().max(1000), type: z.string().max(200), bytes: z.instanceof(Buffer) }),
  async does({ name, type, bytes }, { actor }) {
    return wire(await putDocument({ name, type, bytes, broughtBy: actor.userId }));
  },
});

function wire(row: DocumentRow) {
  const { id, version, createdAt, updatedAt, name, type, size, sha256 } = row;
  return { id, entity: 'document', version, createdAt, updatedAt, name, type, size, sha256 };
}

/** Shown inside a page without harm; everything else is only downloaded, html and svg above all. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf']);

const params = z.object({ id: z.string() });

const routes = [
  route({
    method: 'POST',
    path: '/api/documents',
    says: 'Brings a document: multipart with the part "file".',
    stream: true,
    async handle({ actor, ctx }) {
      const { name, type, bytes } = await readUpload(ctx.req);
      return run(bring, { name, type, bytes }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/documents/:id',
    says: 'A document without its bytes.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'document', { id });
      return wire(await documentRowById(id));
    },
  }),
  route({
    method: 'GET',
    path: '/api/documents/:id/content',
    says: 'The bytes of a document. With `?show=1` pictures and PDF are shown in place.',
    takes: { params, query: z.object({ show: z.string().optional() }) },
    async handle({ actor, params: { id }, query }) {
      await allow(actor, 'see', 'document', { id });
      const row = await documentRowById(id);
      const bytes = await openDocument(row);
      const place = query.show !== undefined && SHOWN.has(row.type) ? 'inline' : 'attachment';
      return new Reply(bytes, {
        'Content-Type': row.type,
        'Content-Disposition': `${place}; filename*=UTF-8''${encodeURIComponent(row.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, max-age=300',
      });
    },
  }),
];

/** Who sees a record sees its documents; what still waits is its bringer's alone. */
function seen(actor: Actor) {
  const owners = house()
    .registry.all('documentOwners')
    .filter((entity) => hasVerb(actor, 'see', entity));
  return fragment((query: Knex.QueryBuilder, table: string) => {
    query.where((any) => {
      any.where((own) =>
        own.whereNull(`${table}.owner_entity`).andWhere(`${table}.brought_by`, actor.userId ?? '-'),
      );
      for (const entity of owners)
        any.orWhere((of) =>
          of.where(`${table}.owner_entity`, entity).whereIn(`${table}.owner_id`, visibleIds(actor, entity)),
        );
    });
  });
}

export default room({
  name: 'files',
  says: 'Documents on any record, as part of the database.',
  entities: [documentEntity],
  policies: [
    policy({
      entity: 'document',
      says: 'Who sees a record sees its documents; one that waits for its record is seen by who brought it.',
      see: seen,
      grants: { clerk: ['see'] },
      within: (_records, actor) => seen(actor),
    }),
  ],
  commands: [bring],
  routes,
});
