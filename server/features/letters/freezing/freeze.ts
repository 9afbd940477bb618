import { createHash } from 'node:crypto';
import type { Actor } from '#kernel/actor.ts';
import { putBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house, now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import type { Language } from '#kernel/schema.ts';
import {
  addDispatched,
  addFrame,
  type Dispatched,
  dispatchOf,
  dropDispatched,
  endDispatches,
  openDispatch,
  turnDispatch,
} from '#platform/messages/dispatches.ts';
import { signingKeys } from '#platform/messages/dkim/keys.ts';
import type { SigningKey } from '#platform/messages/dkim/sign.ts';
import { fileMessages } from '#platform/messages/filing.ts';
import { messageIdOf, newReturnToken, replyAddress } from '#platform/messages/identity.ts';
import { type SenderIdentity, senderFor } from '#platform/messages/parts.ts';
import { makeStale } from '#platform/search/api.ts';
import { addLines, linkAbout } from '#platform/timeline/api.ts';
import { UNDO_SECONDS } from '../commands.ts';
import { type Composed, compose, languageOf, wordsOf, writeTo } from '../composing.ts';
import { Letter } from '../model.ts';
import { unsubscribeWays } from '../unsubscribe.ts';
import { type Asked, askedBy, decidedAudience } from './audience.ts';
import type { Decided } from './decide.ts';

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
    if ((await dispatchOf(letter.id))?.state === 'stopped') return;
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
  while (await work('letters.freeze', () => dropDispatched(id, 200)));
}

interface Filed {
  registerNumber: string;
  threadId: string | null;
  at: string;
}

interface Writer extends Filed {
  letter: Letter;
  sender: SenderIdentity;
  composed: Composed;
  frames: Map<Language, string>;
  keys: SigningKey[];
}

/** The letter as a message of its thread, with its number; once, however often the freezing begins. */
async function fileLetter(
  letter: Letter,
  sender: SenderIdentity,
  composed: Composed,
  { sentence, question, group }: Asked,
  actor: Actor,
): Promise<Filed> {
  return work('letters.file', async () => {
    const standing = (await db()('messages')
      .where({ id: letter.id })
      .first('register_number', 'thread_id', 'at')) as
      | { registerNumber: string; threadId: string | null; at: string }
      | undefined;
    if (standing !== undefined) return standing;
    const at = moment(now());
    const sheet = composed.sheets[letter.language];
    const draft = {
      id: letter.id,
      direction: 'out' as const,
      kind: 'mail' as const,
      mailboxId: sender.mailboxId,
      threadId: null as string | null,
      registered: true,
      subject: shown(composed.subject, composed),
      parties: [{ role: 'from' as const, name: sender.name, address: sender.address }],
      text: shown(sheet.text, composed),
      html: null,
      messageId: await messageIdOf(letter.id, domainOf(sender)),
      rawBlobId: null,
      size: 0,
      sha256: '',
      sameHash: createHash('sha256').update(letter.id).digest('hex'),
      at,
      sentAt: at,
      authorId: actor.userId,
    };
    for (const filer of house().registry.all('filers'))
      draft.threadId = await filer.place({
        id: letter.id,
        message: draft,
        cards: new Map(),
        about: [],
        threadId: null,
        hasAttachments: composed.attachments.some((each) => each.contentId === null),
      });
    const [message] = await fileMessages([draft]);
    await openDispatch({ messageId: letter.id, purpose: letter.purpose, pace: letter.pace });
    const registerNumber = message?.registerNumber as string;
    await update(Letter, letter.id, {
      registerNumber,
      sentence,
      question: { ...question, ...(group === null ? {} : { group }) },
    });
    return { registerNumber, threadId: draft.threadId, at };
  });
}

/** Fields stand in guillemets in the one text that is everybody's. */
function shown(parts: readonly (string | number)[], { slots }: Composed): string {
  return parts
    .map((part) => (typeof part === 'number' ? `«${slots.all[part]?.field ?? ''}»` : part))
    .join('');
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

/** One recipient, written out. */
async function recipientOf(writer: Writer, decided: Decided): Promise<Dispatched> {
  const { card, address, skipped, number } = decided;
  const basis = {
    why: card.ground.why,
    consent: card.ground.consent,
    organisation: card.position?.organisation ?? null,
    title: card.position?.title ?? null,
    left: card.left,
  };
  const known = { name: card.name, card: { entity: card.entity, id: card.id }, basis };
  if (skipped !== null || address === null)
    return {
      ...known,
      number: 0,
      address: address?.address ?? '',
      destination: address?.domain ?? '',
      skipped: skipped ?? 'no-address',
      mail: null,
    };
  const token = newReturnToken();
  return {
    ...known,
    number,
    address: address.address,
    destination: address.domain,
    skipped: null,
    token,
    mail: await mailFor(writer, decided, token),
  };
}

async function mailFor(writer: Writer, { card, address, number }: Decided, token: string) {
  const { letter, sender, composed, frames, keys, registerNumber, threadId, at } = writer;
  const language = languageOf(letter, card);
  const to = address as NonNullable<Decided['address']>;
  const ways = unsubscribeWays(token, sender.address);
  const before = letter.reference === null || letter.reference === '' ? registerNumber : letter.reference;
  const facts = { reference: `${before}/${number}`, unsubscribe: ways.shown };
  const written = writeTo(composed, wordsOf(letter, card, to.address, facts), language);
  const reply = threadId === null ? undefined : await replyAddress(threadId, sender.address);
  return composed.sheets[language].frame.mail(
    {
      from: { name: sender.name, address: sender.address },
      to: { name: to.name, address: to.address },
      replyTo: reply === undefined ? null : { name: sender.name, address: reply },
      subject: written.subject,
      messageId: await messageIdOf(letter.id, domainOf(sender), number),
      date: new Date(at),
      headers: ways.headers,
      words: written.words,
    },
    frames.get(language) as string,
    keys,
  );
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

/** The row that everything hung on. */
async function letGo({ id, sendAt }: Letter): Promise<void> {
  await work('letters.letGo', async () => {
    const at = now().getTime();
    const undo = at + UNDO_SECONDS * 1000;
    const startsAt = moment(Math.max(undo, sendAt === null ? 0 : new Date(sendAt).getTime()));
    if (!(await turnDispatch(id, ['freezing'], 'going', startsAt))) return;
    await update(Letter, id, { state: 'going', frozenAt: moment(at), startsAt });
    await makeStale('message', [id]);
    await endDispatches([id]);
  });
}

function domainOf({ address }: SenderIdentity): string {
  return address.split('@').at(-1) as string;
}
