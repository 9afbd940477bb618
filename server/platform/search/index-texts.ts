import { createHash } from 'node:crypto';
import { db, requireUnit } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { foldedWords } from '#kernel/text/fold.ts';

/** What is found of a record, and who may find it. */
export interface SearchText {
  entity: string;
  id: string;
  /** The record's own moment: where it stands among the newest. */
  at: string;
  /** Shown in the results. */
  title: string;
  /** Shown beside it, so that two of one title are told apart: who wrote, where somebody works. At most 200 letters are kept. */
  note?: string;
  /** Searched; not shown. At most 200,000 letters are kept. */
  body: string;
  /** Words of access, for example `card`, `rep01J…`, `team01J…`, `mb01J…`. Who has one of them may find it. */
  scope: readonly string[];
}

interface SearchRow {
  nr: number;
  entity: string;
  recordId: string;
  titleText: string;
  bodyText: string;
  scope: string;
}

const LONGEST = 200_000;
/** Records that share a millisecond. */
const TIES = 1000;

/** Puts records into the index, or renews them. In a unit of work. */
export async function indexTexts(texts: readonly SearchText[]): Promise<void> {
  for (let from = 0; from < texts.length; from += 100) await indexSome(texts.slice(from, from + 100));
}

/** Takes records out of the index. In a unit of work. */
export async function forgetTexts(entity: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await removeRows(await standingRows(ids.map((id) => ({ entity, id }))));
}

async function indexSome(texts: readonly SearchText[]): Promise<void> {
  await removeRows(await standingRows(texts));
  const rows = await numbered(texts);
  const { trx } = requireUnit();
  await trx('search_rows').insert(rows);
  if (house().db.dialect === 'postgres') return;
  const marks = rows.map(() => '(?, ?, ?, ?)').join(', ');
  const values = rows.flatMap((row) => [row.nr, row.titleText, row.bodyText, row.scope]);
  await trx.raw(`INSERT INTO search_index(rowid, title_text, body_text, scope) VALUES ${marks}`, values);
}

async function standingRows(records: readonly { entity: string; id: string }[]): Promise<SearchRow[]> {
  const found: SearchRow[] = [];
  for (const entity of new Set(records.map((record) => record.entity))) {
    const ids = records.filter((record) => record.entity === entity).map((record) => record.id);
    found.push(
      ...((await db()('search_rows')
        .where({ entity })
        .whereIn('record_id', ids)
        .select('nr', 'title_text', 'body_text', 'scope')) as SearchRow[]),
    );
  }
  return found;
}

/** The index keeps no texts of its own: it must be told the old ones to forget them (FTS5, external content). */
async function removeRows(rows: readonly SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { trx } = requireUnit();
  if (house().db.dialect === 'sqlite')
    for (const row of rows)
      await trx.raw(
        `INSERT INTO search_index(search_index, rowid, title_text, body_text, scope) VALUES('delete', ?, ?, ?, ?)`,
        [row.nr, row.titleText, row.bodyText, row.scope],
      );
  await trx('search_rows')
    .whereIn(
      'nr',
      rows.map((row) => row.nr),
    )
    .delete();
}

async function numbered(texts: readonly SearchText[]) {
  const wanted = texts.map((text) => new Date(text.at).getTime() * TIES + tie(text.id));
  const taken = await takenNumbers(wanted);
  // Only where one is taken, or two share it, do its neighbours matter.
  if (taken.size > 0 || new Set(wanted).size < wanted.length)
    for (const nr of await takenNumbers(
      wanted.flatMap((nr) => Array.from({ length: 8 }, (_, step) => nr + step)),
    ))
      taken.add(nr);
  return texts.map((text, at) => {
    let nr = wanted[at] as number;
    while (taken.has(nr)) nr++;
    taken.add(nr);
    return {
      nr,
      entity: text.entity,
      recordId: text.id,
      at: text.at,
      title: text.title,
      note: (text.note ?? '').slice(0, 200),
      titleText: words(text.title),
      bodyText: words(text.body),
      scope: text.scope.join(' ').toLowerCase(),
    };
  });
}

/** Only words: how the engines would cut `VP-420` or an address differs. */
function words(text: string): string {
  return foldedWords(text.slice(0, LONGEST)).join(' ');
}

async function takenNumbers(numbers: readonly number[]): Promise<Set<number>> {
  const rows = (await db()('search_rows')
    .whereIn('nr', [...numbers])
    .select('nr')) as SearchRow[];
  return new Set(rows.map((row) => Number(row.nr)));
}

function tie(id: string): number {
  return createHash('sha1').update(id).digest().readUInt16BE(0) % TIES;
}
