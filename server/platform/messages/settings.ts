import { isIP } from 'node:net';
import { z } from 'zod';
import type { SettingDefinition } from '#platform/settings/api.ts';
import { LADDER_MINUTES } from './queue/ladder.ts';

declare module '#platform/settings/api.ts' {
  interface Settings {
    /** Minutes between the tries of a mail that was put off. */
    sendingLadder: number[];
    /** Recipients per minute and domain when mail goes straight to their servers; null = no limit. */
    sendingPerMinute: number | null;
    /** Whether answers are asked for at an address of their own, which leads into the correspondence. */
    replyAddresses: boolean;
    /** Whether readers may have the house fetch the pictures that a mail only names. */
    remotePictures: boolean;
    /** Name servers that the mail doctor asks; empty: the machine's. */
    dnsServers: string[];
  }
}

export const MESSAGE_SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'sendingLadder',
    says: 'Minutes between the tries of a mail that another server puts off; after the last one it has failed.',
    takes: z.array(z.int().min(1).max(10_080)).min(1).max(100),
    preset: () => [...LADDER_MINUTES],
  },
  {
    name: 'sendingPerMinute',
    says: 'Most recipients per minute and domain, where mail goes straight to their servers; empty: no limit.',
    takes: z.int().min(1).max(100_000).nullable(),
    preset: () => null,
  },
  {
    name: 'replyAddresses',
    says: 'Asks for answers at an address that leads into the correspondence (Reply-To), whatever the other mail program leaves out.',
    takes: z.boolean(),
    preset: () => true,
  },
  {
    name: 'remotePictures',
    says: 'Lets readers show pictures that a mail only names; the house fetches them, so that the sender learns nothing of the reader.',
    takes: z.boolean(),
    preset: () => true,
  },
  {
    name: 'dnsServers',
    says: 'Name servers that the mail doctor asks about your domains, by address; empty: the machine’s.',
    takes: z.array(z.string().refine(isServer, 'must be an IP address, for example 9.9.9.9')).max(5),
    preset: () => [],
  },
];

/** An IP address, with a port where it is another than 53. */
function isServer(text: string): boolean {
  const [, bracketed = '', v6, plain = ''] =
    /^(?:(\[([^\]]+)\])(?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(bracketed === '' ? (plain === '' ? text : plain) : (v6 ?? '')) !== 0;
}
