import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { standingCertificate, watchCertificate } from './certificate.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Receiver } from './receiver.ts';
import { Submission } from './submission.ts';

export interface MailDoor {
  /** Ports as they are; they differ from the settings where those are 0. */
  port: number;
  submissionPort: number;
  /** The house stands: before, everybody is told to come back. */
  open(where: House): Promise<void>;
  /** Takes no more mail; the ports stay and say 421. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the ports of receiver and submission at once; mail is taken when the house stands. Throws where a port is taken. */
export async function openMailDoor(config: Config, limits: Limits = LIMITS): Promise<MailDoor> {
  const receiver = new Receiver(nameOf(config), limits);
  const submission = new Submission(nameOf(config), limits, true);
  const port = await listen(receiver, config.smtpPort, config.smtpHost);
  const submissionPort = await listen(submission, config.submissionPort, config.smtpHost).catch(
    async (error: unknown) => {
      await receiver.shut();
      throw error;
    },
  );
  let unwatch = (): void => {};
  return {
    port,
    submissionPort,
    async open(where) {
      await inHouse(where, async () => {
        const certificate = await standingCertificate(config);
        for (const each of [receiver, submission]) each.open(where, certificate);
        unwatch = watchCertificate(config, (changed) => {
          for (const each of [receiver, submission]) each.show(changed);
        });
      });
    },
    async drain() {
      unwatch();
      await Promise.all([receiver.drain(), submission.drain()]);
    },
    async close() {
      unwatch();
      await Promise.all([receiver.drain(), submission.drain()]);
      await Promise.all([receiver.shut(), submission.shut()]);
    },
  };
}

async function listen(door: Receiver, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    // A taken port is told by the server of the sockets, and passed on by the door.
    door.once('error', reject);
    door.listen(port, host, () => {
      door.removeListener('error', reject);
      resolve();
    });
  });
  return (door.server.address() as AddressInfo).port;
}

/** The name in the greeting: the host of the public URL, else the machine's. */
function nameOf(config: Config): string {
  return config.publicUrl === null ? hostname() : new URL(config.publicUrl).hostname;
}
