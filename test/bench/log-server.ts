import { open } from 'node:fs/promises';
import { SMTPServer } from 'smtp-server';

/**
 * Program of ingest.bench.ts: the least that a server must do before it says 250. Every mail goes to the end of one file; what
 * comes while the disk is busy shares the next fdatasync. Nothing is looked at and nothing can be found again.
 */

const [, , path, port] = process.argv as unknown as [string, string, string, string];
const file = await open(path, 'a');

interface Waiting {
  raw: Buffer;
  done(error?: Error | null): void;
}

let waiting: Waiting[] = [];
let busy = false;

async function work(): Promise<void> {
  busy = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await file.writev(group.map((each) => each.raw));
    await file.datasync();
    for (const each of group) each.done();
  }
  busy = false;
}

const server = new SMTPServer({
  name: 'log.example',
  logger: false,
  heloResponse: '%s',
  size: 50 * 1024 * 1024,
  maxRecipients: 100,
  hideENHANCEDSTATUSCODES: false,
  disableReverseLookup: true,
  lenientAddressParsing: true,
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      waiting.push({ raw: Buffer.concat(chunks), done });
      if (!busy) void work();
    });
  },
});
server.on('error', () => {});
server.listen(Number(port), '127.0.0.1');
