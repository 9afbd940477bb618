// Mail that keeps coming in at a pace, and how long each waited for its 250.

import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TO } from './senders.ts';

export interface Pace {
  senders: number;
  /** Each of them begins a mail so often. */
  everyMs: number;
}

/** Senders with a connection each; they start at once and stop when `end` is called. */
export class Stream {
  readonly #waits: number[] = [];
  readonly #mail: (n: number) => Buffer;
  readonly #senders: Promise<void[]>;
  #count = 0;
  #stopped = false;

  constructor(port: number, pace: Pace, mail: (n: number) => Buffer) {
    this.#mail = mail;
    this.#senders = Promise.all(
      Array.from({ length: pace.senders }, (_, at) => this.#send(port, pace, at / pace.senders)),
    );
    this.#senders.catch(() => {});
  }

  /** Gives the milliseconds from the last byte of each mail to its answer. Throws where one was refused. */
  async end(): Promise<number[]> {
    this.#stopped = true;
    await this.#senders;
    return this.#waits;
  }

  async #send(port: number, pace: Pace, phase: number): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    socket.on('error', () => socket.destroy());
    await sleep(phase * pace.everyMs);
    try {
      await answer(socket, null, 220);
      await answer(socket, 'EHLO mail.musteri.example\r\n', 250);
      while (!this.#stopped) {
        const begun = performance.now();
        await this.#one(socket);
        await sleep(Math.max(0, pace.everyMs - (performance.now() - begun)));
      }
    } finally {
      socket.destroy();
    }
  }

  async #one(socket: Socket): Promise<void> {
    const bytes = this.#mail(this.#count++);
    await answer(socket, 'MAIL FROM:<ayse@kuzey.example>\r\n', 250);
    await answer(socket, `RCPT TO:<${TO}>\r\n`, 250);
    await answer(socket, 'DATA\r\n', 354);
    const sent = performance.now();
    await answer(socket, Buffer.concat([bytes, Buffer.from('.\r\n')]), 250);
    this.#waits.push(performance.now() - sent);
  }
}

/** Says something and waits for the last line of its answer. Throws where that is not as expected or the connection ends. */
function answer(socket: Socket, words: string | Buffer | null, code: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString('latin1');
      const last = /^(\d{3}) .*\r\n$/m.exec(heard);
      if (last === null) return;
      settle(Number(last[1]) === code ? undefined : new Error(`not ${code}: ${heard.trim()}`));
    };
    const gone = (): void => settle(new Error('the connection ended'));
    const settle = (error?: Error): void => {
      socket.off('data', hear).off('close', gone);
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.on('data', hear).on('close', gone);
    if (words !== null) socket.write(words);
  });
}
