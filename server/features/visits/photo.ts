import type { Actor } from '#kernel/actor.ts';
import { isFault } from '#kernel/errors.ts';
import { type Jpeg, readPhoto } from '#kernel/print/jpeg.ts';
import { allow } from '#platform/access/policy.ts';
import { documentRowById, openDocument, putDocument } from '#platform/files/api.ts';
import type { Badge } from './model.ts';

/** Reads the photo that was sent with a badge; undefined where none was spoken of. Throws Faults that say what to do. */
export async function takePhoto(
  documentId: string | null | undefined,
  actor: Actor,
): Promise<Jpeg | null | undefined> {
  if (documentId === null || documentId === undefined) return documentId;
  await allow(actor, 'see', 'document', { id: documentId });
  return readPhoto(await openDocument(await documentRowById(documentId)));
}

/**
 * The document of a badge's photo: the new one, kept in the form that is printed and owned by the badge; else the one that it had;
 * else that of the card, where it can be printed.
 */
export async function keptPhoto(
  given: Jpeg | null | undefined,
  badge: Badge,
  onCard: string | null,
): Promise<string | null> {
  if (given === null) return null;
  if (given === undefined && badge.photoId !== null) return badge.photoId;
  const photo = given ?? (await photoOf(onCard));
  if (photo === null) return null;
  const { id } = await putDocument({
    name: 'photo.jpg',
    type: 'image/jpeg',
    bytes: photo.bytes,
    owner: { entity: 'badge', id: badge.id },
  });
  return id;
}

/** A stored photo as it is printed; null where there is none, or it is of a kind that is not printed. */
export async function photoOf(documentId: string | null): Promise<Jpeg | null> {
  if (documentId === null) return null;
  try {
    return readPhoto(await openDocument(await documentRowById(documentId)));
  } catch (error) {
    if (isFault(error, 'invalid') || isFault(error, 'missing')) return null;
    throw error;
  }
}
