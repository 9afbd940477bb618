/** A moment as a value for texts that say a day (`{day, date, long}`). */
export function dayOf(moment: string): Date {
  return new Date(moment);
}
