import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** A workbook as small as can be, with the parts that a test is about. */
export async function workbook(parts: {
  sheet: string;
  shared?: string;
  before?: string;
  hidden?: boolean;
}): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const add = (path: string, xml: string) => zip.addBuffer(Buffer.from(xml), path);
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const hidden = parts.hidden ? '<sheet name="Gizli" sheetId="2" state="hidden" r:id="r2"/>' : '';
  add(
    'xl/workbook.xml',
    `<workbook ${main} xmlns:r="r"><sheets>${hidden}<sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>',
  );
  add(
    'xl/styles.xml',
    `<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  );
  if (parts.shared !== undefined)
    add(
      'xl/sharedStrings.xml',
      `<?xml version="1.0"?>${parts.before ?? ''}<sst ${main}>${parts.shared}</sst>`,
    );
  add('xl/worksheets/sheet1.xml', `<worksheet ${main}><sheetData>${parts.sheet}</sheetData></worksheet>`);
  if (parts.hidden) add('xl/worksheets/sheet2.xml', `<worksheet ${main}><sheetData/></worksheet>`);
  zip.end();
  return buffer(zip.outputStream);
}
