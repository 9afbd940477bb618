import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReadMail } from './mail.ts';

/**
 * A few threads that read mail, so that no mail can hold up the house: each task has a limit of time and memory, and a thread
 * that goes beyond it is ended and replaced. Threads start when there is mail and end when there has been none for a while.
 */

export type Task = { id: number; raw: Uint8Array } & (
  | { does: 'read' }
  | { does: 'header'; why: string }
  | { does: 'open'; part: number }
);
export interface Answer {
  id: number;
  mail?: ReadMail;
  bytes?: Uint8Array;
  fault?: string;
}

export interface ReaderLimits {
  threads: number;
  /** Longest for one mail. */
  taskMs: number;
  /** A thread without work ends after this. */
  idleMs: number;
  /** Heap of one thread, in megabytes. */
  heapMb: number;
}

export const READER_LIMITS: ReaderLimits = {
  threads: availableParallelism() > 2 ? 2 : 1,
  taskMs: 20_000,
  idleMs: 120_000,
  heapMb: 512,
};

/** A mail that took too long or too much memory. */
class TooMuch extends Error {}

/** A task without its number. */
type Job = Task extends infer Each ? (Each extends Task ? Omit<Each, 'id'> : never) : never;

interface Waiting {
  job: Job;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface Thread {
  worker: Worker;
  task: { waiting: Waiting; limit: NodeJS.Timeout } | undefined;
  idle: NodeJS.Timeout | undefined;
}

export class Readers {
  readonly #limits: ReaderLimits;
  readonly #threads = new Set<Thread>();
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(limits: ReaderLimits = READER_LIMITS) {
    this.#limits = limits;
  }

  /** Reads a mail. Throws Error where it cannot be taken apart, TooMuch where it took too long. */
  async read(raw: Buffer): Promise<ReadMail> {
    return (await this.#run({ does: 'read', raw })).mail as ReadMail;
  }

  /** What the header alone says; `why` becomes the mail's note. */
  async readHeader(raw: Buffer, why: string): Promise<ReadMail> {
    return (await this.#run({ does: 'header', raw, why })).mail as ReadMail;
  }

  /** The n-th attachment, decoded. */
  async open(raw: Buffer, part: number): Promise<Buffer> {
    const { bytes } = await this.#run({ does: 'open', raw, part });
    return Buffer.from(bytes as Uint8Array);
  }

  async close(): Promise<void> {
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error('the house closes'));
    await Promise.all(threads.map((thread) => this.#end(thread, new Error('the house closes'))));
  }

  async #run(job: Job): Promise<Answer> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
    if (answer.fault !== undefined) throw new Error(answer.fault);
    return answer;
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const free = [...this.#threads].find((thread) => thread.task === undefined) ?? this.#start();
      if (free === undefined) return;
      this.#give(free, this.#waiting.shift() as Waiting);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#limits.threads) return undefined;
    const worker = new Worker(new URL('../worker/reader.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb },
      execArgv: process.execArgv.filter(
        (argument) => argument.startsWith('--disable-warning') || argument.startsWith('--no-warnings'),
      ),
    });
    const thread: Thread = { worker, task: undefined, idle: undefined };
    this.#threads.add(thread);
    worker.on('message', (answer: Answer) => this.#done(thread, answer));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const beyond = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      void this.#end(thread, beyond ? new TooMuch('it takes too much memory') : error);
    });
    return thread;
  }

  #give(thread: Thread, waiting: Waiting): void {
    clearTimeout(thread.idle);
    thread.worker.ref();
    const limit = setTimeout(
      () => void this.#end(thread, new TooMuch('it takes too long')),
      this.#limits.taskMs,
    );
    thread.task = { waiting, limit };
    thread.worker.postMessage({ ...waiting.job, id: ++this.#count });
  }

  #done(thread: Thread, answer: Answer): void {
    const { task } = thread;
    if (task === undefined) return;
    clearTimeout(task.limit);
    thread.task = undefined;
    thread.worker.unref();
    thread.idle = setTimeout(() => void this.#end(thread), this.#limits.idleMs).unref();
    task.waiting.resolve(answer);
    this.#next();
  }

  async #end(thread: Thread, why?: Error): Promise<void> {
    this.#threads.delete(thread);
    clearTimeout(thread.idle);
    const { task } = thread;
    thread.task = undefined;
    if (task !== undefined) clearTimeout(task.limit);
    await thread.worker.terminate();
    task?.waiting.reject(why ?? new Error('the thread ended'));
    this.#next();
  }
}
