import { Readable } from 'node:stream';
import { type House, house, inHouse, now } from '#kernel/house.ts';
import { say } from '#kernel/i18n.ts';
import type { Jpeg } from '#kernel/print/jpeg.ts';
import { pdfOf } from '#kernel/print/pdf.ts';
import type { Sheet } from '#kernel/print/sheet.ts';
import { setting } from '#platform/settings/api.ts';
import { KIND_LABELS, type Kind, type Size } from './kind.ts';
import { Badge, BadgePrint } from './model.ts';
import { photoOf } from './photo.ts';
import { sheetOf } from './sheet.ts';
import { TEMPLATES } from './templates.ts';

/** What a badge says beside what is known of it. */
export interface Shown {
  number: string;
  givenName: string;
  familyName: string;
  company: string;
  host: string;
  kind: Kind;
  size: Size;
  /** Moment of the print. */
  printedAt: string;
  /** 1 is the first; null: a preview, nothing was printed. */
  n: number | null;
  photo: Jpeg | null;
}

/** The sheet of a badge, in the language of the house. */
export function sheetOfBadge(shown: Shown): Sheet {
  const language = setting('language');
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: setting('timeZone'),
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(new Date(shown.printedAt));
  const { n, host } = shown;
  return sheetOf(TEMPLATES[shown.size], {
    ...shown,
    firm: setting('company'),
    kind: KIND_LABELS[shown.kind][language],
    foot: [
      day,
      n === null
        ? say(language, 'visits.preview')
        : n > 1
          ? say(language, 'visits.reprint', { n: n - 1 })
          : '',
      host === '' ? '' : say(language, 'visits.host', { name: host }),
    ],
  });
}

/** The n-th print of a badge, on its own paper or another one. */
export async function sheetOfPrint(badge: Badge, n: number, size: Size = badge.size): Promise<Sheet> {
  const { number, givenName, familyName, company, host, kind, printedAt, photoId } = badge;
  const words = { number, givenName, familyName, company, host, kind, printedAt };
  return sheetOfBadge({ ...words, size, n, photo: await photoOf(photoId) });
}

/** A document of sheets as a stream that is drawn while it is read. */
export function documentOf(sheets: Iterable<Sheet> | AsyncIterable<Sheet>, title: string): Readable {
  const options = { title, language: setting('language'), made: now() };
  return Readable.from(atHome(house(), pdfOf(sheets, options)), { objectMode: false });
}

/** A stream is read by whoever sends it, outside of the house that it came from. */
async function* atHome<T>(where: House, things: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (;;) {
      const { value, done } = await inHouse(where, () => things.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    await inHouse(where, () => things.return(undefined));
  }
}

const PAGE = 50;

/** The sheets of a batch in the order of its prints, read page by page. `within` narrows to what the actor may see. */
export async function* sheetsOfBatch(
  batchId: string,
  within: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): AsyncGenerator<Sheet> {
  let after = '';
  for (;;) {
    const prints = (await BadgePrint.query()
      .where({ batchId })
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)) as BadgePrint[];
    const ids = prints.map((print) => print.badgeId);
    const seen = await within(ids);
    const badges = new Map(
      ((await Badge.query().whereIn('id', ids)) as Badge[]).map((badge) => [badge.id, badge]),
    );
    for (const print of prints) {
      const badge = badges.get(print.badgeId);
      if (badge !== undefined && seen.has(badge.id)) yield await sheetOfPrint(badge, print.n, print.size);
    }
    if (prints.length < PAGE) return;
    after = (prints.at(-1) as BadgePrint).id;
  }
}
