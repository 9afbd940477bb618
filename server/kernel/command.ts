import type { ZodError, ZodType, z } from 'zod';
import { type Actor, systemActor } from './actor.ts';
import { moment } from './clock.ts';
import { currentUnit, inUnit } from './db/unit.ts';
import { Fault } from './errors.ts';
import { flushEvents } from './events.ts';
import { house, now } from './house.ts';
import { cleaned } from './text/fold.ts';

/**
 * The only way to change anything. HTTP, rules, timers, the command line and tests run the same object: the kernel parses the
 * input, asks the gate, opens the unit of work, marks the audit and commits.
 */

export interface Doing {
  actor: Actor;
  /** The moment of the command, one for all it writes. */
  at: string;
  now: Date;
}

export interface Command<Takes extends ZodType = ZodType, Gives = unknown> {
  /** `entity.verb` */
  name: string;
  /** What it does, as a sentence for the reference and the audit. */
  says: string;
  /** Right that the gate asks for, `entity:verb` by default from the name; null = anyone signed in; `open` = strangers too. */
  right?: string | null | 'open';
  takes: Takes;
  /** Safe to run twice and without effect outside of the database (docs/decisions/0004). */
  does(input: z.output<Takes>, doing: Doing): Promise<Gives>;
  /** False for what is too frequent and too small to be audited (sightings, locks). */
  audited?: boolean;
}

export type AnyCommand = Command<ZodType, unknown>;

export function command<Takes extends ZodType, Gives>(
  definition: Command<Takes, Gives>,
): Command<Takes, Gives> {
  return definition;
}

/** Runs a command for an actor. Inside another command it joins its transaction. Throws Faults only. */
export async function run<Takes extends ZodType, Gives>(
  what: Command<Takes, Gives>,
  input: z.input<Takes>,
  actor: Actor,
): Promise<Gives> {
  const parsed = parse(what.takes, input, what.name);
  const { seams } = house();
  await seams.gate(actor, what as unknown as AnyCommand, parsed);
  const joined = currentUnit();
  return inUnit(
    what.name,
    async (unit) => {
      const from = unit.changes.length;
      const eventsFrom = unit.events.length;
      const moment_ = now();
      const doing: Doing = { actor, now: moment_, at: moment(moment_) };
      const result = await what.does(parsed, doing);
      for (const event of unit.events.slice(eventsFrom)) if (event.actor === '') event.actor = actor.name;
      if (what.audited !== false)
        await seams.mark({ actor, command: what.name, at: doing.at, changes: unit.changes.slice(from) });
      return result;
    },
    joined === undefined ? flushEvents : undefined,
  );
}

/** A unit of work of the house itself (listeners, jobs, hands), with its events written at the end. Rows it saves are audited as the house's. */
export function work<T>(name: string, does: () => Promise<T>): Promise<T> {
  if (currentUnit() !== undefined) return inUnit(name, does);
  return inUnit(
    name,
    async (unit) => {
      const result = await does();
      if (unit.changes.length > 0)
        await house().seams.mark({
          actor: systemActor(name),
          command: name,
          at: moment(now()),
          changes: unit.changes,
        });
      return result;
    },
    flushEvents,
  );
}

/** Parses what came from outside; throws Fault `invalid` that names every bad place. Strings lose NUL and lone surrogates. */
export function parse<Takes extends ZodType>(takes: Takes, input: unknown, what: string): z.output<Takes> {
  const result = takes.safeParse(cleanedDeep(input));
  if (result.success) return result.data;
  throw invalid(result.error, what);
}

function invalid(error: ZodError, what: string): Fault {
  const errors = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code,
    detail: issue.message,
  }));
  const first = errors[0];
  const where = first === undefined ? '' : ` ${first.path === '' ? '' : `${first.path}: `}${first.detail}`;
  return Fault.invalid(`${what.split('.')[0]}.invalid`, `This cannot be used as it is.${where}`, { errors });
}

function cleanedDeep(value: unknown): unknown {
  if (typeof value === 'string') return cleaned(value);
  if (Array.isArray(value)) return value.map(cleanedDeep);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cleanedDeep(each)]));
  return value;
}
