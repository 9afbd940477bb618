import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as a stranger's server got it. */
export interface SunkMail {
  from: string;
  to: string[];
  raw: Buffer;
  at: number;
  secure: boolean;
  /** Running number of the connection. */
  session: string;
}

export interface SinkOptions {
  /** Milliseconds before each mail is answered. */
  slow?: number;
  /** Answer to RCPT instead of 250; by address. */
  refuse?: (address: string) => { code: number; words: string } | undefined;
  /** Answer to the mail instead of 250. */
  answer?: (mail: SunkMail) => { code: number; words: string } | undefined;
  port?: number;
  server?: SMTPServerOptions;
}

export interface Sink {
  port: number;
  /** As LOBI_RELAY_URL wants it. */
  url: string;
  mails: SunkMail[];
  connections: number;
  options: SinkOptions;
  close(): Promise<void>;
}

/** Somebody else's mail server (smtp-server), which keeps what it accepts. */
export async function openSink(options: SinkOptions = {}): Promise<Sink> {
  const sink: Sink = { port: 0, url: '', mails: [], connections: 0, options, close: async () => {} };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    size: 60 * 1024 * 1024,
    onConnect(_session, done) {
      sink.connections++;
      done();
    },
    onRcptTo(address, _session, done) {
      const refusal = sink.options.refuse?.(address.address);
      done(refusal === undefined ? null : smtpError(refusal));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mail: SunkMail = {
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((each) => each.address),
          raw: Buffer.concat(chunks),
          at: Date.now(),
          secure: session.secure,
          session: session.id,
        };
        void sleep(sink.options.slow ?? 0).then(() => {
          const answer = sink.options.answer?.(mail);
          if (answer === undefined) sink.mails.push(mail);
          done(answer === undefined ? null : smtpError(answer));
        });
      });
    },
    ...options.server,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  sink.port = (server.server.address() as AddressInfo).port;
  sink.url = `smtp://127.0.0.1:${sink.port}`;
  sink.close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return sink;
}

/** A sink that is gone when the test ends. */
export async function sink(t: ExecutionContext<any>, options: SinkOptions = {}): Promise<Sink> {
  const opened = await openSink(options);
  t.teardown(() => opened.close());
  return opened;
}

function smtpError({ code, words }: { code: number; words: string }): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

/** Header of a raw mail, unfolded; undefined where it has none. */
export function headerOf(raw: Buffer, name: string): string | undefined {
  const head = raw.toString('latin1').split('\r\n\r\n')[0] as string;
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return lines
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();
}
