import type { Actor } from '#kernel/actor.ts';
import type { AnyCommand } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { limitedVerb, noteUnderWay } from './limits.ts';
import { hasVerb } from './policy.ts';

/**
 * Asked by the kernel before every command. A command's right is `entity:verb`, from its name unless it says otherwise;
 * rights on single records are asked by the command itself (`allow`).
 */
export async function gate(actor: Actor, command: AnyCommand): Promise<void> {
  if (actor.kind === 'system' || command.right === 'open') return;
  if (actor.kind === 'anonymous') throw Fault.unknown('session.missing', 'Sign in first, or send a token.');
  const [entity = '', verb = ''] = command.name.split('.');
  if (!limitedVerb(actor, verb, entity)) throw refusedToken(actor, entity);
  const [rightEntity = '', rightVerb = ''] = (command.right ?? `${entity}:${verb}`).split(':');
  if (command.right === null || hasVerb({ ...actor, limits: undefined }, rightVerb, rightEntity)) {
    noteUnderWay(actor);
    return;
  }
  if (actor.kind === 'widget') throw Fault.missing(entity);
  throw Fault.forbidden(`${entity}.forbidden`, `Your role does not allow this: ${command.says}`);
}

function refusedToken(actor: Actor, entity: string): Fault {
  if (actor.kind === 'widget') return Fault.missing(entity);
  return Fault.forbidden('token.scope', 'The scopes of this token do not reach so far.', {
    scopes: actor.limits?.scopes,
  });
}
