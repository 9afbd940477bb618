import { dayIn } from '#kernel/clock.ts';
import { takeNumbers } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';

/**
 * Register numbers (evrak numarası): one running number per direction and year of the company's zone, without gaps, since the
 * counter's row moves in the transaction that uses the number. Everybody who registers waits for that row, so it is taken as
 * late as the unit allows. A void number stays with its message.
 */

const PREFIX = { in: 'IN', out: 'OUT' } as const;

/** Takes `count` numbers that follow each other: `IN 2026/11842`. In a unit of work, as late as can be. */
export async function registerNumbers(direction: 'in' | 'out', count: number): Promise<string[]> {
  if (count === 0) return [];
  const year = dayIn(setting('timeZone'), now()).slice(0, 4);
  const first = await takeNumbers(`register.${direction}.${year}`, count);
  return Array.from({ length: count }, (_, at) => `${PREFIX[direction]} ${year}/${first + at}`);
}
