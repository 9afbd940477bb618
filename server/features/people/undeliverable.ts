import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { command, run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { emit, listener } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import '#platform/messages/events.ts';
import { deadAddresses } from '#platform/messages/undelivered.ts';
import { writeContactPoints } from './commands/card-tables.ts';
import { changeCard } from './commands/save-card.ts';
import type { ContactPoint, Undeliverable } from './contact-point.ts';
import './events.ts';
import { mailKey } from './mail-address.ts';
import type { Card } from './model/card.ts';
import { Organisation } from './model/organisation.ts';
import { Person } from './model/person.ts';
import { Position } from './model/position.ts';

/**
 * An address that is dead says so on every card where it stands, with the evidence; nothing is taken away. A full mailbox or a server
 * that refuses changes no card. Whoever knows better takes the mark back, by sending the contact point with `undeliverable: null`.
 */

const mark = z.object({
  address: z.string(),
  evidence: z.object({ at: z.string(), status: z.string(), reason: z.string(), messageId: z.string() }),
});

export const markUndeliverable = command({
  name: 'contactPoint.markUndeliverable',
  says: 'Says on every card where a mail address stands that nobody is reached there, with the mail that showed it.',
  takes: mark,
  async does({ address, evidence }) {
    for (const holder of await holdersOf(address)) await markOn(holder, address, evidence);
  },
});

interface Holder {
  entity: 'person' | 'organisation' | 'position';
  id: string;
}

/** Closed cards, too: who restores one must know. */
async function holdersOf(address: string): Promise<Holder[]> {
  return (await db()('contact_points')
    .where({ kind: 'email', key: mailKey(address) })
    .whereNull('undeliverable_at')
    .orderBy('card_id')
    .limit(500)
    .distinct('card_entity as entity', 'card_id as id')) as Holder[];
}

async function markOn({ entity, id }: Holder, address: string, evidence: Undeliverable): Promise<void> {
  if (entity === 'position') return markPosition(id, address, evidence);
  const found =
    entity === 'person' ? await Person.query().findById(id) : await Organisation.query().findById(id);
  const card = found as Card | undefined;
  if (card === undefined) return;
  const contactPoints = marked(card.contactPoints, address, evidence);
  await changeCard(entity, card, { contactPoints }, undefined);
}

/** Where somebody is reached in a firm. */
async function markPosition(id: string, address: string, evidence: Undeliverable): Promise<void> {
  const position = (await Position.query().findById(id)) as Position | undefined;
  if (position === undefined) return;
  const contactPoints = marked(position.contactPoints, address, evidence);
  await update(Position, id, { contactPoints });
  await writeContactPoints({ entity: 'position', id }, contactPoints);
  const { personId, organisationId } = position;
  await emit('position.changed', { id, personId, organisationId }, { entity: 'position', id });
}

function marked(points: readonly ContactPoint[], address: string, evidence: Undeliverable): ContactPoint[] {
  const key = mailKey(address);
  return points.map((point) =>
    point.kind === 'email' && mailKey(point.value) === key && point.undeliverable === undefined
      ? { ...point, undeliverable: evidence }
      : point,
  );
}

export const undeliverableListener = listener({
  name: 'people.undeliverable',
  says: 'Marks an address on the cards where it stands when a mail shows that nobody is there.',
  on: ['message.bounced'],
  async hears(events) {
    const dead = await deadAddresses(events.map((event) => event.payload.recipientId));
    for (const { address, status, reason, messageId } of dead)
      await run(
        markUndeliverable,
        { address, evidence: { at: moment(now()), status, reason, messageId } },
        systemActor('people'),
      );
  },
});
