import type { Hand } from '#kernel/hands.ts';
import { house, roomMemory } from '#kernel/house.ts';
import { diskState } from '#platform/system/disk.ts';
import { CHANNELS } from '../channels/channels.ts';
import { Desk } from './desk.ts';
import { holdOrLetGo } from './held.ts';

/** Hands recipients that are due to their channels, as long as the house may send. */

const DESK = Symbol('messages.desk');

export const sendingHand: Hand = {
  name: 'messages.sending',
  says: 'Sends to the recipients that are due, and writes down what came of it.',
  wakesOn: ['recipients'],
  everyMs: 1000,
  async turn() {
    if (await holdOrLetGo()) return true;
    // What the other server says must be written down: with a disk that is nearly full nothing new is begun.
    const begin = (await diskState()) === 'ok';
    return desk().turn(begin);
  },
};

function desk(): Desk {
  return roomMemory(
    DESK,
    () =>
      new Desk(
        house(),
        CHANNELS.map((open) => open()),
      ),
  );
}

/** Ends what is under way when the house closes. */
export async function closeDesk(): Promise<void> {
  if (house().memory.has(DESK)) await desk().close();
}
