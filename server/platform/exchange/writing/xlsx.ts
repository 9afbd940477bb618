import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Cell } from '../exporting/declared.ts';

/**
 * An Excel file that is written as it is read (ECMA-376, part 1, chapter 18): texts stand in their cells and never become
 * formulas, days and moments are numbers with a format of dates, phones are texts, the header stays while one scrolls.
 */

const SHEET_ROWS = 1_048_576;

export function workbookOf(
  name: string,
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): Readable {
  const zip = new yazl.ZipFile();
  const add = (path: string, xml: string) => zip.addBuffer(Buffer.from(`${XML}${xml}`), path);
  add('[Content_Types].xml', TYPES);
  add('_rels/.rels', ROOT_RELATIONS);
  add('xl/workbook.xml', book(name));
  add('xl/_rels/workbook.xml.rels', BOOK_RELATIONS);
  add('xl/styles.xml', STYLES);
  const sheet = Readable.from(sheetXml(header, rows));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  const output = zip.outputStream as unknown as Readable;
  sheet.on('error', (error) => output.destroy(error));
  output.on('close', () => sheet.destroy());
  return output;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const TYPES = `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEETML}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEETML}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEETML}.styles+xml"/></Types>`;
const ROOT_RELATIONS = `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const BOOK_RELATIONS = `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

/** Styles of cells: 0 plain, 1 header, 2 text, 3 day, 4 moment. */
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

function book(name: string): string {
  // A sheet's name has 31 letters at most, and none of these (18.2.19 and Excel's own rule).
  const sheet = name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

/** Letters that are handed over at once: many small pieces would cost more than they hold. */
const PIECE = 64 * 1024;

async function* sheetXml(
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string> {
  let piece = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${Math.max(header.length, 1)}" width="22" customWidth="1"/></cols><sheetData><row r="1">${header.map((text, at) => textCell(text, `${letters(at)}1`, 1)).join('')}</row>`;
  let n = 1;
  for await (const row of rows) {
    n++;
    if (n > SHEET_ROWS) break;
    piece += `<row r="${n}">${row.map((cell, at) => cellXml(cell, `${letters(at)}${n}`)).join('')}</row>`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}</sheetData></worksheet>`;
}

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(1899, 11, 30);
/** Before it Excel's calendar and ours differ: such days stay texts. */
const RELIABLE = Date.UTC(1900, 2, 1);

function cellXml(cell: Cell, place: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') return textCell(cell, place, 2);
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${place}"><v>${cell}</v></c>` : '';
  const text = 'day' in cell ? cell.day : cell.moment;
  const at = Date.parse('day' in cell ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at) || at < RELIABLE) return textCell(text, place, 2);
  return `<c r="${place}" s="${'day' in cell ? 3 : 4}"><v>${(at - FIRST) / DAY_MS}</v></c>`;
}

const LONGEST = 32_767;

function textCell(text: string, place: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST))}</t></is></c>`;
}

/** XML 1.0 has no control characters but tab and line ends. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 0 → A, 27 → AB. */
function letters(at: number): string {
  return at < 26
    ? String.fromCharCode(65 + at)
    : letters(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26));
}
