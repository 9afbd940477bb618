import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { afterCommit, db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import { Mailbox } from '../model.ts';
import { forgetRecipients, ownAddress } from '../recipients.ts';

/** What administrators do with mailboxes. */

const id = z.string().length(26);
const version = z.int().optional();
type Sent = Record<string, unknown>;

export const addMailbox = command({
  name: 'mailbox.add',
  says: 'Opens a mailbox: an address of the firm that people share or own.',
  takes: inputOf('mailbox'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'mailbox');
    const values = await valuesOf(sent);
    await refuseTaken(values.address as string);
    const mailbox = await insert(Mailbox, { signature: '', ...values, closedAt: null, closedBy: null });
    await setMembers(mailbox.id, (sent.members as { id: string }[] | undefined) ?? []);
    return told(mailbox);
  },
});

export const changeMailbox = command({
  name: 'mailbox.change',
  says: 'Changes a mailbox: its address, name, kind, signature, members.',
  takes: inputOf('mailbox', { partial: true, also: { id, version } }),
  async does({ id: mailboxId, version: from, ...sent }, { actor }) {
    await allow(actor, 'change', 'mailbox', { id: mailboxId as string });
    const values = await valuesOf(sent);
    if (values.address !== undefined) await refuseTaken(values.address as string, mailboxId as string);
    if (sent.members !== undefined)
      await setMembers(mailboxId as string, (sent.members as { id: string }[] | null) ?? []);
    return told(
      await update(
        Mailbox,
        mailboxId as string,
        values,
        from === undefined ? {} : { version: from as number },
      ),
    );
  },
});

export const closeMailbox = command({
  name: 'mailbox.close',
  says: 'Closes a mailbox: its address takes no more mail; what came stays.',
  takes: z.object({ id, version }),
  async does({ id: mailboxId, version: from }, { actor, at }) {
    await allow(actor, 'close', 'mailbox', { id: mailboxId });
    return told(
      await update(
        Mailbox,
        mailboxId,
        { closedAt: at, closedBy: actor.userId },
        from === undefined ? {} : { version: from },
      ),
    );
  },
});

export const restoreMailbox = command({
  name: 'mailbox.restore',
  says: 'Opens a closed mailbox again.',
  right: 'mailbox:close',
  takes: z.object({ id }),
  async does({ id: mailboxId }, { actor }) {
    await allow(actor, 'close', 'mailbox', { id: mailboxId });
    return told(await update(Mailbox, mailboxId, { closedAt: null, closedBy: null }));
  },
});

export const addMember = command({
  name: 'mailbox.addMember',
  says: 'Gives somebody a mailbox to read and to write from.',
  right: 'mailbox:change',
  takes: z.object({ id, userId: id }),
  async does({ id: mailboxId, userId }, { actor }) {
    await allow(actor, 'change', 'mailbox', { id: mailboxId });
    await refuseStrangers([userId]);
    await db()('mailbox_members')
      .insert({ mailboxId, userId })
      .onConflict(['mailbox_id', 'user_id'])
      .ignore();
    await tellMembers(mailboxId);
  },
});

export const removeMember = command({
  name: 'mailbox.removeMember',
  says: 'Takes a mailbox from somebody.',
  right: 'mailbox:change',
  takes: z.object({ id, userId: id }),
  async does({ id: mailboxId, userId }, { actor }) {
    await allow(actor, 'change', 'mailbox', { id: mailboxId });
    await db()('mailbox_members').where({ mailboxId, userId }).delete();
    await tellMembers(mailboxId);
  },
});

/** The address must be one of the house's domains: to others no mail would come. */
async function valuesOf(sent: Sent): Promise<Sent> {
  const values = rowValues((await catalog()).entity('mailbox'), sent);
  if (values.signature === null) values.signature = '';
  if (values.address === undefined) return values;
  const address = String(values.address).toLowerCase();
  const own = ownAddress(address);
  if (own === undefined)
    throw Fault.invalidAt(
      'address',
      'mailbox.foreign',
      'This is no address of the firm’s mail domains; they are in the settings.',
    );
  if (own.detail !== null)
    throw Fault.invalidAt(
      'address',
      'mailbox.plus',
      'What follows a plus is left to whoever writes; give the address without it.',
    );
  return { ...values, address: `${own.local}@${own.domain}` };
}

async function refuseTaken(address: string, by?: string): Promise<void> {
  const standing = (await db()('mailboxes').where({ address }).first('id', 'closed_at')) as
    | { id: string; closedAt: string | null }
    | undefined;
  if (standing === undefined || standing.id === by) return;
  const words =
    standing.closedAt === null
      ? 'There is a mailbox with this address already.'
      : 'A closed mailbox has this address; open that one again.';
  throw Fault.invalidAt('address', 'mailbox.taken', words);
}

async function setMembers(mailboxId: string, members: readonly { id: string }[]): Promise<void> {
  const ids = [...new Set(members.map((member) => member.id))];
  await refuseStrangers(ids);
  await db()('mailbox_members').where({ mailboxId }).whereNotIn('user_id', ids).delete();
  if (ids.length > 0)
    await db()('mailbox_members')
      .insert(ids.map((userId) => ({ mailboxId, userId })))
      .onConflict(['mailbox_id', 'user_id'])
      .ignore();
  await tellMembers(mailboxId);
}

async function refuseStrangers(ids: readonly string[]): Promise<void> {
  const known = (await db()('users')
    .whereIn('id', [...ids])
    .whereNull('closed_at')
    .select('id')) as { id: string }[];
  const missing = ids.findIndex((each) => !known.some((row) => row.id === each));
  if (missing !== -1)
    throw Fault.invalidAt(`members.${missing}`, 'user.missing', 'There is no such colleague.');
}

/** Who reads a mailbox is a matter of access: those who watch it look again. */
export async function tellMembers(mailboxId: string): Promise<void> {
  await emit(
    'news.told',
    { entity: 'mailbox', id: mailboxId, version: null, topics: [] },
    { entity: 'mailbox', id: mailboxId },
  );
}

function told(mailbox: Mailbox): Mailbox {
  afterCommit(forgetRecipients);
  return mailbox;
}
