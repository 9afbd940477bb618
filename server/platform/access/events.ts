import type { Language } from '#kernel/schema.ts';

declare module '#kernel/events.ts' {
  interface Events {
    /** A way in is closed: whoever holds a line open for it (doors/live) cuts it. Either all of a user's, or one `via`. */
    'access.ended': { userId: string } | { via: string };
    /** What a user may see has changed: lines held open are checked again. */
    'access.changed': { userId: string };
    /** A mail of the house itself to one person. platform/messages hears it and sends it through the own queue. */
    'house.mailAsked': {
      to: { name: string; address: string };
      language: Language;
      subject: string;
      text: string;
      html: string;
    };
  }
}
