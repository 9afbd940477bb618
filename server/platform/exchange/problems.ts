import { Readable } from 'node:stream';
import type { Actor } from '#kernel/actor.ts';
import { house, inHouse } from '#kernel/house.ts';
import { say } from '#kernel/i18n.ts';
import { chunksOf } from './chunks.ts';
import type { Import } from './model.ts';
import { spoken } from './present.ts';
import { csvLine, MARK } from './writing/csv.ts';

/** The refused rows as they came, the reason behind each; read and written a chunk at a time. */
export function problemFile(row: Import, actor: Actor): Readable {
  const where = house();
  const separator = row.format.separator ?? ';';
  const width = row.header.cells.length;
  async function* lines(): AsyncGenerator<string> {
    const headings = ['exchange.problem.row', 'exchange.problem.column', 'exchange.problem.reason'];
    yield MARK +
      csvLine([...row.header.cells, ...headings.map((key) => say(actor.language, key))], separator);
    for (let after = -1; ; ) {
      const chunks = await inHouse(where, () =>
        chunksOf({ importId: row.id, fate: 'refused', after, limit: 10 }),
      );
      for (const chunk of chunks)
        for (const [at, fate] of chunk.fates.entries()) {
          const given = chunk.rows[at];
          if (fate.fate !== 'refused' || given === undefined) continue;
          const cells = Array.from({ length: width }, (_, place) => given.cells[place] ?? '');
          const column = fate.column === undefined ? '' : (row.header.cells[fate.column] ?? '');
          const reason =
            fate.reason === undefined
              ? ''
              : inHouse(where, () => spoken(fate.reason as never, actor.language));
          yield csvLine([...cells, String(given.n), column, reason], separator);
        }
      if (chunks.length < 10) return;
      after = chunks.at(-1)?.n as number;
    }
  }
  return Readable.from(inHouse(where, lines));
}
