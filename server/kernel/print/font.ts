import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PdfDocument from 'pdfkit';
import { pdfLibrary } from './libraries.ts';

/**
 * The fonts of printed things: DejaVu Sans Condensed, with all letters of Turkish and Polish, Greek, Cyrillic, Hebrew and Arabic.
 * Parsed once per process: reading one again for each page costs ten times the page.
 */

export type Weight = 'regular' | 'bold';

/** The part of a fontkit font that is used here. */
export interface Face {
  unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { codePoints: number[] };
  layout(text: string): {
    advanceWidth: number;
    glyphs: { path: { toSVG(): string }; advanceWidth: number }[];
    positions: { xAdvance: number; xOffset: number; yOffset: number }[];
  };
}

const FILES: Record<Weight, string> = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
};
const find = createRequire(import.meta.url);
const faces = new Map<Weight, Face>();

export function face(weight: Weight): Face {
  let found = faces.get(weight);
  if (found === undefined) {
    const reader = new (pdfLibrary())({ autoFirstPage: false, font: null });
    reader.font(readFileSync(find.resolve(FILES[weight])));
    // pdfkit hands a parsed font back into other documents, but has no call that only parses.
    found = (reader as unknown as { _font: { font: Face } })._font.font;
    faces.set(weight, found);
  }
  return found;
}

/**
 * fontkit makes a glyph once and remembers for which letter; one that was first met as part of another (the o in ö, when a document
 * was finished) stands for none, and could not be copied out of later documents. So letters are met by name before they are drawn.
 */
export function meetLetters(text: string, weight: Weight): void {
  const font = face(weight);
  for (const letter of text) {
    const codePoint = letter.codePointAt(0) as number;
    const glyph = font.glyphForCodePoint(codePoint);
    if (glyph.codePoints.length === 0) glyph.codePoints = [codePoint];
  }
}

/** A document with the fonts of the house, as `regular` and `bold`. */
export function withFaces(document: InstanceType<typeof PdfDocument>): void {
  for (const weight of ['regular', 'bold'] as const) document.registerFont(weight, face(weight));
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 20_000;
const LONGEST_KEPT = 60;

/** Width of a text without spaces, in ems: times the size in points it is points. */
export function widthOf(word: string, weight: Weight): number {
  const key = `${weight} ${word}`;
  let width = widths.get(key);
  if (width === undefined) {
    const font = face(weight);
    width = font.layout(word).advanceWidth / font.unitsPerEm;
    if (widths.size >= MOST_WIDTHS) widths.clear();
    if (word.length <= LONGEST_KEPT) widths.set(key, width);
  }
  return width;
}
