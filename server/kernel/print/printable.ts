import { face } from './font.ts';

/** What of a text can be printed. */
export interface Printable {
  text: string;
  /** Letters and digits for which the font has no shape: a name with them cannot be printed as it stands. */
  lacking: string;
}

/** More marks on one letter are no writing but a prank that grows over what stands above. */
const MOST_MARKS = 2;

/**
 * A text as it goes to paper, on one line: without control signs, tricks of direction, invisible signs and pictures. What the font
 * lacks is taken in its plain form where Unicode has one (𝐀𝐥𝐢 → Ali); letters without any are named in `lacking`, signs are left out.
 */
export function printable(given: string): Printable {
  const signs: string[] = [];
  const lacking = new Set<string>();
  let marks = 0;
  for (const sign of plain(given)) {
    marks = /\p{M}/u.test(sign) ? marks + 1 : 0;
    if (marks > MOST_MARKS) continue;
    const printed = shaped(sign);
    if (printed !== null) signs.push(printed);
    else if (/[\p{L}\p{N}]/u.test(sign)) lacking.add(sign);
  }
  return { text: signs.join('').replace(/ +/g, ' ').trim(), lacking: [...lacking].join('') };
}

function plain(given: string): string {
  return given
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Z}\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\u{20e3}\u{fffd}]/gu, '')
    .replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu, (sign) =>
      (sign.codePointAt(0) as number) < 0x100 ? sign : '',
    );
}

function shaped(sign: string): string | null {
  if (isShaped(sign)) return sign;
  const compatible = sign.normalize('NFKC');
  return compatible !== sign && [...compatible].every(isShaped) ? compatible : null;
}

function isShaped(sign: string): boolean {
  const point = sign.codePointAt(0) as number;
  return face('bold').hasGlyphForCodePoint(point) && face('regular').hasGlyphForCodePoint(point);
}
