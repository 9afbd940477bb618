import { face } from './font.ts';
import type { CodeMark, Mark, Sheet, TextMark } from './sheet.ts';
import { POINTS_PER_MM } from './sheet.ts';

/** A sheet as a picture for the screen: letters are outlines, so it looks as the paper will on any machine. */
export function svgOf(sheet: Sheet): string {
  const marks = sheet.marks.map(markOf).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet.width} ${sheet.height}"><rect width="100%" height="100%" fill="#fff"/>${marks}</svg>`;
}

function markOf(mark: Mark): string {
  switch (mark.kind) {
    case 'text':
      return textOf(mark);
    case 'box':
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" rx="${mark.radius ?? 0}" fill="${mark.fill ?? 'none'}"${mark.fill === undefined ? ` stroke="${mark.stroke ?? '#000'}" stroke-width="0.18"` : ''}/>`;
    case 'code':
      return codeOf(mark);
    case 'photo':
      return `<image x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${mark.photo.bytes.toString('base64')}"/>`;
  }
}

function textOf({ text, x, baseline, size, weight, ink }: TextMark): string {
  const font = face(weight);
  const scale = size / POINTS_PER_MM / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text);
  let at = 0;
  const outlines = glyphs.map((glyph, n) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[n] ?? {};
    const outline = glyph.path.toSVG();
    const place = `translate(${at + xOffset} ${yOffset})`;
    at += xAdvance;
    return outline === '' ? '' : `<path transform="${place}" d="${outline}"/>`;
  });
  return `<g fill="${ink}" transform="translate(${x} ${baseline}) scale(${scale} ${-scale})">${outlines.join('')}</g>`;
}

function codeOf({ x, y, width, height, modules }: CodeMark): string {
  const path = modules.black
    .map(([left, top, wide, high]) => `M${left} ${top}h${wide}v${high}h-${wide}z`)
    .join('');
  return `<path transform="translate(${x} ${y}) scale(${width / modules.width} ${height / modules.height})" shape-rendering="crispEdges" d="${path}"/>`;
}
