import { codeLibrary } from './libraries.ts';

/** A QR code to be drawn by whoever shows it: dark modules as one path, in units of a module. */
export interface QrPath {
  /** Modules on a side, with the quiet zone that scanners need. */
  size: number;
  /** `M4 4h7v1h-7z…` */
  path: string;
}

const QUIET = 4;

/** The QR code of a text (ISO/IEC 18004, level M): rows of dark modules as flat rectangles. */
export function qrPath(text: string): QrPath {
  const [drawn] = codeLibrary().raw({ bcid: 'qrcode', text, eclevel: 'M' } as never) as unknown as {
    pixs: number[];
    pixx: number;
  }[];
  const { pixs, pixx } = drawn as { pixs: number[]; pixx: number };
  const parts: string[] = [];
  for (let y = 0; y < pixx; y++)
    for (let x = 0; x < pixx; x++) {
      const from = x;
      while (x < pixx && pixs[y * pixx + x] === 1) x++;
      if (x > from) parts.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1h-${x - from}z`);
    }
  return { size: pixx + 2 * QUIET, path: parts.join('') };
}
