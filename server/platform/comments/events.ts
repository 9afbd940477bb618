declare module '#kernel/events.ts' {
  interface Events {
    /** Somebody spoke of a record; `mentions` are the colleagues it calls upon who were not called before. */
    'comment.written': {
      id: string;
      about: { entity: string; id: string };
      mentions: string[];
      authorId: string;
    };
  }
}

export {};
