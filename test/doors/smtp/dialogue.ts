import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** A mail server at the other end, word by word: what is sent is exactly what is written here. */
export interface Dialogue {
  /** Sends a line with CR LF and gives the whole reply (`250 2.1.0 Accepted`, several lines joined by \n). */
  say(line: string): Promise<string>;
  /** Sends bytes as they are. */
  send(bytes: string | Buffer): void;
  /** The next whole reply. */
  hear(): Promise<string>;
  /** Goes on under TLS after a 220 to STARTTLS. */
  encrypt(): Promise<TLSSocket>;
  end(): void;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
}

export async function dialogue(port: number, host = '127.0.0.1'): Promise<Dialogue> {
  let socket: Socket = connect(port, host);
  let heard = '';
  const waiting: { resolve(reply: string): void; reject(error: Error): void }[] = [];
  let gone: Error | undefined;
  const deliver = (): void => {
    for (let reply = nextReply(); reply !== undefined && waiting.length > 0; reply = nextReply()) {
      heard = heard.slice(reply.length);
      waiting.shift()?.resolve(reply.trimEnd().replaceAll('\r\n', '\n'));
    }
    if (gone !== undefined) for (const each of waiting.splice(0)) each.reject(gone);
  };
  const nextReply = (): string | undefined => /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(heard)?.[0];
  const listen = (which: Socket): void => {
    which.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      deliver();
    });
    which.on('error', (error) => {
      gone = error;
      deliver();
    });
  };
  let closed: () => void = () => {};
  const whenClosed = new Promise<void>((resolve) => (closed = resolve));
  socket.on('close', () => {
    gone ??= new Error('the server closed the connection');
    deliver();
    closed();
  });
  listen(socket);
  const hear = (): Promise<string> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      deliver();
    });
  return {
    hear,
    say(line) {
      socket.write(`${line}\r\n`);
      return hear();
    },
    send: (bytes) => void socket.write(bytes),
    async encrypt() {
      socket.removeAllListeners('data');
      const secure = connectTls({ socket, rejectUnauthorized: false, servername: 'marmarapack.example' });
      await new Promise((resolve, reject) =>
        secure.once('secureConnect', () => resolve(undefined)).once('error', reject),
      );
      socket = secure;
      listen(secure);
      return secure;
    },
    end: () => socket.destroy(),
    closed: whenClosed,
  };
}

/** Says everything up to and including the mail's bytes (with the closing dot added) and gives the reply to them. */
export async function deliver(
  port: number,
  from: string,
  to: string[],
  mail: string | Buffer,
): Promise<string> {
  const peer = await dialogue(port);
  try {
    await peer.hear();
    await peer.say('EHLO mail.kuzey.example');
    await peer.say(`MAIL FROM:<${from}>`);
    for (const each of to) {
      const reply = await peer.say(`RCPT TO:<${each}>`);
      if (!reply.startsWith('250')) return reply;
    }
    await peer.say('DATA');
    peer.send(stuffed(mail));
    return await peer.hear();
  } finally {
    peer.end();
  }
}

/** Bytes as they go over the wire: dots doubled, closed by a dot. */
export function stuffed(mail: string | Buffer): Buffer {
  const text = Buffer.from(mail).toString('latin1');
  const dotted = text.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
  return Buffer.from(`${dotted}${dotted === '' || dotted.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}
