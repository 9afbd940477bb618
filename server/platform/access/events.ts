import type { Language } from '#kernel/schema.ts';

/** A mail of the house itself to one of its users, ready to send. */
export interface HouseLetter {
  to: { name: string; address: string };
  language: Language;
  subject: string;
  text: string;
  html: string;
}

declare module '#kernel/events.ts' {
  interface Events {
    /** A way in is closed: whoever holds a line open for it (doors/live) cuts it. Either all of a user's, or one `via`. */
    'access.ended': { userId: string } | { via: string };
    /** What a user may see has changed: lines held open are checked again. */
    'access.changed': { userId: string };
    /** platform/messages hears it and sends the letter through the own queue. */
    'house.mailAsked': HouseLetter;
  }
}
