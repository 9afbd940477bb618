import { parentPort } from 'node:worker_threads';
import { openPart, readHeaderOnly, readMail } from '../reading/read-mail.ts';
import type { Answer, Task } from '../reading/readers.ts';

/** The thread that reads mail: one task at a time, handed over and given back by messages. */

const port = parentPort;

port?.on('message', (task: Task) => {
  void answer(task).then((found) => port.postMessage(found));
});

async function answer(task: Task): Promise<Answer> {
  const raw = Buffer.from(task.raw.buffer, task.raw.byteOffset, task.raw.byteLength);
  try {
    if (task.does === 'open') return { id: task.id, bytes: await openPart(raw, task.part) };
    if (task.does === 'header') return { id: task.id, mail: await readHeaderOnly(raw, task.why) };
    return { id: task.id, mail: await readMail(raw) };
  } catch (error) {
    return { id: task.id, fault: (error as Error).message };
  }
}
