import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { standingCertificate, watchCertificate } from './certificate.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Receiver } from './receiver.ts';

export interface MailDoor {
  /** Port of the receiver; differs from the setting where that is 0. */
  port: number;
  /** The house stands: before, everybody is told to come back. */
  open(where: House): Promise<void>;
  close(): Promise<void>;
}

/** Opens the mail doors of a house that stands. */
export async function openSmtpDoor(where: House): Promise<{ port: number; submissionPort: number | null; close(): Promise<void> }> {
  const door = await openMailDoor(where.config);
  await door.open(where);
  return { port: door.port, submissionPort: null, close: () => door.close() };
}

/** Opens the port of the receiver at once; mail is taken when the house stands. Throws where the port is taken. */
export async function openMailDoor(config: Config, limits: Limits = LIMITS): Promise<MailDoor> {
  const receiver = new Receiver(nameOf(config), limits);
  await new Promise<void>((resolve, reject) => {
    receiver.server.once('error', reject);
    receiver.listen(config.smtpPort, config.smtpHost, () => {
      receiver.server.removeListener('error', reject);
      resolve();
    });
  });
  let unwatch = (): void => {};
  return {
    port: (receiver.server.address() as AddressInfo).port,
    async open(where) {
      await inHouse(where, async () => {
        receiver.open(where, await standingCertificate(config));
        unwatch = watchCertificate(config, (certificate) => receiver.show(certificate));
      });
    },
    async close() {
      unwatch();
      await receiver.shut();
    },
  };
}

/** The name in the greeting: the host of the public URL, else the machine's. */
function nameOf(config: Config): string {
  return config.publicUrl === null ? hostname() : new URL(config.publicUrl).hostname;
}
