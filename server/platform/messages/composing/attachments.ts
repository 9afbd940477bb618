import { createHash } from 'node:crypto';
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { can } from '#platform/access/policy.ts';
import { type DocumentRow, documentRowById, documentsOf, openDocument } from '#platform/files/api.ts';
import type { MailAttachment } from '../channels/mail/render.ts';
import type { Sending } from './input.ts';

/** Documents that go with a mail: those that were attached, and pictures that its HTML shows. */

/** Bytes of all attachments together; in transfer they grow by more than a third. */
const MOST_BYTES = 25 * 1024 * 1024;

/** Finds the named documents. Throws Fault `invalid` for what does not exist or may not be seen, `limited` for too much. */
export async function openAttachments(ids: readonly string[], actor: Actor): Promise<MailAttachment[]> {
  const rows: DocumentRow[] = [];
  for (const [at, id] of [...new Set(ids)].entries()) {
    if (!(await can(actor, 'see', 'document', { id })))
      throw Fault.invalidAt(
        `attachments.${at}`,
        'message.attachment',
        'There is no such document, or it is not yours to see.',
      );
    rows.push(await documentRowById(id));
  }
  assertSize(rows.reduce((sum, row) => sum + row.size, 0));
  return Promise.all(rows.map(opened));
}

export function assertSize(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const mega = (size: number) => Math.ceil(size / 1024 / 1024);
  throw Fault.limited(
    'message.tooLarge',
    `The attachments have ${mega(bytes)} MB; a mail carries ${mega(MOST_BYTES)} MB.`,
    {
      status: 413,
      errors: [
        { path: 'attachments', code: 'message.tooLarge', detail: `at most ${mega(MOST_BYTES)} MB together` },
      ],
    },
  );
}

async function opened(row: DocumentRow): Promise<MailAttachment> {
  return { name: row.name, type: row.type, bytes: await openDocument(row), contentId: null };
}

const SHOWN = /^image\/(png|jpe?g|gif|webp)$/i;
const DATA_URL = /^data:(image\/(?:png|jpe?g|gif|webp));base64,([a-z0-9+/=\s]+)$/i;

/**
 * Pictures that an HTML body names, found before it is rewritten: `data:` addresses, documents of the house, and `cid:` of the
 * mail that is answered or passed on. Gives attachments by the `src` they stand for.
 */
export async function picturesOf(
  html: string,
  sending: Sending,
  actor: Actor,
  domain: string,
): Promise<Map<string, MailAttachment>> {
  const found = new Map<string, MailAttachment>();
  const quoted = await quotedPictures(sending);
  for (const src of sources(html)) {
    if (found.has(src) || found.size >= 200) continue;
    const picture =
      dataPicture(src, domain) ??
      (await documentPicture(src, actor, domain)) ??
      (await quotedPicture(src, quoted, domain));
    if (picture !== null) found.set(src, picture);
  }
  assertSize([...found.values()].reduce((sum, each) => sum + each.bytes.length, 0));
  return found;
}

/** `src` of pictures as they stand after entities are read: a first look; what counts is the sanitiser's. */
function sources(html: string): string[] {
  return [...html.matchAll(/<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('&amp;', '&'),
  );
}

function dataPicture(src: string, domain: string): MailAttachment | null {
  const [, type, base64] = DATA_URL.exec(src) ?? [];
  if (type === undefined || base64 === undefined) return null;
  const bytes = Buffer.from(base64, 'base64');
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { name: `${name}.${type.split('/')[1]}`, type, bytes, contentId: `${name}@${domain}` };
}

async function documentPicture(src: string, actor: Actor, domain: string): Promise<MailAttachment | null> {
  const id = /(?:^cid:|\/api\/documents\/)([0-9A-HJKMNP-TV-Z]{26})(?:\/|$|\?)/.exec(src)?.[1];
  if (id === undefined || !isId(id) || !(await can(actor, 'see', 'document', { id }))) return null;
  const row = await documentRowById(id);
  if (!SHOWN.test(row.type)) return null;
  return { ...(await opened(row)), contentId: `${id.toLowerCase()}@${domain}` };
}

async function quotedPictures(sending: Sending): Promise<DocumentRow[]> {
  const ids = [sending.inReplyTo, sending.forwardOf].filter((id) => id != null);
  return [...(await documentsOf('message', ids)).values()].flat().filter((row) => row.contentId !== null);
}

async function quotedPicture(
  src: string,
  quoted: readonly DocumentRow[],
  domain: string,
): Promise<MailAttachment | null> {
  if (!src.startsWith('cid:')) return null;
  const row = quoted.find((each) => each.contentId === src.slice(4));
  if (row === undefined || !SHOWN.test(row.type)) return null;
  // Under a name of our own: a stranger's Content-ID may hold anything.
  return { ...(await opened(row)), contentId: `${row.id.toLowerCase()}@${domain}` };
}
