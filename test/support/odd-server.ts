import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';

/** One connection of a server that does as its script says, right or wrong. */
export interface OddTalk {
  say(text: string): void;
  /** The next line, without its end; null when the other side has gone. */
  hear(): Promise<string | null>;
  /** Everything up to the lone dot. */
  hearMail(): Promise<string | null>;
  hangUp(): void;
  socket: Socket;
  /** Running number of the connection, from 1. */
  number: number;
}

export interface OddServer {
  port: number;
  url: string;
  connections: number;
}

/** A mail server played by a script, for what no decent server does. */
export async function oddServer(
  t: ExecutionContext<any>,
  script: (talk: OddTalk) => Promise<void>,
): Promise<OddServer> {
  const odd: OddServer = { port: 0, url: '', connections: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    odd.connections++;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    void script(talkOn(socket, odd.connections)).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  odd.port = (server.address() as AddressInfo).port;
  odd.url = `smtp://127.0.0.1:${odd.port}`;
  return odd;
}

function talkOn(socket: Socket, number: number): OddTalk {
  let buffer = '';
  let ended = false;
  let wake: (() => void) | null = null;
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    wake?.();
  });
  socket.on('close', () => {
    ended = true;
    wake?.();
  });
  const until = async (end: string): Promise<string | null> => {
    for (;;) {
      const at = buffer.indexOf(end);
      if (at !== -1) {
        const found = buffer.slice(0, at);
        buffer = buffer.slice(at + end.length);
        return found;
      }
      if (ended) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    socket,
    number,
    say: (text) => void socket.write(text),
    hear: () => until('\r\n'),
    hearMail: () => until('\r\n.\r\n'),
    hangUp: () => void socket.destroy(),
  };
}

/** Greets and answers EHLO with these features; gives back at the first command after it. */
export async function greet(talk: OddTalk, ...features: string[]): Promise<void> {
  talk.say('220 odd.example ESMTP\r\n');
  await talk.hear();
  const lines = ['odd.example', ...features];
  talk.say(lines.map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join(''));
}

/** Takes MAIL, RCPT and DATA as a decent server does, up to 354. False when the other side has gone. */
export async function takeEnvelope(talk: OddTalk): Promise<boolean> {
  for (const answer of ['250 2.1.0 ok', '250 2.1.5 ok', '354 go on']) {
    const line = await talk.hear();
    if (line === null || line === 'QUIT') return false;
    talk.say(`${answer}\r\n`);
  }
  return true;
}
