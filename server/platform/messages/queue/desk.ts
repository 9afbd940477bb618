import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { stillMine } from '#kernel/claim.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import type { Channel, Delivery, Outcome } from '../channels/channel.ts';
import { returnPath } from '../identity.ts';
import { type MailBytes, mailBytes } from './bytes.ts';
import {
  beginAttempts,
  type Claimed,
  claimRecipients,
  type DueRow,
  dueRecipients,
  goingDispatches,
  renewClaims,
} from './claims.ts';
import { deliverHere } from './local.ts';
import { Paces } from './pace.ts';
import { freeStaleClaims, nodeEnds, nodeLives } from './recovery.ts';
import { type Result, writeResults } from './results.ts';
import { skipSuppressed } from './suppressed.ts';
import { whyHeld } from './why-held.ts';

/**
 * The desk between the table of recipients and the channels. One turn:
 * 1. claims of dead processes are freed, own claims renewed;
 * 2. those who are due are looked up, as many as the lanes have room for: what is under way and not yet written down counts;
 * 3. in one unit of work, results that came meanwhile are written and new recipients are claimed, with their attempts;
 * 4. after its commit the claimed go to their channel; their results wake the next turn.
 * While a group is being committed the next results gather: groups grow with the load, without any timer.
 */

const RECOVER_EVERY_MS = 15_000;
const RENEW_AFTER_MS = 30_000;
/** So long after claiming nobody can have taken over, and nobody needs to be asked. */
const SURE_MS = 10_000;
const WAIT_MS = 1000;
/** An error of ours at one mail is tried so often; then the mail has failed and the rest goes on. */
const OWN_ERRORS = 3;

interface UnderWay {
  claimed: Claimed;
  lane: string;
  /** By the machine's clock, which a frozen process cannot stop. */
  claimedAt: number;
}

export class Desk {
  readonly #house: House;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #paces = new Paces();
  #done: Result[] = [];
  #wake = Promise.withResolvers<void>();
  #recoveredAt = Number.NEGATIVE_INFINITY;
  #closing = false;

  constructor(where: House, channels: readonly Channel[]) {
    this.#house = where;
    this.#channels = new Map(channels.map((each) => [each.name, each]));
    nodeLives(where.node);
  }

  /** Recipients handed over and not yet written down. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Without `begin` only what is under way is ended. True while there may be more to do. */
  async turn(begin: boolean): Promise<boolean> {
    // What is freed may have to be held before it is looked at again.
    if (await this.#recover()) return true;
    await this.#renew();
    const due = begin && !this.#closing ? await this.#choose() : [];
    if (due.length === 0 && this.#done.length === 0) {
      if (this.#underWay.size === 0) return false;
      await this.#somethingHappens();
      return true;
    }
    await this.#writeAndClaim(due);
    return true;
  }

  /** Ends what is under way, as far as the other servers let it, and writes it down. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#channels.values()].map((channel) => channel.close()));
    while (this.#underWay.size > this.#done.length) await this.#somethingHappens();
    if (this.#done.length > 0) await this.#writeAndClaim([]);
    nodeEnds(this.#house.node);
  }

  /** Recipients to claim: what people write first, then mail to many, as the lanes have room. */
  async #choose(): Promise<string[]> {
    const used = new Map<string, number>();
    for (const { lane } of this.#underWay.values()) used.set(lane, (used.get(lane) ?? 0) + 1);
    const most = [...this.#channels.values()].reduce((sum, channel) => sum + channel.most(), 0);
    const chosen: string[] = [];
    await this.#fill(chosen, 'correspondence', most - this.#underWay.size, used);
    const going = await goingDispatches();
    for (const [at, { messageId, pace }] of going.entries()) {
      // Letters that go at the same time share what room is left.
      const room = Math.ceil((most - this.#underWay.size - chosen.length) / (going.length - at));
      await this.#fill(chosen, { messageId }, Math.min(room, this.#paces.room(messageId, pace)), used);
    }
    return chosen;
  }

  /** Chooses up to `room` recipients more. */
  async #fill(
    chosen: string[],
    of: Parameters<typeof dueRecipients>[1],
    room: number,
    used: Map<string, number>,
  ): Promise<void> {
    if (room <= 0) return;
    const full = new Set<string>();
    // A page of recipients whose lanes are all full hides others behind it: look again without them.
    for (let look = 0; look < 4; look++) {
      const rows = await dueRecipients([...this.#channels.keys()], of, room * 2, [...full]);
      const taken: string[] = [];
      for (const row of rows) if (taken.length < room && this.#hasRoom(row, used, full)) taken.push(row.id);
      chosen.push(...taken);
      if (of !== 'correspondence') this.#paces.take(of.messageId, taken.length);
      if (rows.length === 0 || taken.length > 0) return;
    }
  }

  #hasRoom(row: DueRow, used: Map<string, number>, full: Set<string>): boolean {
    // Held since it was looked at last: see held.ts.
    if (whyHeld(row.destination) !== null) return false;
    const channel = this.#channels.get(row.channel) as Channel;
    const lane = laneKey(channel, row.destination);
    const standing = used.get(lane) ?? 0;
    if (standing >= channel.capacity(row.destination)) {
      full.add(row.destination);
      return false;
    }
    used.set(lane, standing + 1);
    return true;
  }

  async #writeAndClaim(ids: readonly string[]): Promise<void> {
    const results = this.#done;
    this.#done = [];
    let claimed: Claimed[];
    try {
      claimed = await work('messages.sending', async () => {
        if (results.length > 0) await writeResults(results);
        return claimSome(ids);
      });
    } catch (error) {
      // Nothing was written: the results wait for the next turn.
      this.#done = [...results, ...this.#done];
      throw error;
    }
    for (const { claimed: each } of results) this.#underWay.delete(each.id);
    await this.#handOver(claimed);
  }

  async #handOver(claimed: readonly Claimed[]): Promise<void> {
    const claimedAt = Date.now();
    for (const each of claimed) {
      const channel = this.#channels.get(each.channel) as Channel;
      this.#underWay.set(each.id, { claimed: each, lane: laneKey(channel, each.destination), claimedAt });
    }
    const bytes = await mailBytes(claimed.flatMap((each) => each.rawBlobId ?? []));
    for (const each of claimed) void this.#deliver(each, bytes.get(each.rawBlobId ?? ''));
  }

  async #deliver(claimed: Claimed, bytes: MailBytes | undefined): Promise<void> {
    let outcome: Outcome;
    try {
      if (bytes === undefined) throw new Error('The bytes of this mail are not there.');
      const channel = this.#channels.get(claimed.channel) as Channel;
      outcome = await channel.deliver(this.#deliveryOf(claimed, bytes));
    } catch (error) {
      outcome = this.#ownError(claimed, error as Error);
    }
    this.#done.push({ claimed, outcome });
    this.#wake.resolve();
  }

  #deliveryOf(claimed: Claimed, bytes: MailBytes): Delivery {
    return {
      recipientId: claimed.id,
      destination: claimed.destination,
      envelopeFrom: returnPath(claimed.token),
      envelopeTo: claimed.address,
      size: bytes.size,
      bytes: () => inHouse(this.#house, bytes.read),
      mayGo: () => inHouse(this.#house, () => this.#mayGo(claimed.id)),
    };
  }

  async #mayGo(id: string): Promise<boolean> {
    const held = this.#underWay.get(id);
    if (held === undefined) return false;
    if (Date.now() - held.claimedAt < SURE_MS) return true;
    return stillMine('recipients', id, held.claimed.lockedAt);
  }

  #ownError(claimed: Claimed, error: Error): Outcome {
    const last = claimed.attempts >= OWN_ERRORS;
    this.#house.log.error(
      { recipient: claimed.id, err: error.message, stack: error.stack },
      'a mail could not be handed to its channel',
    );
    return {
      outcome: last ? 'failed' : 'later',
      host: 'this house',
      reply: `Broken here: ${error.message}`,
      enhancedCode: last ? '5.3.0' : '4.3.0',
      tls: 'none',
      tookMs: 0,
    };
  }

  /** Until a result is there, somebody new is due, or a second has passed. */
  async #somethingHappens(): Promise<void> {
    if (this.#done.length > 0) return;
    this.#wake = Promise.withResolvers<void>();
    const over = new AbortController();
    const woken = once(this.#house.wake, 'recipients', { signal: over.signal });
    const waited = sleep(WAIT_MS, undefined, { signal: over.signal });
    const quiet = () => {};
    await Promise.race([this.#wake.promise, woken.catch(quiet), waited.catch(quiet)]);
    over.abort();
  }

  async #recover(): Promise<boolean> {
    if (performance.now() - this.#recoveredAt < RECOVER_EVERY_MS) return false;
    const freed = await freeStaleClaims(new Set(this.#underWay.keys()));
    this.#recoveredAt = performance.now();
    return freed > 0;
  }

  async #renew(): Promise<void> {
    const old = [...this.#underWay.values()].filter((each) => Date.now() - each.claimedAt > RENEW_AFTER_MS);
    if (old.length === 0) return;
    const lockedAt = await work('messages.renewClaims', () =>
      renewClaims(old.map((each) => each.claimed.id)),
    );
    const mine = (await db()('recipients')
      .whereIn(
        'id',
        old.map((each) => each.claimed.id),
      )
      .where({ lockedBy: this.#house.node, lockedAt })
      .select('id')) as { id: string }[];
    const kept = new Set(mine.map((row) => row.id));
    for (const each of old.filter(({ claimed }) => kept.has(claimed.id))) {
      each.claimed.lockedAt = lockedAt;
      each.claimedAt = Date.now();
    }
  }
}

/** Claims, and settles at once what needs no channel. Gives those for the channels. In a unit of work. */
async function claimSome(ids: readonly string[]): Promise<Claimed[]> {
  if (ids.length === 0) return [];
  const claimed = await skipSuppressed(await claimRecipients(ids));
  await beginAttempts(claimed);
  const here = await deliverHere(claimed);
  if (here.length > 0) await writeResults(here);
  const settled = new Set(here.map((result) => result.claimed.id));
  return claimed.filter((each) => !settled.has(each.id));
}

function laneKey(channel: Channel, destination: string): string {
  return `${channel.name} ${channel.laneOf(destination)}`;
}
