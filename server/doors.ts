import { type HttpPort, openHttpPort } from '#doors/http/door.ts';
import { openLiveDoor } from '#doors/live/door.ts';
import { type MailDoor, openMailDoor } from '#doors/smtp/door.ts';
import { openWorkerDoor } from '#doors/worker/door.ts';
import { asListenFault, type Config } from '#kernel/config.ts';
import type { House } from '#kernel/house.ts';

/** Ports as they are; null where the door is not this process's. */
export interface Ports {
  httpPort: number | null;
  smtpPort: number | null;
  submissionPort: number | null;
}

/** The ports without a house behind them: whoever comes is told to come back. */
export interface OpenedPorts extends Ports {
  mail: MailDoor | null;
  http: HttpPort | null;
  close(): Promise<void>;
}

export interface OpenedDoors extends Ports {
  /** Nothing new comes in, what is under way is finished. The ports stay and say so until they are closed. */
  close(): Promise<void>;
}

/**
 * Opens the ports that the configuration asks for, before anything else: while a migration runs, other mail servers hear 421 and
 * browsers 503, not a refused connection. Throws ConfigError where a port is taken; then nothing was touched.
 */
export async function openPorts(config: Config): Promise<OpenedPorts> {
  const { doors } = config;
  let mail: MailDoor | null = null;
  let http: HttpPort | null = null;
  try {
    if (doors.includes('smtp')) mail = await openMailDoor(config);
    if (doors.includes('http') || doors.includes('live')) http = await openHttpPort(config);
  } catch (error) {
    await mail?.close();
    throw asListenFault(error, config);
  }
  return {
    mail,
    http,
    httpPort: http?.port ?? null,
    smtpPort: mail?.port ?? null,
    submissionPort: mail?.submissionPort ?? null,
    async close() {
      await Promise.all([mail?.close(), http?.close()]);
    },
  };
}

/** Puts the house behind its ports, and hands to work. */
export async function openDoors(house: House, ports: OpenedPorts): Promise<OpenedDoors> {
  const { doors } = house.config;
  const closers: (() => Promise<void>)[] = [];
  const { mail, http, httpPort, smtpPort, submissionPort } = ports;
  const opened: OpenedDoors = {
    httpPort,
    smtpPort,
    submissionPort,
    async close() {
      http?.drain();
      await mail?.drain();
      for (const close of closers.reverse()) await close();
    },
  };
  try {
    if (doors.includes('worker')) {
      const hands = openWorkerDoor(house);
      closers.push(() => hands.stop());
    }
    await mail?.open(house);
    if (http !== null) {
      http.open(house);
      if (doors.includes('live')) {
        const live = await openLiveDoor(house, http.server);
        closers.push(() => live.close());
      }
    }
  } catch (error) {
    await opened.close();
    throw error;
  }
  return opened;
}
