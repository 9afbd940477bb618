/**
 * A blob that is put together: bytes of its own between stretches of other blobs. Ten thousand letters share what is alike in
 * them (text, pictures, documents) and each still has its exact bytes, with the hash of the whole. At rest: JSON, a text for own
 * bytes (ASCII), `[blob, from, to]` for a stretch (from included, to not).
 */

export type Piece = string | readonly [blob: string, from: number, to: number];

/** What stands in the blob's row. Throws where own bytes are not ASCII: mail as it is sent is. */
export function restingPieces(pieces: readonly Piece[]): Buffer {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  for (const piece of pieces)
    if (typeof piece === 'string' && !/^[\x00-\x7f]*$/.test(piece))
      throw new Error('A piece of a joined blob is not ASCII.');
  return Buffer.from(JSON.stringify(pieces));
}

/** Blobs of which stretches are taken. */
export function blobsOf(resting: Buffer): string[] {
  const found = read(resting).flatMap((piece) => (typeof piece === 'string' ? [] : [piece[0]]));
  return [...new Set(found)];
}

/** The bytes, given those of the blobs that `blobsOf` named. */
export function join(resting: Buffer, bytesOf: (blob: string) => Buffer): Buffer {
  return Buffer.concat(
    read(resting).map((piece) =>
      typeof piece === 'string'
        ? Buffer.from(piece, 'latin1')
        : bytesOf(piece[0]).subarray(piece[1], piece[2]),
    ),
  );
}

function read(resting: Buffer): Piece[] {
  return JSON.parse(resting.toString('utf8')) as Piece[];
}
