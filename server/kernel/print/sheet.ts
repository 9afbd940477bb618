import type { Modules } from './codes.ts';
import type { Weight } from './font.ts';
import type { Jpeg } from './jpeg.ts';

/**
 * A printed page as data: what stands where, in millimetres from the upper left corner; sizes of type in points. `pdf.ts` prints it,
 * `svg.ts` shows the same on a screen, so a preview is never another drawing than the paper.
 */
export interface Sheet {
  /** Millimetres. */
  width: number;
  height: number;
  marks: Mark[];
}

export type Mark = TextMark | BoxMark | CodeMark | PhotoMark;

export interface TextMark {
  kind: 'text';
  text: string;
  x: number;
  /** Of the letters. */
  baseline: number;
  /** Points. */
  size: number;
  weight: Weight;
  ink: string;
}

export interface BoxMark {
  kind: 'box';
  x: number;
  y: number;
  width: number;
  height: number;
  radius?: number;
  fill?: string;
  stroke?: string;
}

export interface CodeMark {
  kind: 'code';
  x: number;
  y: number;
  /** Of the whole code; its modules are stretched over both. */
  width: number;
  height: number;
  modules: Modules;
}

/** Covers the box and keeps its proportions. */
export interface PhotoMark {
  kind: 'photo';
  x: number;
  y: number;
  width: number;
  height: number;
  photo: Jpeg;
}

export const POINTS_PER_MM = 72 / 25.4;
