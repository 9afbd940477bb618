import type { Seams } from '#kernel/seams.ts';
import { gate } from '#platform/access/gate.ts';

/** What the kernel asks of the platform without knowing it. */
export const SEAMS: Partial<Seams> = { gate };
