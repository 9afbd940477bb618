import type { Actor } from '#kernel/actor.ts';
import { putBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import type { Language } from '#kernel/schema.ts';
import {
  addDispatched,
  addFrame,
  type Dispatched,
  dropDispatched,
  endDispatches,
  turnDispatch,
} from '#platform/messages/dispatches.ts';
import { signingKeys } from '#platform/messages/dkim/keys.ts';
import { senderFor } from '#platform/messages/parts.ts';
import { makeStale } from '#platform/search/api.ts';
import { addLines, linkAbout } from '#platform/timeline/api.ts';
import { UNDO_SECONDS } from '../commands.ts';
import { type Composed, compose, languageOf } from '../composing.ts';
import { Letter } from '../model.ts';
import { askedBy, decidedAudience } from './audience.ts';
import type { Decided } from './decide.ts';
import { domainOf, fileLetter, shown } from './file-letter.ts';
import { recipientOf, type Writer } from './write-out.ts';

/**
 * Freezing: what is written here is what goes out and what will be shown in ten years. The audience is decided in one snapshot;
 * recipients are written in chunks, while mail comes in and single answers leave; nobody is claimed before the last of them
 * stands and one row lets the dispatch go. A freezing that a crash ended begins again.
 */

/** Recipients of one unit: well below what the writer may be held for. */
const CHUNK = 50;

/** Freezes a letter that somebody sent. Throws Faults that the writer can put right. */
export async function freezeLetter(letter: Letter, actor: Actor): Promise<void> {
  const sender = letter.mailboxId === null ? null : await senderFor(letter.mailboxId, actor);
  if (sender === null) throw Fault.forbidden('message.sender', 'You may not send as this mailbox.');
  await dropEarlier(letter.id);
  const asked = await askedBy(letter, actor);
  const decided = await decidedAudience(letter, asked.question, actor);
  const going = decided.filter((each) => each.skipped === null);
  assertSomebody(decided.length, going.length);
  const composed = await compose(letter, actor, {
    count: going.length,
    names: letter.distributionNote ? going.map((each) => distributionName(each)) : [],
  });
  const filed = await fileLetter(letter, sender, composed, asked, actor);
  const frames = await fileFrames(letter.id, composed, going, letter);
  const keys = await signingKeys(domainOf(sender));
  const writer: Writer = { letter, sender, composed, frames, keys, ...filed };
  for (let from = 0; from < decided.length; from += CHUNK) {
    const some = await Promise.all(
      decided.slice(from, from + CHUNK).map((each) => recipientOf(writer, each)),
    );
    await work('letters.freeze', () => writeSome(writer, some, decided.slice(from, from + CHUNK)));
    if (!(await isFreezing(letter.id))) break;
  }
  await letGo(letter);
}

function assertSomebody(all: number, going: number): void {
  if (all === 0)
    throw Fault.invalidAt('audience', 'letter.nobody', 'Nobody belongs to this audience. Nothing was sent.');
  if (going === 0)
    throw Fault.invalidAt(
      'audience',
      'letter.allSkipped',
      `All ${all} would be skipped; the preview says why. Nothing was sent.`,
    );
}

function distributionName({ card }: Decided): string {
  const organisation = card.entity === 'person' ? card.position?.organisation.name : undefined;
  return organisation === undefined ? card.name : `${card.name} (${organisation})`;
}

/** What a freezing left that did not end. */
async function dropEarlier(id: string): Promise<void> {
  const standing = await db()('recipients').where({ messageId: id }).first('id');
  if (standing === undefined) return;
  while (await work('letters.freeze', () => dropDispatched(id, 200)));
  await work('letters.freeze', async () => {
    await db()('abouts').where({ recordEntity: 'message', recordId: id, by: 'letter' }).delete();
    await db()('timeline_lines').where({ recordEntity: 'message', recordId: id, kind: 'letter' }).delete();
  });
}

/** What all mails share, once for each language that somebody reads. */
async function fileFrames(
  id: string,
  composed: Composed,
  going: readonly Decided[],
  letter: Letter,
): Promise<Map<Language, string>> {
  const languages = new Set(going.map(({ card }) => languageOf(letter, card)));
  const frames = new Map<Language, string>();
  for (const language of languages) {
    const bytes = composed.sheets[language].frame.shared;
    const blobId = await work('letters.frame', async () => {
      const blob = await putBlob(bytes);
      await addFrame(id, blob.id);
      return blob.id;
    });
    frames.set(language, blobId);
  }
  return frames;
}

async function writeSome(
  { letter, threadId, at, composed, sender }: Writer,
  some: readonly Dispatched[],
  decided: readonly Decided[],
): Promise<void> {
  await addDispatched(letter.id, some);
  const reached = decided.filter((each) => each.skipped === null);
  const records = [{ entity: 'message', id: letter.id }];
  if (threadId !== null) records.push({ entity: 'thread', id: threadId });
  await linkAbout(
    reached.flatMap(({ card, address }) =>
      records.map((record) => ({
        record,
        card: { entity: card.entity, id: card.id },
        role: 'to',
        by: 'letter',
        evidence: address?.address ?? '',
        at,
      })),
    ),
  );
  await addLines(
    reached.map(({ card }) => ({
      card: { entity: card.entity, id: card.id },
      record: { entity: 'message', id: letter.id },
      at,
      kind: 'letter',
      direction: 'out' as const,
      title: shown(composed.subject, composed),
      snippet: '',
      who: sender.name || sender.address,
      sameAs: `letter ${letter.id}`,
      mailboxId: letter.mailboxId,
    })),
  );
}

/** Whether nobody has called the letter back: what the freezing holds of it may be older. */
async function isFreezing(id: string): Promise<boolean> {
  const standing = await Letter.query().findById(id).select('state');
  return standing?.state === 'freezing';
}

/** The row that everything hung on. A letter that was called back, before its dispatch stood or after, lets nobody go. */
async function letGo({ id, sendAt }: Letter): Promise<void> {
  await work('letters.letGo', async () => {
    if (!(await isFreezing(id))) {
      await turnDispatch(id, ['freezing'], 'stopped');
      wakeAfterCommit('letters');
      return;
    }
    const at = now().getTime();
    const undo = at + UNDO_SECONDS * 1000;
    const startsAt = moment(Math.max(undo, sendAt === null ? 0 : new Date(sendAt).getTime()));
    if (!(await turnDispatch(id, ['freezing'], 'going', startsAt))) return;
    await update(Letter, id, { state: 'going', frozenAt: moment(at), startsAt });
    await makeStale('message', [id]);
    await endDispatches([id]);
  });
}
