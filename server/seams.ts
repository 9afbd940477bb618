import type { Seams } from '#kernel/seams.ts';

/** What the kernel asks of the platform without knowing it. */
export const SEAMS: Partial<Seams> = {};
