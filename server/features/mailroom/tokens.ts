import { isId } from '#kernel/ids.ts';
import { houseKey, sameText, signature } from '#kernel/secrets.ts';

/**
 * Addresses that lead into a thread: `reply+ID.SIGNATURE@…`. Only the house can make one, so nobody steers a mail into a
 * correspondence that was not shown to them.
 */

/** Local part's detail for a thread, in lower case: mail systems change the case of addresses. */
export async function threadToken(threadId: string): Promise<string> {
  return `${threadId.toLowerCase()}.${signature(await houseKey('thread-token'), threadId)}`;
}

/** The thread that a token names; undefined where it was not made here. */
export async function threadOfToken(token: string): Promise<string | undefined> {
  const [id = '', given = ''] = token.toLowerCase().split('.');
  const threadId = id.toUpperCase();
  if (!isId(threadId)) return undefined;
  return sameText(given, signature(await houseKey('thread-token'), threadId)) ? threadId : undefined;
}
