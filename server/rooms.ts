import type { Room } from '#kernel/room.ts';

/** The rooms of the house, one line each; platform first. */
export const ROOMS: readonly Room[] = [];
