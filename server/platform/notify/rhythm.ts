import { nextOf } from '#kernel/timers.ts';

/** When somebody's digest goes, in her zone; pure. */
export interface Rhythm {
  digest: 'never' | 'hourly' | 'daily' | 'weekly';
  /** `08:00` */
  time: string;
  /** 1 is Monday, 7 Sunday. */
  weekday: number;
  /** Both or neither: no mail from then until then. */
  quietFrom: string | null;
  quietUntil: string | null;
  /** IANA name. */
  zone: string;
}

export function presetRhythm(zone: string): Rhythm {
  return { digest: 'never', time: '08:00', weekday: 1, quietFrom: null, quietUntil: null, zone };
}

/** The first moment after `from` at which a digest is due; null where none is wanted. It never lies in the quiet hours. */
export function nextDigest(rhythm: Rhythm, from: Date): Date | null {
  const { digest, zone, weekday } = rhythm;
  if (digest === 'never') return null;
  const [hour = 8, minute = 0] = rhythm.time.split(':').map(Number);
  const line = {
    hourly: '0 * * * *',
    daily: `${minute} ${hour} * * *`,
    weekly: `${minute} ${hour} * * ${weekday % 7}`,
  }[digest];
  const due = nextOf(line, zone, from);
  return quietEnd(rhythm, due) ?? due;
}

/** When the quiet hours end that a moment lies in; null where it lies in none. */
export function quietEnd({ quietFrom, quietUntil, zone }: Rhythm, at: Date): Date | null {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return null;
  const time = timeIn(zone, at);
  const overNight = quietFrom > quietUntil;
  const quiet = overNight ? time >= quietFrom || time < quietUntil : time >= quietFrom && time < quietUntil;
  if (!quiet) return null;
  const [hour, minute] = quietUntil.split(':').map(Number);
  return nextOf(`${minute} ${hour} * * *`, zone, at);
}

/** `07:30` on the clocks of a zone. */
function timeIn(zone: string, at: Date): string {
  return at.toLocaleTimeString('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
}
