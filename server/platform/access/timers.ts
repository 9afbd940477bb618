import { systemActor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { timer } from '#kernel/timers.ts';
import { dayIn, endHandOver } from './commands/hand-overs.ts';
import { HandOver } from './model.ts';
import { WINDOW_MS } from './throttle.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Ended sessions stay so long, for whoever asks from where somebody came. */
const SESSION_DAYS = 90;

export const accessTimers = [
  timer({
    name: 'access.endHandOvers',
    says: 'Brings back what a colleague handed over for a time, when its last day is over.',
    every: 15 * 60,
    async does() {
      const over = await HandOver.query()
        .where({ state: 'standing' })
        .whereNotNull('untilOn')
        .where('untilOn', '<', dayIn(now()));
      for (const { id } of over) {
        try {
          await run(endHandOver, { id }, systemActor('access.endHandOvers'));
        } catch (error) {
          house().log.warn(
            { handOver: id, err: (error as Error).message },
            'a hand-over could not come back',
          );
        }
      }
    },
  }),
  timer({
    name: 'access.tidy',
    says: 'Removes ended sessions after 90 days, and tokens, links and counters that have run out.',
    every: 60 * 60,
    async does() {
      const at = now().getTime();
      await work('access.tidy', async () => {
        await db()('throttles')
          .where('since', '<', moment(at - WINDOW_MS))
          .delete();
        await db()('widget_tokens')
          .where('expires_at', '<', moment(at - DAY_MS))
          .delete();
        await db()('password_resets')
          .where('expires_at', '<', moment(at - 30 * DAY_MS))
          .delete();
        await db()('sessions')
          .where('expires_at', '<', moment(at - SESSION_DAYS * DAY_MS))
          .delete();
        await db()('sessions')
          .where('ended_at', '<', moment(at - SESSION_DAYS * DAY_MS))
          .delete();
      });
    },
  }),
];
