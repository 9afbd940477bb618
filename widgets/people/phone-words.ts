/**
 * A number as people say it: +905324180766 → '+90 532 418 07 66', +48221234567 → '+48 221 234 567'. Numbers come in E.164; what is
 * written otherwise stays as it is.
 */
const groups: [RegExp, number[]][] = [
  [/^\+90(\d{10})$/, [3, 3, 2, 2]],
  [/^\+48(\d{9})$/, [3, 3, 3]],
];
const codes = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{4,12})$/;

export function phoneWords(number: string): string {
  for (const [shape, sizes] of groups) {
    const national = shape.exec(number)?.[1];
    if (national) return `${number.slice(0, number.length - national.length)} ${cut(national, sizes)}`;
  }
  const [, code, rest] = codes.exec(number) ?? [];
  return rest ? `+${code} ${cut(rest, [3, 3, 3, 3])}` : number;
}

function cut(digits: string, sizes: number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(digits.slice(at, at + size));
    at += size;
  }
  return [...parts, digits.slice(at)].filter(Boolean).join(' ');
}
