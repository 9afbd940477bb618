import { blobRows, readBlob } from '#kernel/blobs.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { LetterFrame } from '#platform/messages/channels/mail/letter-frame.ts';
import { addDispatched, addFrame, openDispatch, turnDispatch } from '#platform/messages/dispatches.ts';
import { fileMessages, type MessageDraft } from '#platform/messages/filing.ts';
import { SALES } from './post-office.ts';
import type { CrashFigures } from './sending-crash.ts';
import type { Sink } from './sink.ts';

/** Letters to many in the experiment with kills: how one is written, and what must be true of it afterwards. */

/** States in which nobody waits any more. */
export const ENDED = ['sent', 'unknown'];

export async function queued(): Promise<number> {
  const row = (await db()('recipients').where({ state: 'queued' }).count('* as n').first()) as { n: number };
  return Number(row.n);
}

/** A letter to so many, frozen as the letters' room freezes it. */
export async function writeLetter(composed: number, count: number): Promise<number> {
  if (count <= 0) return 0;
  const frame = new LetterFrame({
    text: ['Sayın ', 0, `,\n\n${'Şişli’den selamlar. '.repeat(20)}`],
    html: ['<p>', 0, '</p>'],
    attachments: [],
  });
  const date = new Date();
  const [message] = await work('test', () => fileMessages([letterDraft(composed, date)]));
  const id = message?.id as string;
  const some = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const n = composed + at;
      const address = `kisi-${n}@alici.example`;
      const mail = await frame.mail(
        {
          from: { name: SALES.name, address: SALES.address },
          to: { name: '', address },
          replyTo: null,
          subject: `Mektup ${n}`,
          messageId: `${n}@marmarapack.example`,
          date,
          headers: {},
          words: [{ text: `Kişi ${n}`, html: `Kişi ${n}` }],
        },
        id,
      );
      return {
        number: at + 1,
        name: '',
        address,
        destination: 'alici.example',
        card: null,
        skipped: null,
        basis: {},
        mail,
      };
    }),
  );
  await work('test', async () => {
    await openDispatch({ messageId: id, purpose: 'service', pace: null });
    const blob = blobRows(frame.shared, id);
    await db()('blobs').insert(blob.row);
    await addFrame(id, id);
    await addDispatched(id, some);
    await turnDispatch(id, ['freezing'], 'going', date.toISOString());
  });
  return count;
}

function letterDraft(n: number, at: Date): MessageDraft {
  return {
    direction: 'out',
    kind: 'mail',
    mailboxId: null,
    threadId: null,
    registered: true,
    subject: `Mektup ${n}`,
    parties: [],
    text: '',
    html: null,
    messageId: `mektup-${n}`,
    rawBlobId: null,
    size: 0,
    sha256: '',
    sameHash: `mektup-${n}`,
    at: at.toISOString(),
  };
}

/** Of mail to many nobody gets two; who may have got it without our knowing is listed as unknown, and was under way at a kill. */
export async function verdictOnLetters(
  house: House,
  sink: Sink,
  underWay: readonly Set<string>[],
  kills: number,
): Promise<CrashFigures> {
  const faults: string[] = [];
  const book = Map.groupBy(sink.mails, (mail) => mail.to[0] as string);
  const rows = (await inHouse(house, async () =>
    db()('recipients').orderBy('id').select('address', 'state', 'raw_blob_id'),
  )) as { address: string; state: string; rawBlobId: string }[];
  for (const { address, state, rawBlobId } of rows) {
    const got = book.get(address) ?? [];
    if (got.length > 1) faults.push(`${address} got it ${got.length} times`);
    if (state === 'sent' && got.length === 0) faults.push(`${address} is told as sent and got nothing`);
    if (state === 'unknown' && !underWay.some((each) => each.has(address)))
      faults.push(`${address} is told as unknown and was not under way`);
    if (!ENDED.includes(state)) faults.push(`${address} is ${state}`);
    const bytes = await inHouse(house, () => readBlob(rawBlobId));
    if (got.some((mail) => !mail.raw.equals(bytes))) faults.push(`${address} got other bytes than are kept`);
  }
  const dispatches = await inHouse(house, async () =>
    db()('dispatches').whereNot({ state: 'done' }).select('state'),
  );
  if (dispatches.length > 0) faults.push(`${dispatches.length} letters did not end`);
  return {
    kills,
    recipients: rows.length,
    deliveries: sink.mails.length,
    repeats: sink.mails.length - book.size,
    mostUnderWay: Math.max(...underWay.map((each) => each.size)),
    faults,
  };
}
