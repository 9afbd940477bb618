import type { Actor } from '#kernel/actor.ts';
import { putBlob } from '#kernel/blobs.ts';
import { FrozenClock, moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import type { User } from '#platform/access/model.ts';
import { putDocument } from '#platform/files/api.ts';
import { sendMessage } from '#platform/messages/commands.ts';
import { beginAttempts, claimRecipients } from '#platform/messages/queue/claims.ts';
import { writeResults } from '#platform/messages/queue/results.ts';
import type { Envelope } from '../accept.ts';
import { readers } from '../filing.ts';
import { fileArrivals } from '../pipeline/run.ts';
import type { Verdicts } from '../verdicts.ts';
import type { Letter } from './letters.ts';
import { rawMail } from './raw-mail.ts';
import { sampleFile } from './sample-file.ts';

export interface Colleague {
  user: User;
  actor: Actor;
}

/** What letters are filed with. */
export interface Desk {
  domain: string;
  /** Ids by local part. */
  mailboxes: ReadonlyMap<string, string>;
  /** By the local part of their address. */
  colleagues: ReadonlyMap<string, Colleague>;
  /** The newest message of each correspondence, and every Message-ID before it. */
  last: Map<string, { id: string; headerIds: string[]; mailbox: string }>;
}

/** An address of the documentation networks (RFC 5737): no server of anybody. */
const PEER = '192.0.2.18';
const MINUTE_MS = 60_000;

/** Files a letter as of its moment; false where it stands already. */
export async function fileLetter(letter: Letter, at: Date, desk: Desk): Promise<boolean> {
  const author = letter.author === null ? undefined : desk.colleagues.get(letter.author);
  if (letter.direction === 'out' && author === undefined) return false;
  const standing = await standingMessage(letter, desk);
  if (standing === undefined)
    await atMoment(at, () =>
      author === undefined ? receive(letter, at, desk) : send(letter, at, author.actor, desk),
    );
  const filed = standing ?? (await standingMessage(letter, desk));
  if (filed === undefined) throw new Error(`The sample letter "${letter.subject}" was not filed.`);
  const before = desk.last.get(letter.thread);
  desk.last.set(letter.thread, {
    id: filed.id,
    headerIds: [...(before?.headerIds ?? []), filed.messageId],
    mailbox: mailboxOf(letter, before?.mailbox),
  });
  return standing === undefined;
}

function mailboxOf(letter: Letter, before: string | undefined): string {
  const named = [letter.from ?? '', ...letter.to].find((each) => each.endsWith('@'));
  return named?.slice(0, -1) ?? before ?? 'satis';
}

/** Known again by direction, subject and first words: the moments are others at every start. */
async function standingMessage(
  letter: Letter,
  desk: Desk,
): Promise<{ id: string; messageId: string } | undefined> {
  const mailboxes = [...desk.mailboxes.values()];
  const rows = (await db()('messages')
    .where({ direction: letter.direction, subject: letter.subject })
    .whereIn('mailbox_id', mailboxes)
    .select('id', 'message_id', 'text')) as {
    id: string;
    messageId: string;
    text: string;
  }[];
  const start = letter.text.slice(0, 60);
  return rows.find((row) => row.text.startsWith(start));
}

async function receive(letter: Letter, at: Date, desk: Desk): Promise<void> {
  const domain = /@([^>]+)>?$/.exec(letter.from ?? '')?.[1] ?? '';
  const raw = rawOf(letter, at, domain, desk);
  const envelope = envelopeOf(letter, domain, desk);
  const mail = await readers().read(raw);
  await work('mailroom.sampleArrival', async () => {
    const blob = await putBlob(raw);
    const arrival = { id: newId(), createdAt: moment(at), rawBlobId: blob.id, door: 'smtp' };
    await db()('arrivals').insert({
      ...arrival,
      envelope: JSON.stringify(envelope),
      dueAt: arrival.createdAt,
      attempts: 1,
    });
    const verdicts = { ...verdictsFor(domain) };
    await fileArrivals([{ ...arrival, envelope, size: blob.size, sha256: blob.sha256, mail, verdicts }]);
  });
}

function rawOf(letter: Letter, at: Date, domain: string, desk: Desk): Buffer {
  return rawMail({
    from: letter.from ?? '',
    to: letter.to.map((each) => whole(each, desk)),
    cc: letter.cc.map((each) => whole(each, desk)),
    subject: letter.subject,
    at,
    messageId: `${newId().toLowerCase()}@${domain}`,
    references: desk.last.get(letter.thread)?.headerIds ?? [],
    text: letter.text,
    html: letter.tracked ? withPictures(letter.text, domain) : null,
    charset: letter.charset,
    automatic: letter.automatic,
    files: letter.attachments.map(sampleFile),
  });
}

function envelopeOf(letter: Letter, domain: string, desk: Desk): Envelope {
  const from = letter.from ?? '';
  return {
    from: letter.automatic ? '' : (/<([^>]+)>/.exec(from)?.[1] ?? from),
    to: [...letter.to, ...letter.cc].filter((each) => each.endsWith('@')).map((each) => whole(each, desk)),
    peer: PEER,
    greeting: `mx.${domain}`,
    protocol: 'ESMTPS',
    tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
  };
}

/** `satis@` with the domain of the house. */
function whole(address: string, desk: Desk): string {
  return address.endsWith('@') ? `${address}${desk.domain}` : address;
}

/** What name servers would have said of a sender; sample domains have none. */
function verdictsFor(domain: string): Verdicts {
  return {
    overall: 'verified',
    spf: { result: 'pass', says: `${PEER} for ${domain}: pass` },
    dkim: { result: 'none', says: 'It carries no signature.' },
    dmarc: { result: 'pass', says: `${domain}: policy quarantine` },
  };
}

/** Frozen by the post office as of its moment, and delivered a minute later. */
async function send(letter: Letter, at: Date, actor: Actor, desk: Desk): Promise<void> {
  const before = desk.last.get(letter.thread);
  const from = desk.mailboxes.get(mailboxOf(letter, before?.mailbox));
  await work('mailroom.sampleSending', async () => {
    const documents = [];
    for (const name of letter.attachments)
      documents.push(await putDocument({ ...sampleFile(name), broughtBy: actor.userId }));
    const input = {
      from,
      to: letter.to,
      cc: letter.cc,
      subject: letter.subject,
      text: letter.text,
      attachments: documents.map((each) => each.id),
    };
    const { id } = await sendMessage(
      { ...input, ...(before === undefined ? {} : { inReplyTo: before.id }) },
      actor,
    );
    await atMoment(new Date(at.getTime() + MINUTE_MS), () => deliver(id));
  });
}

async function deliver(messageId: string): Promise<void> {
  const rows = (await db()('recipients').where({ messageId, state: 'queued' }).select('id')) as {
    id: string;
  }[];
  const claimed = await claimRecipients(rows.map((row) => row.id));
  await beginAttempts(claimed);
  await writeResults(
    claimed.map((each) => ({
      claimed: each,
      outcome: {
        outcome: 'sent' as const,
        host: `mx.${each.destination} [${PEER}]:25`,
        reply: `250 2.0.0 Ok: queued as ${each.id.slice(-10)}`,
        enhancedCode: '2.0.0',
        tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
        tookMs: 412,
      },
    })),
  );
}

/** As programs write it that count who reads: the pictures are never fetched unasked. */
function withPictures(text: string, domain: string): string {
  const paragraphs = text
    .trim()
    .split(/\n\n+/)
    .map((paragraph) => `<p style="margin:0 0 12px">${escaped(paragraph).replaceAll('\n', '<br>')}</p>`);
  const picture = (path: string, alt: string) =>
    `<img src="https://www.${domain}/${path}" alt="${alt}" width="120">`;
  return `<html><body style="font-family:Calibri,sans-serif">${paragraphs.join('\n')}\n${picture('imza/logo.png', domain)}\n${picture('oku.gif?ileti=4711', '')}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Runs work in this house with its clock set to a moment. */
export function atMoment<T>(at: Date, does: () => Promise<T>): Promise<T> {
  return inHouse({ ...house(), clock: new FrozenClock(at) }, does);
}
