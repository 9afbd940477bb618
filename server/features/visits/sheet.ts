import { code128Of, qrOf } from '#kernel/print/codes.ts';
import { isRightToLeft, lineWidth, placed } from '#kernel/print/direction.ts';
import { type Fitted, fit, type Part } from '#kernel/print/fit.ts';
import type { Weight } from '#kernel/print/font.ts';
import type { Jpeg } from '#kernel/print/jpeg.ts';
import { printable } from '#kernel/print/printable.ts';
import { type Mark, POINTS_PER_MM, type Sheet } from '#kernel/print/sheet.ts';
import { grouped } from './number.ts';
import type { Frame, NameFrame, Template } from './templates.ts';

/** What stands on one badge, in words. */
export interface BadgeWords {
  number: string;
  /** The house. */
  firm: string;
  kind: string;
  givenName: string;
  familyName: string;
  /** Where the wearer comes from. */
  company: string;
  /** Day, reprint, host: in this order, what is empty is left out. */
  foot: string[];
  photo: Jpeg | null;
}

const INK = '#111111';
const QUIET = '#555555';

/** Draws a badge by its template. Names shrink and wrap, nothing of them is cut. */
export function sheetOf(template: Template, words: BadgeWords): Sheet {
  const { width, height, photo, slot, rule } = template;
  const name = words.photo === null ? template.name : photo.name;
  return {
    width,
    height,
    marks: [
      ...(slot === undefined ? [] : [box(slot, { radius: slot.height / 2, stroke: '#b5b5b5' })]),
      ...headMarks(template, words),
      ...(words.photo === null ? [] : [{ kind: 'photo' as const, ...photo.frame, photo: words.photo }]),
      ...nameMarks(name, words),
      ...(rule === undefined ? [] : [box(rule, { fill: INK })]),
      ...footMarks(template, words),
      ...codeMarks(template, words.number),
    ],
  };
}

function box(frame: Frame, look: { radius?: number; fill?: string; stroke?: string }): Mark {
  return { kind: 'box', ...frame, ...look };
}

/** The firm takes what the kind leaves of the line. */
function headMarks({ head, accent }: Template, { firm, kind }: BadgeWords): Mark[] {
  const { x, right, baseline, size } = head;
  const kindWidth = (lineWidth(kind, 'bold') * size) / POINTS_PER_MM;
  const room = (right - x - kindWidth - 2) * POINTS_PER_MM;
  const fitted = fit(
    [{ text: printable(firm).text, weight: 'bold', share: 1 }],
    { width: room, height: size * 1.2 },
    size,
  );
  const [line] = fitted.lines;
  return [
    ...(line === undefined ? [] : [text(line.text, x, baseline, line.size, 'bold', INK)]),
    text(kind, right - kindWidth, baseline, size, 'bold', accent),
  ];
}

function nameMarks(frame: NameFrame, words: BadgeWords): Mark[] {
  const shown = (given: string) => printable(given).text;
  const parts: Part[] = [
    { text: shown(words.givenName), weight: 'bold', share: 1 },
    { text: shown(words.familyName), weight: 'bold', share: words.givenName === '' ? 1 : 0.64 },
    { text: shown(words.company), weight: 'regular', share: 0.4, least: 6.5 },
  ];
  const people = parts.slice(0, 2).some((part) => part.text !== '');
  // Somebody whose whole name is pictures is at least what the kind says.
  if (!people) parts.unshift({ text: words.kind, weight: 'bold', share: 1 });
  const fitted = fit(parts, inPoints(frame), frame.most);
  return set(fitted, frame, 0.42, (at) => (fitted.lines[at]?.weight === 'regular' ? QUIET : INK));
}

function footMarks({ foot, rule }: Template, words: BadgeWords): Mark[] {
  const given = words.foot.map((each) => printable(each).text).filter((each) => each !== '');
  const wide = foot.width > foot.height * 4;
  const parts: Part[] = wide
    ? [{ text: given.join(' · '), weight: 'regular', share: 1 }]
    : given.map((each) => ({ text: each, weight: 'regular', share: 1 }));
  return set(fit(parts, inPoints(foot), foot.most), foot, rule === undefined ? 0 : 0.5, () => INK);
}

/** Lines of a block at their places; `middle`: the share of the free height that stays above. */
function set(fitted: Fitted, frame: Frame, middle: number, ink: (at: number) => string): Mark[] {
  const free = Math.max(0, frame.height - fitted.height / POINTS_PER_MM);
  return fitted.lines.flatMap((line, at) => {
    const { pieces, width } = placed(line.text, line.weight);
    const em = line.size / POINTS_PER_MM;
    const start = isRightToLeft(line.text) ? frame.x + frame.width - width * em : frame.x;
    const baseline = frame.y + free * middle + line.baseline / POINTS_PER_MM;
    return pieces.map((piece) =>
      text(piece.text, start + piece.x * em, baseline, line.size, line.weight, ink(at)),
    );
  });
}

function codeMarks({ bars, digits, qr }: Template, number: string): Mark[] {
  const shown = grouped(number);
  const width = (lineWidth(shown, 'regular') * digits.size) / POINTS_PER_MM;
  return [
    { kind: 'code', ...bars, modules: code128Of(number) },
    text(shown, bars.x + (bars.width - width) / 2, digits.baseline, digits.size, 'regular', INK),
    { kind: 'code', x: qr.x, y: qr.y, width: qr.side, height: qr.side, modules: qrOf(number) },
  ];
}

function text(content: string, x: number, baseline: number, size: number, weight: Weight, ink: string): Mark {
  return { kind: 'text', text: content, x, baseline, size, weight, ink };
}

function inPoints({ width, height }: Frame) {
  return { width: width * POINTS_PER_MM, height: height * POINTS_PER_MM };
}
