import { type RunningHands, startHands } from '#kernel/hands.ts';
import type { House } from '#kernel/house.ts';

/** Does what waits in the database: listeners, jobs, timers, arrivals, recipients. */
export function openWorkerDoor(where: House): RunningHands {
  return startHands(where, where.registry.hands);
}
