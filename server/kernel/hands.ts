import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inBackground } from './db/unit.ts';
import { Fault } from './errors.ts';
import { type House, inHouse } from './house.ts';

/**
 * A hand does work that waits in the database: it is woken by a commit in this process, and looks by itself every `everyMs`
 * (work of other processes, work that becomes due).
 */
export interface Hand {
  /** `room.purpose` */
  name: string;
  says: string;
  wakesOn: readonly string[];
  everyMs: number;
  /** Does some work; true when there may be more at once. */
  turn(): Promise<boolean>;
}

export interface RunningHands {
  /** Ends after the turns under way. */
  stop(): Promise<void>;
}

const LONGEST_PAUSE_MS = 30_000;

export function startHands(where: House, hands: readonly Hand[]): RunningHands {
  const stopping = new AbortController();
  const loops = hands.map((hand) => inHouse(where, () => loop(where, hand, stopping.signal)));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(where: House, hand: Hand, stopping: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stopping.aborted) {
    const woken = nextWake(where, hand, stopping);
    try {
      const more = await inBackground(() => hand.turn());
      failures = 0;
      if (more) {
        woken.forget();
        await sleep(0);
        continue;
      }
    } catch (error) {
      failures++;
      const pause = Math.min(250 * 2 ** failures, LONGEST_PAUSE_MS);
      const level = error instanceof Fault && error.kind === 'later' ? 'warn' : 'error';
      where.log[level](
        {
          hand: hand.name,
          failures,
          err: (error as Error).message,
          stack: level === 'error' ? (error as Error).stack : undefined,
        },
        'a hand stumbled and will try again',
      );
      woken.forget();
      await sleep(pause, undefined, { signal: stopping }).catch(() => {});
      continue;
    }
    await woken.promise;
  }
}

/** Armed before the turn, so that a commit during the turn is not missed. */
function nextWake(
  where: House,
  hand: Hand,
  stopping: AbortSignal,
): { promise: Promise<unknown>; forget(): void } {
  const settled = new AbortController();
  const signal = AbortSignal.any([stopping, settled.signal]);
  const waits = [
    sleep(hand.everyMs, undefined, { signal, ref: false }),
    ...hand.wakesOn.map((topic) => once(where.wake, topic, { signal })),
  ];
  const promise = Promise.race(waits)
    .catch(() => {})
    .finally(() => settled.abort());
  for (const wait of waits) wait.catch(() => {});
  return { promise, forget: () => settled.abort() };
}

/** Runs hands until none finds work: for tests and for draining. Throws when it never ends. */
export async function settleHands(where: House, hands: readonly Hand[], rounds = 1000): Promise<void> {
  await inHouse(where, async () => {
    for (let round = 0; round < rounds; round++) {
      let more = false;
      for (const hand of hands) more = (await hand.turn()) || more;
      if (!more) return;
    }
    throw new Error('The house does not come to rest: a hand makes work for itself.');
  });
}
