declare module '#kernel/events.ts' {
  interface Events {
    /** A correspondence grew, was joined with another, closed, reopened or given to somebody. */
    'thread.changed': { id: string };
  }
}

export {};
