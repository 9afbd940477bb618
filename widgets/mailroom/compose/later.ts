/** Moments that people choose for sending later, in the reader's own zone: this afternoon, tomorrow morning, Monday morning. */
const morning = 8;
const afternoon = 14;

export function laterMoments(now: Date): Date[] {
  const at = (days: number, hour: number) => {
    const moment = new Date(now);
    moment.setDate(moment.getDate() + days);
    moment.setHours(hour, 0, 0, 0);
    return moment;
  };
  const toMonday = ((8 - now.getDay()) % 7 || 7) as number;
  const moments = [at(0, afternoon), at(1, morning), at(toMonday, morning)];
  const soon = now.getTime() + 30 * 60_000;
  const seen = new Set<number>();
  return moments.filter(
    (moment) => moment.getTime() > soon && !seen.has(moment.getTime()) && seen.add(moment.getTime()),
  );
}
