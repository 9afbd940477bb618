import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { Fault } from '#kernel/errors.ts';

export interface Upload {
  name: string;
  type: string;
  bytes: Buffer;
  /** Fields sent beside the file. */
  fields: Record<string, string>;
}

/** Larger ones are refused: mail could not carry them anyway. */
const MOST_BYTES = 50 * 1024 * 1024;

/** Reads one file from a multipart body. Throws Fault `invalid` where there is none, `limited` where it is too large. */
export function readUpload(request: IncomingMessage): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const parser = parserFor(request);
    const chunks: Buffer[] = [];
    const fields: Record<string, string> = {};
    let found: { name: string; type: string } | undefined;
    let tooLarge = false;
    parser.on('file', (_field, stream, name, _encoding, type) => {
      found ??= { name: name ?? 'document', type };
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        tooLarge = true;
        chunks.length = 0;
      });
    });
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('error', (error: Error) =>
      reject(Fault.invalid('document.unreadable', `The upload cannot be read: ${error.message}.`)),
    );
    parser.on('finish', () => {
      if (tooLarge)
        reject(
          Fault.limited('document.tooLarge', `A document may have ${MOST_BYTES / 1024 / 1024} MB at most.`, {
            status: 413,
          }),
        );
      else if (found === undefined)
        reject(Fault.invalidAt('file', 'document.missing', 'Send the document as the part "file".'));
      else resolve({ ...found, bytes: Buffer.concat(chunks), fields });
    });
    request.pipe(parser);
  });
}

function parserFor(request: IncomingMessage) {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { files: 1, fileSize: MOST_BYTES, fields: 20, fieldSize: 10_000 },
    });
  } catch {
    throw Fault.invalid('document.multipart', 'Send the document as multipart/form-data with a part "file".');
  }
}
