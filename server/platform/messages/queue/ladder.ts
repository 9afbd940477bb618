/** When a mail that was put off is tried again. Minutes between the tries; after the last one it has failed. */

const HOURS_8 = 480;
/** 5 and 15 minutes, half an hour, 1, 2, 4, 8 hours, then every 8 hours: four days in all. */
export const LADDER_MINUTES: readonly number[] = [
  5,
  15,
  30,
  60,
  120,
  240,
  ...Array<number>(11).fill(HOURS_8),
];

/** The writer is told of the delay after so much waiting. */
const TOLD_AFTER_MINUTES = 225;

/** Minutes until the next try after `tries` of them; null = that was the last. */
export function waitAfter(tries: number, ladder: readonly number[]): number | null {
  return ladder[tries - 1] ?? null;
}

/** Whether this put-off is the one at which the writer is told. */
export function toldOfDelay(tries: number, ladder: readonly number[]): boolean {
  const waited = (count: number) => ladder.slice(0, count).reduce((sum, minutes) => sum + minutes, 0);
  return waited(tries - 1) >= TOLD_AFTER_MINUTES && waited(tries - 2) < TOLD_AFTER_MINUTES && tries > 1;
}
