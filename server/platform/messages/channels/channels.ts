import type { Channel } from './channel.ts';
import { MailChannel } from './mail/channel.ts';

/** The ways out of the house, one line each: a folder with this contract (docs/guides/new-channel.md). */
export const CHANNELS: readonly (() => Channel)[] = [() => new MailChannel()];
