import { lookup } from 'node:dns/promises';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { roomMemory } from '#kernel/house.ts';

/** The two things that a fetch of a picture does outside of this process. */
export interface Outside {
  /** Every address of a host. */
  resolve(host: string): Promise<string[]>;
  /** A connection to exactly this address, which was looked at before. `host` is for the certificate. */
  connect(to: { address: string; port: number; secure: boolean; host: string }): Socket;
}

const system: Outside = {
  resolve: async (host) => (await lookup(host, { all: true })).map((each) => each.address),
  connect: ({ address, port, secure, host }) =>
    secure
      ? connectSecure({
          host: address,
          port,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ALPNProtocols: ['http/1.1'],
        })
      : connectPlain({ host: address, port }),
};

const MEMORY = Symbol('messages.pictures.outside');

function memory(): { outside: Outside } {
  return roomMemory(MEMORY, () => ({ outside: system }));
}

export function outside(): Outside {
  return memory().outside;
}

/** Puts another outside in place of the machine's. */
export function useOutside(other: Outside): void {
  memory().outside = other;
}
