// Running the real program: its signals, its exit code, its environment.

import { spawn } from 'node:child_process';
import process from 'node:process';
import { at, root } from './place.mjs';

/**
 * libuv's threads serve SQLite, DNS, files, zlib and password hashing alike. Four long reads on four
 * threads held up an insert for seconds, so there are 8 readers' threads and 8 to spare. It must be
 * set before Node starts; that is why a launcher exists at all.
 */
const THREADS = '16';

/** Node keeps what it compiled, types stripped already: a second start takes two thirds of the time. */
const COMPILED = at('node_modules/.cache/compiled');

/** The environment that Lobi's own programs run in. */
export function environment() {
  const { UV_THREADPOOL_SIZE = THREADS, NODE_COMPILE_CACHE = COMPILED } = process.env;
  return { ...process.env, UV_THREADPOOL_SIZE, NODE_COMPILE_CACHE };
}

/** Runs a program in the checkout with our terminal; resolves with its exit code. */
export function handOver(program, args) {
  return sideBySide([[program, args]]);
}

/** Runs several programs together: the first to end ends the others. Resolves with its exit code. */
export function sideBySide(programs) {
  const children = programs
    .filter(Boolean)
    .map(([program, args]) => spawn(program, args, { cwd: root, env: environment(), stdio: 'inherit' }));
  const tell = (signal) => {
    for (const child of children) child.kill(signal);
  };
  // On a terminal Ctrl-C reaches the whole group already: telling the child again would count as a second one.
  process.on('SIGINT', () => process.stdin.isTTY || tell('SIGINT'));
  process.on('SIGTERM', () => tell('SIGTERM'));
  process.on('SIGHUP', () => tell('SIGHUP'));
  return new Promise((resolve, reject) => {
    for (const child of children) {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        tell('SIGTERM');
        resolve(code ?? 128 + (signals[signal] ?? 0));
      });
    }
  });
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };

/** Runs a program quietly; resolves with its code and everything it printed. */
export function capture(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  return new Promise((resolve) => {
    child.on('error', (fault) => resolve({ code: 127, printed: printed + fault.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, printed }));
  });
}
