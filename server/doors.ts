import { openHttpDoor } from '#doors/http/door.ts';
import { openLiveDoor } from '#doors/live/door.ts';
import { openSmtpDoor } from '#doors/smtp/door.ts';
import { openWorkerDoor } from '#doors/worker/door.ts';
import { asListenFault } from '#kernel/config.ts';
import type { House } from '#kernel/house.ts';

export interface OpenedDoors {
  /** Ports as they are; null where the door is not this process's. */
  httpPort: number | null;
  smtpPort: number | null;
  submissionPort: number | null;
  /** Closes in reverse: nothing new comes in, what is under way is finished. */
  close(): Promise<void>;
}

/** Opens the doors that the configuration asks for. */
export async function openDoors(house: House): Promise<OpenedDoors> {
  const { doors } = house.config;
  const closers: (() => Promise<void>)[] = [];
  const opened: OpenedDoors = {
    httpPort: null,
    smtpPort: null,
    submissionPort: null,
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
  try {
    if (doors.includes('worker')) {
      const hands = openWorkerDoor(house);
      closers.push(() => hands.stop());
    }
    if (doors.includes('smtp')) {
      const smtp = await openSmtpDoor(house);
      opened.smtpPort = smtp.port;
      opened.submissionPort = smtp.submissionPort;
      closers.push(() => smtp.close());
    }
    if (doors.includes('http') || doors.includes('live')) {
      const http = await openHttpDoor(house);
      opened.httpPort = http.port;
      closers.push(() => http.close());
      if (doors.includes('live')) {
        const live = await openLiveDoor(house, http.server);
        closers.push(() => live.close());
      }
    }
  } catch (error) {
    await opened.close();
    throw asListenFault(error, house.config);
  }
  return opened;
}
