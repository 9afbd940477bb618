import type { Size } from './kind.ts';

/**
 * The sizes of a badge as data: where what stands, in millimetres from the upper left corner; type in points. The page of the
 * document is the size itself, so printers need no scaling. Label printers leave 1.5 mm at the sides and 3 mm at the ends of a
 * 62 mm roll unprinted; nothing stands there.
 */
export interface Template {
  width: number;
  height: number;
  /** Firm at the left, kind at the right. */
  head: { x: number; right: number; baseline: number; size: number };
  name: NameFrame;
  /** Where there is a photo, the name has this frame. */
  photo: { frame: Frame; name: NameFrame };
  rule?: Frame;
  /** Day, reprint, host. */
  foot: Frame & { most: number };
  bars: Frame;
  digits: { baseline: number; size: number };
  qr: { x: number; y: number; side: number };
  /** To be punched for a clip. */
  slot?: Frame;
  /** Of the kind; label printers know black only. */
  accent: string;
}

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface NameFrame extends Frame {
  /** Largest type, in points. */
  most: number;
}

/** A number of 20 digits has 145 modules as Code 128, and 21 across as QR; whole tenths of a millimetre print evenly. */
const BARS = 145;
const QR = 21;

export const TEMPLATES: Record<Size, Template> = {
  card: {
    width: 85.6,
    height: 54,
    head: { x: 5, right: 80.6, baseline: 8, size: 7.5 },
    name: { x: 5, y: 10.5, width: 75.6, height: 23, most: 32 },
    photo: {
      frame: { x: 62.6, y: 10.5, width: 18, height: 23 },
      name: { x: 5, y: 10.5, width: 55, height: 23, most: 28 },
    },
    foot: { x: 5, y: 34.2, width: 60, height: 3, most: 6.5 },
    bars: { x: 5, y: 38, width: BARS * 0.36, height: 8 },
    digits: { baseline: 49.2, size: 6.5 },
    qr: { x: 80.6 - QR * 0.6, y: 36.4, side: QR * 0.6 },
    accent: '#0b6b61',
  },
  a6: {
    width: 105,
    height: 148,
    slot: { x: 45.5, y: 5.5, width: 14, height: 3 },
    head: { x: 9, right: 96, baseline: 19, size: 10.5 },
    name: { x: 9, y: 24, width: 87, height: 70, most: 54 },
    photo: {
      frame: { x: 9, y: 25, width: 32, height: 40 },
      name: { x: 9, y: 67, width: 87, height: 29, most: 40 },
    },
    rule: { x: 9, y: 98, width: 87, height: 0.3 },
    foot: { x: 9, y: 100.5, width: 87, height: 5, most: 10.5 },
    bars: { x: 9, y: 111, width: BARS * 0.4, height: 15 },
    digits: { baseline: 130.5, size: 8.5 },
    qr: { x: 96 - QR, y: 110, side: QR },
    accent: '#0b6b61',
  },
  label: {
    width: 62,
    height: 100,
    head: { x: 4, right: 58, baseline: 8.5, size: 8 },
    name: { x: 4, y: 11, width: 54, height: 48, most: 40 },
    photo: {
      frame: { x: 4, y: 11, width: 19, height: 24 },
      name: { x: 4, y: 36.5, width: 54, height: 23, most: 30 },
    },
    foot: { x: 4, y: 62.5, width: 32, height: 16, most: 9 },
    bars: { x: (62 - BARS * 0.35) / 2, y: 84, width: BARS * 0.35, height: 8 },
    digits: { baseline: 95.4, size: 7 },
    qr: { x: 58 - QR * 0.85, y: 62, side: QR * 0.85 },
    accent: '#000000',
  },
};
