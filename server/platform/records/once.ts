import { createHash } from 'node:crypto';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import type { Call } from '#kernel/http/route.ts';
import { timer } from '#kernel/timers.ts';

/**
 * `Idempotency-Key`: a request that was sent twice, because its answer was lost on the way, is done once and answered the same
 * (draft-ietf-httpapi-idempotency-key-header). The answer is kept in the transaction of what was done, so there is no moment at
 * which one stands without the other; what failed is not kept, and may be tried again.
 */
export async function answeredOnce<T>(
  call: Pick<Call, 'actor' | 'ctx' | 'body'>,
  does: () => Promise<T>,
): Promise<T> {
  const key = call.ctx.get('idempotency-key');
  if (key === '') return does();
  if (key.length > 255)
    throw Fault.invalidAt('Idempotency-Key', 'request.key', 'must be 255 characters at most');
  const { actor, ctx } = call;
  const id = hashed([actor.userId, actor.userId === null ? actor.via : null, ctx.method, ctx.path, key]);
  const request = hashed(call.body ?? null);
  try {
    return await once(id, request, does);
  } catch (error) {
    if (!isTaken(error)) throw error;
    // Sent twice at the same moment (PostgreSQL): the other one has committed, so its answer stands.
    return once(id, request, does);
  }
}

async function once<T>(id: string, request: string, does: () => Promise<T>): Promise<T> {
  return work('records.once', async () => {
    const standing = (await db()('given_answers').where({ id }).first('request', 'answer')) as
      | { request: string; answer: string }
      | undefined;
    if (standing !== undefined) {
      if (standing.request !== request)
        throw Fault.conflict(
          'request.keyUsed',
          'This Idempotency-Key was used for another request. Take a new one.',
        );
      return JSON.parse(standing.answer) as T;
    }
    await db()('given_answers').insert({ id, request, answer: '', createdAt: moment(now()) });
    const answer = await does();
    await db()('given_answers')
      .where({ id })
      .update({ answer: JSON.stringify(answer) });
    return answer;
  });
}

function hashed(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Unique violation, as the drivers say it. */
function isTaken(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '23505' && message?.includes('given_answers') === true;
}

const KEPT_MS = 48 * 3_600_000;

export const forgetAnswers = timer({
  name: 'records.forgetAnswers',
  says: 'Forgets answers to requests with an Idempotency-Key after two days.',
  every: 3600,
  async does() {
    await work('records.forgetAnswers', () =>
      db()('given_answers')
        .where('created_at', '<', moment(now().getTime() - KEPT_MS))
        .delete(),
    );
  },
});
