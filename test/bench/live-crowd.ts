import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { io } from 'socket.io-client';

/** Program of live.bench.ts: many sockets in a thread of their own; tells when the first and the last heard each change. */

interface Data {
  kind: 'lobi' | 'ws';
  url: string;
  token?: string;
  topic?: string;
  sockets: number;
}

const data = workerData as Data;
const changes: { first: number; last: number; count: number }[] = [];

function heardBy(): () => void {
  let change = 0;
  return () => {
    const at = Date.now();
    const known = (changes[change] ??= { first: at, last: at, count: 0 });
    known.last = at;
    known.count++;
    if (known.count === data.sockets) parentPort?.postMessage({ change, ...known });
    change++;
  };
}

async function openSocketIo(): Promise<void> {
  const socket = io(data.url, {
    path: '/live',
    transports: ['websocket'],
    forceNew: true,
    auth: { token: data.token },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.on('news', heardBy());
  const answer = (await socket.emitWithAck('watch', { topic: data.topic })) as { ok?: true };
  if (answer.ok !== true) throw new Error('may not watch');
}

const { WebSocket } = createRequire(createRequire(import.meta.url).resolve('socket.io'))('ws') as {
  WebSocket: new (
    url: string,
  ) => {
    once(event: string, hear: (error?: Error) => void): void;
    on(event: string, hear: () => void): void;
  };
};

async function openWs(): Promise<void> {
  const socket = new WebSocket(data.url);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('message', heardBy());
}

for (let from = 0; from < data.sockets; from += 50)
  await Promise.all(
    Array.from({ length: Math.min(50, data.sockets - from) }, data.kind === 'lobi' ? openSocketIo : openWs),
  );
parentPort?.postMessage({ ready: true });
