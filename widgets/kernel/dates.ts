/**
 * Moments and days as people say them, in the reader's language and zone. Moments come as ISO-8601 UTC text, days as
 * YYYY-MM-DD; a day has no zone and is never shifted by one.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

// English dates are read here as in Europe: 19 Oct, not Oct 19.
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const lang = language === 'en' ? 'en-GB' : language;
  const key = lang + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(lang, options));
  return formats.get(key)!;
}

export interface Clock {
  lang: string;
  /** IANA zone; the machine's where none is given. */
  zone?: string | undefined;
  now?: Date | undefined;
}

/** '09:42' today, 'Mon' in the last six days, '19 Oct' this year, '19 Oct 2024' before: for the end of a line. */
export function shortMoment(iso: string, clock: Clock): string {
  const at = new Date(iso);
  const { lang, zone: timeZone, now = new Date() } = clock;
  const day = dayIn(at, timeZone);
  const today = dayIn(now, timeZone);
  if (day === today)
    return format(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at);
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  if (days > 0 && days < 7) return format(lang, { weekday: 'short', timeZone }).format(at);
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : ('numeric' as const);
  return format(lang, { day: 'numeric', month: 'short', year, timeZone }).format(at);
}

/** 'Tuesday 24 November 2026 09:42': for titles and screen readers. */
export function fullMoment(iso: string, { lang, zone: timeZone }: Clock): string {
  return format(lang, {
    dateStyle: 'full',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  } as Intl.DateTimeFormatOptions).format(new Date(iso));
}

/** '09:42', in the reader's zone. */
export function timeOf(iso: string | number, { lang, zone: timeZone }: Clock): string {
  return format(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    new Date(iso),
  );
}

/** 'November 2026': the heading over a month of a timeline. */
export function monthOf(iso: string, { lang, zone: timeZone }: Clock): string {
  return format(lang, { month: 'long', year: 'numeric', timeZone }).format(new Date(iso));
}

/** '12 November', with the year when it is not this one. */
export function dayOf(iso: string, { lang, zone: timeZone, now = new Date() }: Clock): string {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const zone = plain ? 'UTC' : timeZone;
  const at = new Date(plain ? `${iso}T00:00:00Z` : iso);
  const year =
    dayIn(at, zone).slice(0, 4) === dayIn(now, timeZone).slice(0, 4) ? undefined : ('numeric' as const);
  return format(lang, { day: 'numeric', month: 'long', year, timeZone: zone }).format(at);
}

/** YYYY-MM-DD of a moment in a zone. */
export function dayIn(at: Date, timeZone?: string): string {
  return format('sv', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at);
}
