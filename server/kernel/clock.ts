/** The house's only source of "now", so that tests can stop it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class FrozenClock implements Clock {
  #at: number;
  constructor(at: string | Date) {
    this.#at = new Date(at).getTime();
  }
  now(): Date {
    return new Date(this.#at);
  }
  advance(milliseconds: number): void {
    this.#at += milliseconds;
  }
  set(at: string | Date): void {
    this.#at = new Date(at).getTime();
  }
}

/** A moment as it is stored: ISO 8601 in UTC with milliseconds; sorts as text. */
export function moment(at: Date | number): string {
  return new Date(at).toISOString();
}

/** The civil day (`YYYY-MM-DD`) of a moment in an IANA zone. */
export function dayIn(zone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000);
  const last = lastDays.get(zone);
  if (last?.minute === minute) return last.day;
  const day = dayFormat(zone).format(at);
  lastDays.set(zone, { minute, day });
  return day;
}

/** Every question asks for today; days begin at whole minutes in every zone. */
const lastDays = new Map<string, { minute: number; day: string }>();

const dayFormats = new Map<string, Intl.DateTimeFormat>();
function dayFormat(zone: string): Intl.DateTimeFormat {
  let format = dayFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormats.set(zone, format);
  }
  return format;
}
