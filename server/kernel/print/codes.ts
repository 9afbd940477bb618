import type Bwip from 'bwip-js/node';
import { codeLibrary } from './libraries.ts';

/**
 * Barcodes as vectors, made by bwip-js: what a code is made of, in modules, without the white around it. Whoever draws leaves
 * it free: four modules around a QR code (ISO/IEC 18004), ten at both sides of a Code 128 (ISO/IEC 15417).
 */

export const QR_QUIET = 4;
export const CODE128_QUIET = 10;

/** Black rectangles in whole modules: x, y, width, height. */
export interface Modules {
  width: number;
  height: number;
  black: [number, number, number, number][];
}

/** Version 1 holds 34 digits at error level M. */
const MOST_DIGITS = 34;

/**
 * A QR code of up to 34 digits: version 1, error level M, 21 × 21. The mask is fixed, since weighing all eight takes twice the time
 * and readers take any.
 */
export function qrOf(digits: string): Modules {
  checkDigits(digits, MOST_DIGITS);
  const [code] = codeLibrary().raw({
    bcid: 'qrcode',
    text: digits,
    eclevel: 'M',
    version: '1',
    mask: 4,
    fastencode: true,
  } as unknown as Parameters<typeof Bwip.raw>[0]) as unknown as [
    { pixs: number[]; pixx: number; pixy: number },
  ];
  const black: Modules['black'] = [];
  for (let y = 0; y < code.pixy; y++)
    for (let x = 0; x < code.pixx; x++) {
      if (code.pixs[y * code.pixx + x] !== 1) continue;
      const from = x;
      while (x + 1 < code.pixx && code.pixs[y * code.pixx + x + 1] === 1) x++;
      black.push([from, y, x - from + 1, 1]);
    }
  return { width: code.pixx, height: code.pixy, black };
}

/** A Code 128 of an even number of digits (set C: two in each symbol); one module high. */
export function code128Of(digits: string): Modules {
  checkDigits(digits, 80);
  const [code] = codeLibrary().raw({ bcid: 'code128', text: digits }) as unknown as [{ sbs: number[] }];
  const black: Modules['black'] = [];
  let x = 0;
  code.sbs.forEach((wide, at) => {
    if (at % 2 === 0) black.push([x, 0, wide, 1]);
    x += wide;
  });
  return { width: x, height: 1, black };
}

function checkDigits(digits: string, most: number): void {
  if (!/^\d+$/.test(digits) || digits.length > most)
    throw new Error(`"${digits}" is not up to ${most} digits.`);
}
