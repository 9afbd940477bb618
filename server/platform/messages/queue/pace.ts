/** How fast a letter may leave: so many mails a minute, spread over it, from this process. */
export class Paces {
  readonly #left = new Map<string, { mails: number; at: number }>();

  /** Mails of a letter that may be claimed now. */
  room(messageId: string, pace: number | null): number {
    if (pace === null) return Number.POSITIVE_INFINITY;
    const at = performance.now();
    const before = this.#left.get(messageId) ?? { mails: 1, at };
    // What was not used gathers for a second at most: a paused letter does not leave in one burst.
    const most = Math.max(1, pace / 60);
    const mails = Math.min(most, before.mails + ((at - before.at) * pace) / 60_000);
    this.#left.set(messageId, { mails, at });
    return Math.floor(mails);
  }

  take(messageId: string, mails: number): void {
    const left = this.#left.get(messageId);
    if (left !== undefined) left.mails -= mails;
  }
}
