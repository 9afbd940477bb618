import { recordConsent } from '#features/people/api.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import type { Language } from '#kernel/schema.ts';
import { houseKey, sameText, signature } from '#kernel/secrets.ts';
import { dispatchOf } from '#platform/messages/dispatches.ts';
import { suppress } from '#platform/messages/suppressions.ts';
import { mainMailDomain, setting } from '#platform/settings/api.ts';
import './settings.ts';

/**
 * How a recipient is left alone: by a mail (always), and by a page of this house where its public address was checked: then mail
 * programs may do it with one click (RFC 8058). It takes effect at once, also on what waits in the queue.
 */

export interface UnsubscribeWays {
  /** What stands in the letter. */
  shown: string;
  headers: Record<string, string>;
}

export function unsubscribeWays(token: string, sender: string): UnsubscribeWays {
  const domain = ownDomainOf(sender);
  const mail = `mailto:unsubscribe+${token}@${domain}?subject=unsubscribe`;
  const page = checkedUrl();
  if (page === null) return { shown: mail, headers: { 'List-Unsubscribe': `<${mail}>` } };
  const url = `${page}/unsubscribe/${token}`;
  return {
    shown: url,
    headers: {
      'List-Unsubscribe': `<${url}>, <${mail}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** A domain whose mail comes here: the sender's, where it is one of them. */
function ownDomainOf(sender: string): string {
  const domain = sender.toLowerCase().split('@').at(-1) as string;
  return setting('mailDomains').includes(domain) ? domain : mainMailDomain();
}

/** The public address, if it is https and was found to lead here. */
function checkedUrl(): string | null {
  const url = setting('publicUrl');
  return url.startsWith('https://') && setting('publicUrlChecked') === url ? url : null;
}

/** What the house answers to itself when the public address is checked. */
export async function proofOfHouse(nonce: string): Promise<string> {
  return signature(await houseKey('public-url'), nonce);
}

export async function leadsHere(answer: string, nonce: string): Promise<boolean> {
  return sameText(answer.trim(), await proofOfHouse(nonce));
}

export interface Leaving {
  recipientId: string;
  letterId: string;
  address: string;
  name: string;
  language: Language;
  done: boolean;
}

/** Whose token it is; undefined where it is nobody's of a letter. */
export async function leavingBy(token: string): Promise<Leaving | undefined> {
  const row = (await db()('recipients as r')
    .join('letters as l', 'l.id', 'r.message_id')
    .leftJoin('persons as p', (join) => join.on('p.id', 'r.card_id').andOnVal('r.card_entity', 'person'))
    .where('r.token', token.toLowerCase())
    .first(
      'r.id as recipientId',
      'l.id as letterId',
      'r.address as address',
      'r.name as name',
      'r.unsubscribed_at as doneAt',
      'l.language as letterLanguage',
      'p.language as language',
    )) as
    | {
        recipientId: string;
        letterId: string;
        address: string;
        name: string;
        doneAt: string | null;
        letterLanguage: Language;
        language: string | null;
      }
    | undefined;
  if (row === undefined) return undefined;
  const spoken = (['tr', 'pl', 'en'] as const).find((each) => each === row.language);
  return {
    recipientId: row.recipientId,
    letterId: row.letterId,
    address: row.address,
    name: row.name,
    language: spoken ?? row.letterLanguage,
    done: row.doneAt !== null,
  };
}

/** Leaves a recipient alone from now on, once; the refusal stands on the card with the letter as its evidence. */
export async function unsubscribe(token: string, how: 'page' | 'one-click' | 'mail'): Promise<boolean> {
  const leaving = await leavingBy(token);
  if (leaving === undefined) return false;
  if (leaving.done) return true;
  await work('letters.unsubscribe', async () => {
    const changed = await db()('recipients')
      .where({ id: leaving.recipientId })
      .whereNull('unsubscribed_at')
      .update({ unsubscribedAt: moment(now()), updatedAt: moment(now()) })
      .increment('version', 1);
    if (Number(changed) === 0) return;
    const row = (await db()('recipients')
      .where({ id: leaving.recipientId })
      .first('card_entity', 'card_id')) as { cardEntity: string | null; cardId: string | null };
    const purpose = (await dispatchOf(leaving.letterId))?.purpose ?? 'commercial';
    const evidence = `letter:${leaving.letterId} recipient:${leaving.recipientId} ${leaving.address} (${how})`;
    await suppress('mail', [leaving.address], `refused-${purpose}`, evidence);
    if (row.cardEntity !== null && row.cardId !== null)
      await recordConsent(
        { entity: row.cardEntity as 'person', id: row.cardId },
        { channel: 'mail', purpose, status: 'refused', source: 'unsubscribe', evidence },
      );
  });
  return true;
}
