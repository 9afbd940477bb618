/** News of the post office. Payloads carry ids only: who may read the rest asks for it. */
declare module '#kernel/events.ts' {
  interface Events {
    /** A message stands in its thread: received and filed, or frozen for sending. */
    'message.filed': {
      id: string;
      threadId: string | null;
      mailboxId: string | null;
      direction: 'in' | 'out';
    };
    /** The other servers took it for these recipients: those whose answers were written down together. */
    'message.sent': { id: string; recipientIds: string[] };
    /** It did not reach one recipient: refused for good here, or reported by a bounce. */
    'message.bounced': { id: string; recipientId: string };
    /** Mail to many goes, is paused, stopped or done. */
    'dispatch.turned': { id: string; state: string };
    /** Called back before the first attempt. */
    'message.stopped': { id: string; threadId: string | null; mailboxId: string | null };
  }
}

export {};
