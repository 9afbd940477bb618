import type { Said } from '../said.ts';

/** What stands between the cells of a text file, and on which line its header is. */

export const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface SeparatorGuess {
  separator: Separator;
  evidence: Said;
}

/** Records that are looked at. */
const MOST_RECORDS = 200;

/**
 * Tells the separator from how evenly it cuts the lines, quoted cells apart. A first line `sep=;`, which Excel writes and
 * reads, decides alone.
 */
export function separatorOf(sample: string): SeparatorGuess {
  const [, said] = /^\ufeff?sep=([;,\t|])\r?\n/.exec(sample) ?? [];
  if (said !== undefined) return { separator: said as Separator, evidence: { key: 'exchange.evidence.sep' } };
  const counted = SEPARATORS.map((separator) => ({ separator, ...evenness(sample, separator) }));
  counted.sort((a, b) => b.share * Math.min(b.columns, 50) - a.share * Math.min(a.columns, 50));
  const best = counted.find((each) => each.columns > 1);
  if (best === undefined) return { separator: ';', evidence: { key: 'exchange.evidence.single' } };
  return {
    separator: best.separator,
    evidence: {
      key: 'exchange.evidence.even',
      values: { lines: best.lines, all: best.records, columns: best.columns },
    },
  };
}

interface Evenness {
  /** Columns that most records have. */
  columns: number;
  /** Records that have so many. */
  lines: number;
  records: number;
  share: number;
}

function evenness(sample: string, separator: Separator): Evenness {
  const counts = fieldCounts(sample, separator);
  const byCount = new Map<number, number>();
  for (const count of counts) byCount.set(count, (byCount.get(count) ?? 0) + 1);
  let [columns, lines] = [1, 0];
  for (const [count, times] of byCount)
    if (count > 1 && (times > lines || (times === lines && count > columns)))
      [columns, lines] = [count, times];
  return { columns, lines, records: counts.length, share: counts.length === 0 ? 0 : lines / counts.length };
}

/** Cells per record; what the sample's end cuts off is not counted, unless it is all there is. */
function fieldCounts(sample: string, separator: Separator): number[] {
  const counts: number[] = [];
  let [fields, quoted, begins, blank] = [1, false, true, true];
  for (let at = 0; at < sample.length && counts.length < MOST_RECORDS; at++) {
    const sign = sample[at];
    if (quoted) {
      if (sign === '"' && sample[at + 1] === '"') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"' && begins) [quoted, begins, blank] = [true, false, false];
    else if (sign === separator) [fields, begins, blank] = [fields + 1, true, false];
    else if (sign === '\n' || sign === '\r') {
      if (!blank) counts.push(fields);
      [fields, begins, blank] = [1, true, true];
    } else [begins, blank] = [false, false];
  }
  if (!blank && (counts.length === 0 || !quoted)) counts.push(fields);
  return counts;
}
