import type { Actor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { house, now } from '#kernel/house.ts';

/**
 * What a question is asked with. "Now", "today" and "me" are bound here once, as values, so that every part of one question
 * means the same moment, in the asker's zone.
 */
export interface Asking {
  now: Date;
  /** The asked day: `asOf` where it was said, else the civil day of `now` in the asker's zone. */
  today: string;
  /** IANA zone in which days begin. */
  zone: string;
  /** User who asks; null where it is nobody's question. */
  me: string | null;
  dialect: 'sqlite' | 'postgres';
}

/** Binds a question of an actor to this moment. */
export function askingOf(actor: Pick<Actor, 'zone' | 'userId'>, asOf?: string): Asking {
  const at = now();
  return {
    now: at,
    today: asOf ?? dayIn(actor.zone, at),
    zone: actor.zone,
    me: actor.userId,
    dialect: house().db.dialect,
  };
}
