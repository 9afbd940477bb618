import type { Seams } from '#kernel/seams.ts';
import { gate } from '#platform/access/gate.ts';
import { mark } from '#platform/audit/mark.ts';

/** What the kernel asks of the platform without knowing it. */
export const SEAMS: Partial<Seams> = { gate, mark };
