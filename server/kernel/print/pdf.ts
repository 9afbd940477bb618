import { setImmediate as breath } from 'node:timers/promises';
import type PdfDocument from 'pdfkit';
import { meetLetters, withFaces } from './font.ts';
import { pdfLibrary } from './libraries.ts';
import type { CodeMark, Mark, PhotoMark, Sheet } from './sheet.ts';
import { POINTS_PER_MM } from './sheet.ts';

type Pdf = InstanceType<typeof PdfDocument>;

export interface PdfOptions {
  title: string;
  /** `tr`, `pl`, `en`: for those who have it read aloud. */
  language: string;
  made: Date;
}

/**
 * One document of many sheets, as it is drawn: bytes leave while later sheets are not yet known, and the house answers others in
 * between. Fonts are embedded once, with the letters that were used; a photo that comes again is not stored again.
 */
export async function* pdfOf(
  sheets: Iterable<Sheet> | AsyncIterable<Sheet>,
  { title, language, made }: PdfOptions,
): AsyncGenerator<Buffer> {
  const document = new (pdfLibrary())({
    autoFirstPage: false,
    font: null,
    lang: language,
    info: { Title: title, Creator: 'Lobi', Producer: 'Lobi', CreationDate: made },
  });
  withFaces(document);
  const photos: Photos = new Map();
  for await (const sheet of sheets) {
    draw(document, sheet, photos);
    const drawn = document.read() as Buffer | null;
    if (drawn !== null) yield drawn;
    await breath();
  }
  document.end();
  for await (const rest of document) yield rest as Buffer;
}

type Photos = Map<Buffer, ReturnType<Pdf['openImage']>>;

function draw(document: Pdf, sheet: Sheet, photos: Photos): void {
  document.addPage({ size: [pt(sheet.width), pt(sheet.height)], margin: 0 });
  for (const mark of sheet.marks) drawMark(document, mark, photos);
}

function drawMark(document: Pdf, mark: Mark, photos: Photos): void {
  switch (mark.kind) {
    case 'text':
      meetLetters(mark.text, mark.weight);
      document.font(mark.weight).fontSize(mark.size).fillColor(mark.ink);
      document.text(mark.text, pt(mark.x), pt(mark.baseline), { lineBreak: false, baseline: 'alphabetic' });
      return;
    case 'box':
      document.roundedRect(pt(mark.x), pt(mark.y), pt(mark.width), pt(mark.height), pt(mark.radius ?? 0));
      if (mark.fill !== undefined) document.fill(mark.fill);
      else document.lineWidth(0.5).stroke(mark.stroke ?? '#000000');
      return;
    case 'code':
      drawCode(document, mark);
      return;
    case 'photo':
      drawPhoto(document, mark, photos);
  }
}

/** All of a code is one path in its own units, so that no viewer can leave a seam between two modules. */
function drawCode(document: Pdf, { x, y, width, height, modules }: CodeMark): void {
  const { black, width: across, height: down } = modules;
  document.save();
  document.fillColor('#000000');
  document.addContent(
    `${number(pt(width) / across)} 0 0 ${number(pt(height) / down)} ${number(pt(x))} ${number(pt(y))} cm`,
  );
  // Rows of a matrix reach a hair into the next one.
  const tall = down > 1 ? 1.02 : 1;
  document.addContent(
    `${black.map(([left, top, wide, high]) => `${left} ${top} ${wide} ${high * tall} re`).join('\n')}\nf`,
  );
  document.restore();
}

function drawPhoto(document: Pdf, { x, y, width, height, photo }: PhotoMark, photos: Photos): void {
  let picture = photos.get(photo.bytes);
  if (picture === undefined) {
    picture = document.openImage(photo.bytes);
    photos.set(photo.bytes, picture);
  }
  document.save();
  document.rect(pt(x), pt(y), pt(width), pt(height)).clip();
  document.image(picture, pt(x), pt(y), {
    cover: [pt(width), pt(height)],
    align: 'center',
    valign: 'center',
  });
  document.restore();
}

function pt(millimetres: number): number {
  return millimetres * POINTS_PER_MM;
}

function number(value: number): string {
  return value.toFixed(4);
}
