/** Values per query, below what both engines take. */
const CHUNK = 400;

/** Runs a query over many values in bearable portions; equal values are asked once. */
export async function inChunks<Value extends string, Row>(
  values: Iterable<Value>,
  query: (some: Value[]) => Promise<Row[]>,
): Promise<Row[]> {
  const all = [...new Set(values)];
  const rows: Row[] = [];
  for (let from = 0; from < all.length; from += CHUNK)
    rows.push(...(await query(all.slice(from, from + CHUNK))));
  return rows;
}
