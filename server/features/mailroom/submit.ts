import type { Actor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { can } from '#platform/access/policy.ts';
import { putDocument } from '#platform/files/api.ts';
import { sendMessage } from '#platform/messages/commands.ts';
import type { SendInput } from '#platform/messages/composing/input.ts';
import { sendersOf } from '#platform/messages/parts.ts';
import { readers } from './filing.ts';
import type { ReadMail } from './reading/mail.ts';

/**
 * A mail that a colleague's own mail program hands in. It goes the way of every mail that is written here: from a mailbox of the
 * writer, registered, in its thread, on its cards.
 */

/** Gives the message's id. Throws Fault `forbidden` where the writer may not send as the address in From. */
export async function submitMail(raw: Buffer, recipients: readonly string[], actor: Actor): Promise<string> {
  const mail = await readers().read(raw);
  const from = mail.parties.find((party) => party.role === 'from')?.address.toLowerCase() ?? '';
  const sender = (await sendersOf(actor)).find((each) => each.address === from);
  if (sender === undefined)
    throw Fault.forbidden('message.sender', `You may not send as ${from === '' ? 'nobody' : from}.`);
  const input: SendInput = {
    from: sender.mailboxId,
    ...addressees(mail, recipients),
    subject: mail.subject,
    text: mail.text,
    html: mail.html?.replaceAll(' data-remote-src="', ' src="') ?? null,
    attachments: await documentsOf(raw, mail, actor),
    inReplyTo: await answered(mail, actor),
  };
  return (await sendMessage(input, actor)).id;
}

/** Who is named in To and Cc and gets it; who gets it and is not named is a blind copy. */
function addressees(mail: ReadMail, recipients: readonly string[]): Pick<SendInput, 'to' | 'cc' | 'bcc'> {
  const left = new Set(recipients.map((address) => address.toLowerCase()));
  const named = (role: 'to' | 'cc') =>
    mail.parties
      .filter((party) => party.role === role && left.delete(party.address.toLowerCase()))
      .map(({ name, address }) => ({ name, address }));
  const to = named('to');
  const cc = named('cc');
  return { to, cc, bcc: [...left] };
}

async function documentsOf(raw: Buffer, mail: ReadMail, actor: Actor): Promise<string[]> {
  const ids: string[] = [];
  for (const { part, name, type } of mail.attachments) {
    const bytes = await readers().open(raw, part);
    ids.push(
      (await work('mailroom.submit', () => putDocument({ name, type, bytes, broughtBy: actor.userId }))).id,
    );
  }
  return ids;
}

/** The message it answers, where that stands here and the writer sees it. */
async function answered(mail: ReadMail, actor: Actor): Promise<string | null> {
  const rows = (await db()('messages')
    .whereIn('message_id', mail.inReplyTo.slice(0, 10))
    .orderBy('id')
    .select('id')) as { id: string }[];
  for (const row of rows) if (await can(actor, 'see', 'message', row)) return row.id;
  return null;
}
