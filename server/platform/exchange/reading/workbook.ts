import { Unreadable } from '../said.ts';
import { MOST_SHARED_LETTERS } from './limits.ts';
import { local, newParser, type Parts } from './parts.ts';

/** What an Excel file says beside its cells: sheets, shared texts, which formats are dates (ECMA-376, part 1, chapter 18). */

export interface Sheet {
  name: string;
  hidden: boolean;
  /** Path of its part. */
  part: string;
}

export interface Workbook {
  sheets: Sheet[];
  /** Days count from 1904 (old Macs). */
  from1904: boolean;
  texts: readonly string[];
  /** By number of the cell's style: whether it shows a date. */
  dates: readonly boolean[];
}

/** Reads all but the cells. `texts` only where they are asked for: they may be most of the file. */
export async function readWorkbook(parts: Parts, withTexts: boolean): Promise<Workbook> {
  const book = 'xl/workbook.xml';
  if (!parts.has(book)) throw new Unreadable('exchange.unreadable.noBook');
  const targets = await relations(parts);
  const sheets: Sheet[] = [];
  let from1904 = false;
  const parser = newParser();
  parser.on('opentag', ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    if (local(name) === 'workbookPr') from1904 = /^(1|true)$/.test(given.date1904 ?? '');
    if (local(name) !== 'sheet') return;
    const part = targets.get(given['r:id'] ?? '');
    if (part === undefined) return;
    const hidden = given.state === 'hidden' || given.state === 'veryHidden';
    sheets.push({ name: (given.name ?? '').slice(0, 100), hidden, part });
  });
  for await (const _ of parts.read(book, parser));
  const readable = sheets.filter((sheet) => parts.has(sheet.part));
  if (readable.length === 0) throw new Unreadable('exchange.unreadable.noSheet');
  return {
    sheets: readable,
    from1904,
    texts: withTexts ? await sharedTexts(parts) : [],
    dates: await dateStyles(parts),
  };
}

async function relations(parts: Parts): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const parser = newParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (local(name) !== 'Relationship') return;
    const { Id, Target, TargetMode } = attributes as Record<string, string>;
    if (Id === undefined || Target === undefined || TargetMode === 'External') return;
    targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
  });
  for await (const _ of parts.read('xl/_rels/workbook.xml.rels', parser));
  return targets;
}

async function sharedTexts(parts: Parts): Promise<string[]> {
  const texts: string[] = [];
  if (!parts.has('xl/sharedStrings.xml')) return texts;
  let [text, inText, phonetic, letters] = ['', false, false, 0];
  const parser = newParser();
  parser.on('opentag', ({ name }) => {
    const tag = local(name);
    if (tag === 'si') text = '';
    else if (tag === 'rPh') phonetic = true;
    else if (tag === 't') inText = !phonetic;
  });
  parser.on('text', (piece) => {
    if (inText) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    const tag = local(name);
    if (tag === 't') inText = false;
    else if (tag === 'rPh') phonetic = false;
    else if (tag === 'si') {
      texts.push(text);
      letters += text.length;
      if (letters > MOST_SHARED_LETTERS) throw new Unreadable('exchange.unreadable.bomb');
    }
  });
  for await (const _ of parts.read('xl/sharedStrings.xml', parser));
  return texts;
}

async function dateStyles(parts: Parts): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (!parts.has('xl/styles.xml')) return styles;
  const formats = new Map<number, string>();
  let inCells = false;
  const parser = newParser();
  parser.on('opentag', ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    const tag = local(name);
    if (tag === 'numFmt') formats.set(Number(given.numFmtId), given.formatCode ?? '');
    else if (tag === 'cellXfs') inCells = true;
    else if (tag === 'xf' && inCells) styles.push(isDate(Number(given.numFmtId ?? 0), formats));
  });
  parser.on('closetag', ({ name }) => {
    if (local(name) === 'cellXfs') inCells = false;
  });
  for await (const _ of parts.read('xl/styles.xml', parser));
  return styles;
}

/** The built-in formats of dates by number (18.8.30), the file's own by their letters outside of quotes. */
function isDate(id: number, formats: ReadonlyMap<number, string>): boolean {
  const own = formats.get(id);
  if (own === undefined)
    return (
      (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
    );
  const bare = own.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}
