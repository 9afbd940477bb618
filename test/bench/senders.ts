// Who brings the mail in the benches of the mail door, and what they bring it to.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const DOMAIN = 'marmarapack.example';
export const TO = `satis@${DOMAIN}`;
const MAIN = join(import.meta.dirname, '../../server/main.ts');

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Waits until a mail server greets with 220; false where it does not within so many milliseconds. */
export async function opened(port: number, patienceMs: number): Promise<boolean> {
  for (const limit = Date.now() + patienceMs; Date.now() < limit; await sleep(50))
    if (await greets(port)) return true;
  return false;
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (chunk) => end(chunk.toString('latin1').startsWith('220')));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

export interface Started {
  child: ChildProcess;
  port: number;
  close(): Promise<void>;
}

/** Starts Lobi as its own process with these doors, on a data folder that is furnished; gives it when it greets. */
export async function startLobi(folder: string, doors: string): Promise<Started> {
  const port = await freePort();
  return startServer(port, [MAIN, 'start'], {
    LOBI_DATA: folder,
    LOBI_DOORS: doors,
    LOBI_SMTP_HOST: '127.0.0.1',
    LOBI_SMTP_PORT: String(port),
    LOBI_SUBMISSION_PORT: '0',
    LOBI_MAIL_DOMAINS: DOMAIN,
    LOBI_LOG_LEVEL: 'error',
    LOBI_LOG_FORMAT: 'json',
  });
}

/** Runs a program under Node that opens a mail server on this port. Throws where it does not. */
export async function startServer(
  port: number,
  args: string[],
  environment: Record<string, string> = {},
): Promise<Started> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LOBI_'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: { UV_THREADPOOL_SIZE: '16', ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  if (await opened(port, 60_000)) return { child, port, close };
  await close();
  throw new Error(`${args.join(' ')} does not open its port`);
}

export interface Load {
  mails: number;
  /** Bytes of a mail's body. */
  bytes: number;
  senders: number;
  /** Many mails over one connection, or a new one for each. */
  reused: boolean;
}

/** Brings mails with Debian's smtp-source; gives the milliseconds it took. Throws where one of them was refused. */
export async function deliver(port: number, load: Load, env: Record<string, string>): Promise<number> {
  const started = performance.now();
  const source = spawn(
    'smtp-source',
    [
      ...(load.reused ? ['-d'] : []),
      ...['-s', String(load.senders), '-m', String(load.mails), '-l', String(load.bytes)],
      ...['-f', 'ayse@kuzey.example', '-t', TO, `127.0.0.1:${port}`],
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = (await once(source, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
  return performance.now() - started;
}
