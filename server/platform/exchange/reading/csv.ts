import { parse } from 'csv-parse';
import { Unreadable } from '../said.ts';
import { decoded, type Encoding } from './encoding.ts';
import { LONGEST_ROW } from './limits.ts';
import type { Separator } from './separator.ts';

/** Rows of a text file. Uneven rows and loose quotation marks are taken as they stand; a mark that never closes is told. */

const STEP = 64 * 1024;

export async function* csvRows(
  bytes: Buffer,
  { encoding, separator }: { encoding: Encoding; separator: Separator },
): AsyncGenerator<string[]> {
  const text = decoded(bytes, encoding).replace(/^sep=[;,\t|]\r?\n/, '');
  const parser = parse({
    delimiter: separator,
    quote: '"',
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
  });
  let row = 0;
  try {
    for await (const record of feed(parser, text)) {
      row++;
      yield record;
    }
  } catch (error) {
    throw asUnreadable(error, row + 1);
  } finally {
    parser.destroy();
  }
}

/** Hands the text over in pieces, no faster than rows are taken. */
async function* feed(parser: ReturnType<typeof parse>, text: string): AsyncGenerator<string[]> {
  let at = 0;
  const push = () => {
    while (at < text.length) {
      const piece = text.slice(at, at + STEP);
      at += STEP;
      if (!parser.write(piece)) return;
    }
    if (!parser.writableEnded) parser.end();
  };
  parser.on('drain', push);
  push();
  yield* parser as unknown as AsyncIterable<string[]>;
}

function asUnreadable(error: unknown, row: number): unknown {
  const { code } = error as { code?: string };
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE')
    return new Unreadable('exchange.unreadable.quote', { row });
  if (code?.startsWith('CSV_') === true) return new Unreadable('exchange.unreadable.csv', { row });
  return error;
}
