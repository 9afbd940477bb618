import type { ExecutionContext } from 'ava';
import { acceptMail, type Envelope } from '#features/mailroom/accept.ts';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import type { Thread } from '#features/mailroom/model.ts';
import { systemActor } from '#kernel/actor.ts';
import { readBlob } from '#kernel/blobs.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Message } from '#platform/messages/model.ts';
import { type World, type WorldOptions, world } from '#test/support/world.ts';

/** A mail as a person describes it; everything has a value that fits. */
export interface MailWords {
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  messageId?: string;
  inReplyTo?: string;
  references?: string[];
  date?: string;
  /** Further header lines. */
  header?: string[];
  /** The whole mail, in place of all others. */
  raw?: string | Buffer;
  envelope?: Partial<Envelope>;
}

/** A house with the mailboxes satis@ and destek@. */
export interface Mailroom extends World {
  satis: string;
  destek: string;
  /** Brings a mail in and files it; gives its bytes. */
  arrives(words?: MailWords): Promise<Buffer>;
  /** Brings a mail in without filing it. */
  waits(words?: MailWords): Promise<Buffer>;
  messages(): Promise<Message[]>;
  threads(): Promise<Thread[]>;
  raw(messageId: string): Promise<Buffer>;
}

let count = 0;

export async function mailroom(t: ExecutionContext<any>, options: WorldOptions = {}): Promise<Mailroom> {
  const w = await world(t, options);
  const boxes = await w.in(async () => {
    const satis = await run(
      addMailbox,
      { address: 'satis@marmarapack.example', name: 'Satış', kind: 'group' },
      systemActor(),
    );
    const destek = await run(
      addMailbox,
      { address: 'destek@marmarapack.example', name: 'Destek', kind: 'group' },
      systemActor(),
    );
    return { satis: satis.id, destek: destek.id };
  });
  const waits = async (words: MailWords = {}) => {
    const raw = mailOf(words);
    const to = words.envelope?.to ?? [words.to ?? 'satis@marmarapack.example'];
    const envelope: Envelope = {
      from: 'ayse@kuzey.example',
      peer: '192.168.1.20',
      greeting: 'mail.kuzey.example',
      protocol: 'ESMTP',
      tls: null,
      ...words.envelope,
      to,
    };
    await w.in(() => acceptMail({ raw, envelope, door: 'smtp' }));
    return raw;
  };
  return {
    ...w,
    ...boxes,
    waits,
    async arrives(words) {
      const raw = await waits(words);
      await w.settle();
      return raw;
    },
    messages: () => w.in(async () => (await Message.query().orderBy('id')) as Message[]),
    threads: () =>
      w.in(async () => (await db()('threads').whereNull('merged_into').orderBy('id')) as Thread[]),
    raw: (messageId) =>
      w.in(async () => {
        const row = (await db()('messages').where({ id: messageId }).first('raw_blob_id')) as {
          rawBlobId: string;
        };
        return readBlob(row.rawBlobId);
      }),
  };
}

/** The bytes of a mail, with CR LF. */
export function mailOf(words: MailWords): Buffer {
  if (words.raw !== undefined) return Buffer.from(words.raw);
  count++;
  const lines = [
    `From: ${words.from ?? 'Ayşe Çağlar <ayse@kuzey.example>'}`,
    `To: ${words.to ?? 'Satış <satis@marmarapack.example>'}`,
    `Subject: ${words.subject ?? 'Sipariş'}`,
    `Date: ${words.date ?? 'Tue, 24 Nov 2026 11:00:00 +0300'}`,
    `Message-ID: <${words.messageId ?? `m${count}.${process.pid}@kuzey.example`}>`,
    ...(words.inReplyTo === undefined ? [] : [`In-Reply-To: <${words.inReplyTo}>`]),
    ...(words.references === undefined
      ? []
      : [`References: ${words.references.map((id) => `<${id}>`).join(' ')}`]),
    ...(words.header ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    words.text ?? 'Merhaba,\r\nsiparişimiz ektedir.\r\n',
  ];
  return Buffer.from(lines.join('\r\n'));
}
