import type { Actor } from '#kernel/actor.ts';
import type { AnyCommand } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { knownCatalog } from '#platform/catalog/catalog.ts';
import { limitedVerb, noteUnderWay } from './limits.ts';
import { hasVerb } from './policy.ts';
import { fieldLimit } from './rights.ts';

/**
 * Asked by the kernel before every command. A command's right is `entity:verb`, from its name unless it says otherwise;
 * rights on single records are asked by the command itself (`allow`).
 */
export async function gate(actor: Actor, command: AnyCommand, input: unknown): Promise<void> {
  if (actor.kind === 'system' || command.right === 'open') return;
  if (actor.kind === 'anonymous') throw Fault.unknown('session.missing', 'Sign in first, or send a token.');
  const [entity = '', verb = ''] = command.name.split('.');
  if (!limitedVerb(actor, verb, entity)) throw refusedToken(actor, entity);
  const [rightEntity = '', rightVerb = ''] = (command.right ?? `${entity}:${verb}`).split(':');
  if (command.right === null || hasVerb({ ...actor, limits: undefined }, rightVerb, rightEntity)) {
    if (verb === 'add' || verb === 'change') refuseFields(actor, entity, input);
    noteUnderWay(actor);
    return;
  }
  if (actor.kind === 'widget') throw Fault.missing(entity);
  throw Fault.forbidden(`${entity}.forbidden`, `Your role does not allow this: ${command.says}`);
}

/** Fields of a class that the actor's roles keep from it are not written either. */
function refuseFields(actor: Actor, entity: string, input: unknown): void {
  const fields = knownCatalog().entities.get(entity)?.fields ?? [];
  const sent = (input ?? {}) as Record<string, unknown>;
  const field = fields.find(
    (each) =>
      each.class !== undefined && sent[each.key] !== undefined && fieldLimit(actor, each.class) !== undefined,
  );
  if (field !== undefined)
    throw Fault.forbidden('field.forbidden', `Your role does not allow to change "${field.label.en}".`, {
      field: field.key,
    });
}

function refusedToken(actor: Actor, entity: string): Fault {
  if (actor.kind === 'widget') return Fault.missing(entity);
  return Fault.forbidden('token.scope', 'The scopes of this token do not reach so far.', {
    scopes: actor.limits?.scopes,
  });
}
