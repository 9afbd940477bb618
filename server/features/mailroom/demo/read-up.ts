import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { changeThread, seeThread } from '../commands/threads.ts';
import { atMoment, type Desk } from './file-letter.ts';

/** Sample colleagues have read what is older than a day, taken what they answered, and closed what is done. */

/** Correspondences, by the name of their file, with nothing more to do. */
const DONE = ['15-film-kalinligi', '16-transport', '17-katalog', '20-yedek-bicak', '23-mutabakat'];
const TAKEN: Record<string, string> = {
  '02-oferta-trzy-tory': 'tomasz',
  '04-kalibrasyon': 'ayse',
  '07-vakum-pompasi': 'burak',
  '09-deneme-cekimi': 'ayse',
  '12-wizyta-w-gebze': 'elif',
  '16-transport': 'tomasz',
  '17-katalog': 'katarzyna',
  '18-fuar-sonrasi': 'ayse',
  '20-yedek-bicak': 'burak',
  '21-leasing': 'ayse',
};
const DAY_MS = 86_400_000;

export async function readUp(desk: Desk): Promise<void> {
  const threads = await threadsOf(desk);
  const yesterday = new Date(now().getTime() - DAY_MS);
  for (const { id, lastAt, file } of threads) {
    const taker = desk.colleagues.get(TAKEN[file] ?? '');
    if (taker !== undefined) await run(changeThread, { id, assignee: taker.user.id }, taker.actor);
    const closer = taker ?? desk.colleagues.get('elif');
    if (DONE.includes(file) && closer !== undefined)
      await run(changeThread, { id, closed: true }, closer.actor);
    if (lastAt < yesterday.toISOString()) await seenByAll(id, desk, yesterday);
  }
}

async function threadsOf(desk: Desk): Promise<{ id: string; lastAt: string; file: string }[]> {
  const found = [];
  for (const [file, { id: messageId }] of desk.last) {
    const row = (await db()('messages as m')
      .join('threads as t', 't.id', 'm.thread_id')
      .where('m.id', messageId)
      .first('t.id as id', 't.last_at as lastAt')) as { id: string; lastAt: string };
    found.push({ ...row, file });
  }
  return found;
}

async function seenByAll(threadId: string, desk: Desk, at: Date): Promise<void> {
  const readers = (await db()('mailbox_members as b')
    .join('thread_mailboxes as t', 't.mailbox_id', 'b.mailbox_id')
    .where('t.thread_id', threadId)
    .distinct('b.user_id as userId')) as { userId: string }[];
  for (const { actor, user } of desk.colleagues.values())
    if (readers.some((reader) => reader.userId === user.id))
      await atMoment(at, () => run(seeThread, { id: threadId }, actor));
}
