/**
 * One sending. 1. The message is given to the server with a moment 10 seconds ahead, so that closing the page loses nothing.
 * 2. Until then it can be taken back. 3. Without a network it waits and goes out by itself when the network is back; the key
 * makes the second try harmless.
 */
import type { Connection } from '../../kernel/connection.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import type { Message } from '../messages.ts';
import { formatted } from '../plain.ts';
import type { Draft } from './draft.ts';
import { partyOf } from './people-choices.ts';
import type { Below } from './prepared.ts';

const undoFor = 10_000;

export interface Way {
  /** Signature and original, below what was typed. */
  below: () => Promise<Below>;
  /** A moment in ISO, or null for at once. */
  later: string | null;
  answers: Message | null;
  forwards: Message | null;
  about: string | null;
}

export type PostState = 'sending' | 'waiting' | 'failed' | 'gone' | 'done';

export class Post {
  state: PostState = 'sending';
  refusal: Refusal | null = null;
  /** Of the message, once the server has it. */
  id = '';
  /** Why the server holds it back; null when it leaves. */
  held: string | null = null;
  onChange: (() => void) | null = null;
  readonly draft: Draft;
  readonly later: string | null;
  #connection: Connection;
  #way: Way;
  #end: ReturnType<typeof setTimeout> | null = null;
  #again = () => void this.send();

  constructor(connection: Connection, draft: Draft, way: Way) {
    this.#connection = connection;
    this.draft = draft;
    this.#way = way;
    this.later = way.later;
  }

  async send(): Promise<void> {
    removeEventListener('online', this.#again);
    this.#become('sending');
    try {
      const body = bodyOf(this.draft, await this.#way.below(), this.#way, new Date());
      const { key } = this.draft;
      const message = await this.#connection.api.post<Message>('/api/messages', body, { key });
      this.id = message.id;
      this.held = message.held ?? null;
      this.#connection.store.touch('message');
      this.#become('gone');
      this.#end = setTimeout(() => this.#become('done'), undoFor);
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      if (this.refusal.kind === 'offline') {
        addEventListener('online', this.#again, { once: true });
        this.#become('waiting');
      } else this.#become('failed');
    }
  }

  /** Null when it came back; else why it did not (it is on its way already). */
  async takeBack(): Promise<Refusal | null> {
    if (this.#end) clearTimeout(this.#end);
    try {
      await this.#connection.api.delete(`/api/messages/${this.id}/sending`);
      this.#connection.store.touch('message');
      return null;
    } catch (thrown) {
      this.#end = setTimeout(() => this.#become('done'), 4_000);
      return refusalOf(thrown);
    }
  }

  /** The element goes; what is at the server goes on without it. */
  leave(): void {
    removeEventListener('online', this.#again);
    if (this.#end) clearTimeout(this.#end);
  }

  #become(state: PostState): void {
    this.state = state;
    this.onChange?.();
  }
}

/** What the server is asked: the words as typed, HTML beside them, signature and original below both. */
function bodyOf(
  draft: Draft,
  below: Below,
  { later, answers, forwards, about }: Way,
  now: Date,
): Record<string, unknown> {
  const text = draft.text.trimEnd();
  return {
    ...(draft.from ? { from: draft.from } : {}),
    to: draft.to.map(partyOf),
    cc: draft.cc.map(partyOf),
    bcc: draft.bcc.map(partyOf),
    subject: draft.subject,
    text: text + below.text,
    html: `${formatted(text)}\n${below.html}`,
    attachments: draft.attachments.map(({ id }) => id),
    sendAt: later ?? new Date(now.getTime() + undoFor).toISOString(),
    ...(answers ? { inReplyTo: answers.id } : {}),
    ...(forwards ? { forwardOf: forwards.id } : {}),
    ...(about ? { about: [about] } : {}),
  };
}
