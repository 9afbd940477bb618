/** '1.2 MB', '38 KB' in the reader's way of writing numbers. */
export function sizeOf(bytes: number, lang: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const at = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** at;
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: units[at]!,
    unitDisplay: 'short',
    maximumFractionDigits: at >= 2 && value < 10 ? 1 : 0,
  }).format(value);
}
