// What a bench is: programs that do the same work, run by turns on the same machine in the same minute,
// because only ratios inside one run mean anything on a shared machine.

import { readFileSync } from 'node:fs';

/** One run of one program. */
export interface Measure {
  /** Units of work done: mails, searches, records. */
  units: number;
  wallMs: number;
  /** CPU time of the measured program, where it can be told apart from the load. */
  cpuMs?: number;
  /** Milliseconds of one unit as its asker saw it. */
  p50?: number;
  p99?: number;
  /** Kilobytes (1024) that travel, where weight is measured and not speed. */
  size?: number;
  /** Anything else worth a line under the table. */
  note?: string;
}

export interface Target {
  /** What is compared: units per second, CPU per unit, a latency, or a weight. */
  by: 'rate' | 'cpu' | 'p50' | 'p99' | 'size';
  /** Program that is judged; absent: the product, which stands first. */
  of?: string;
  /** Program that the product is compared with; absent: the number itself is the limit. */
  than?: string;
  atLeast?: number;
  atMost?: number;
}

export interface Bench {
  /** What is measured, as a sentence. */
  says: string;
  /** One of what is counted: `mail`. */
  unit: string;
  /** Rounds; 3 unless the work is long. */
  rounds?: number;
  /** Sets up what all programs need; gives what takes it down again. */
  open?(): Promise<() => Promise<void> | void>;
  /** The programs, the product first. Each is called once per round. */
  programs: Record<string, () => Promise<Measure>>;
  targets: Target[];
}

/** Thrown by a program whose parts cannot be had here: it is named in the table, never passed over in silence. */
export class Absent extends Error {}

/** CPU time that a process has used so far, in milliseconds, from Linux's own books; with its threads, without its children. */
export function cpuOf(pid: number | 'self'): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold anything; what is counted comes after it. Fields 14 and 15, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The value below which a share of the sorted-by-us values lies; NaN where there are none. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
