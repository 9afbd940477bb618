import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { Unreadable } from '../said.ts';
import { MOST_PART_BYTES, MOST_PARTS, MOST_SWELLING, SUSPECT_BYTES } from './limits.ts';

/**
 * The parts of an Excel file (a zip of XML), opened one by one and read as they come out. What says it is larger than a bound,
 * or swells more than anything written by people, is not unpacked; a part that lies about its size is cut off there.
 */
export interface Parts {
  has(name: string): boolean;
  /** Reads a part as XML; the parser's handlers hear it. Gives between pieces, so that rows can be handed on. */
  read(name: string, parser: SaxesParser): AsyncGenerator<void>;
  close(): void;
}

export async function openParts(bytes: Buffer): Promise<Parts> {
  const zip = await openZip(bytes);
  const entries = new Map<string, yauzl.Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName.replace(/^\//, ''), entry);
      if (entries.size > MOST_PARTS) reject(new Unreadable('exchange.unreadable.bomb'));
      else zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', () => reject(new Unreadable('exchange.unreadable.excel')));
    zip.readEntry();
  });
  return {
    has: (name) => entries.has(name),
    async *read(name, parser) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Unreadable('exchange.unreadable.excel');
      checkSize(entry);
      yield* fed(await streamOf(zip, entry), parser);
    },
    close: () => zip.close(),
  };
}

function openZip(bytes: Buffer): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, decodeStrings: true };
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, options, (error, zip) =>
      error === null && zip !== undefined
        ? resolve(zip)
        : reject(new Unreadable('exchange.unreadable.excel')),
    );
  });
}

function checkSize({ uncompressedSize, compressedSize }: yauzl.Entry): void {
  const swollen = uncompressedSize > SUSPECT_BYTES && uncompressedSize > compressedSize * MOST_SWELLING;
  if (uncompressedSize > MOST_PART_BYTES || swollen) throw new Unreadable('exchange.unreadable.bomb');
}

function streamOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error === null && stream !== undefined
        ? resolve(stream)
        : reject(new Unreadable('exchange.unreadable.excel')),
    );
  });
}

/** Entities of the file's own are refused with the declaration that would make them; nothing outside of the file is ever asked for. */
async function* fed(stream: Readable, parser: SaxesParser): AsyncGenerator<void> {
  parser.on('doctype', () => {
    throw new Unreadable('exchange.unreadable.doctype');
  });
  parser.on('error', () => {
    throw new Unreadable('exchange.unreadable.excel');
  });
  const decoder = new TextDecoder();
  try {
    for await (const piece of stream) {
      parser.write(decoder.decode(piece as Buffer, { stream: true }));
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('exchange.unreadable.excel');
  } finally {
    stream.destroy();
  }
}

export function newParser(): SaxesParser {
  return new SaxesParser({ position: false });
}

/** Name without its prefix: some programs write `x:row`. */
export function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
