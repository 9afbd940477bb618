import type { Namespace, Server } from 'socket.io';

/**
 * What is told to many is encoded once by Socket.IO, as a websocket frame of two buffers, head and text; every socket then
 * writes two. Joined beforehand it is one write each, a quarter of the work of telling a thousand.
 */

type Frames = { wsPreEncodedFrame?: Buffer[] };
/** The step of its adapter that Socket.IO keeps to itself; test/doors/live.test.ts tells where it went. */
interface Encoding {
  _encode(packet: unknown, options: Frames): unknown;
}
type Adapter = Parameters<Server['adapter']>[0];

export function writeOnce(io: Server): void {
  const Given = io.of('/').adapter.constructor as new (of: Namespace) => Encoding;
  class OneWrite extends Given {
    override _encode(packet: unknown, options: Frames): unknown {
      const encoded = super._encode(packet, options);
      if (options.wsPreEncodedFrame) options.wsPreEncodedFrame = [Buffer.concat(options.wsPreEncodedFrame)];
      return encoded;
    }
  }
  io.adapter(OneWrite as unknown as Adapter);
}
