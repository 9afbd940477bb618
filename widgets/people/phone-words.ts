/**
 * A number as people say it: +905324180766 → '+90 532 418 07 66', +48221234567 → '+48 221 234 567'. Numbers come in E.164; what is
 * written otherwise stays as it is.
 */
const turkish = /^(\+90)(\d{3})(\d{3})(\d\d)(\d\d)$/;
const others = /^(\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}))(\d{4,12})$/;

export function phoneWords(number: string): string {
  return number
    .replace(turkish, '$1 $2 $3 $4 $5')
    .replace(others, (_, code: string, rest: string) => `${code} ${rest.match(/\d{1,3}/g)!.join(' ')}`);
}
