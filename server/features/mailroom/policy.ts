import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { type Fragment, fragment, policy, type RecordRef, type Scope, visibleIds } from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';

/**
 * Who sees a mail: the members of its mailbox, and those who may see a card it is about (docs/decisions: 12). What is about no card
 * stays with the mailbox. A mailbox without members would be nobody's, so it is the administrators'.
 */

const CARDS = ['person', 'organisation'] as const;

export const mailboxPolicy = policy({
  entity: 'mailbox',
  says: 'A mailbox is known to its members; administrators make them and know them all.',
  see: (actor) => (isAdministrator(actor) ? true : fragment((query, table) => query.whereIn(`${table}.id`, ownMailboxes(actor)))),
  grants: { user: ['see'], limited: ['see'] },
});

export const messagePolicy = policy({
  entity: 'message',
  says: 'A message is seen by the members of its mailbox, and by who may see a card it is about.',
  see: (actor) => seen(actor, 'message', (query, table) => query.whereIn(`${table}.mailbox_id`, ownMailboxes(actor))),
  add: false,
  change: false,
  close: false,
  within: (records) =>
    bound(records, 'message', (query, table) => {
      query.whereIn(`${table}.thread_id`, idsOf(records, 'thread')).orWhereIn(`${table}.mailbox_id`, idsOf(records, 'mailbox'));
    }),
});

export const threadPolicy = policy({
  entity: 'thread',
  says: 'A correspondence is seen by the members of its mailboxes, and by who may see a card it is about.',
  see: (actor) => ({ both: [seen(actor, 'thread', (query, table) => query.whereIn(`${table}.id`, threadsIn(ownMailboxes(actor)))), STANDING] }),
  add: false,
  may: { answer: true },
  within: (records) => bound(records, 'thread', (query, table) => query.whereIn(`${table}.id`, threadsIn(idsOf(records, 'mailbox')))),
});

/** Ids of the mailboxes whose mail an actor reads. */
export function ownMailboxes(actor: Actor): Knex.QueryBuilder {
  const mine = db()('mailbox_members').select('mailbox_id').where('user_id', actor.userId ?? '-');
  if (!isAdministrator(actor)) return mine;
  return mine.union(
    db()('mailboxes as b')
      .select('b.id')
      .whereNotExists(db()('mailbox_members as m').whereRaw('m.mailbox_id = b.id')),
  );
}

/** What became part of another thread is seen as that one. */
const STANDING = fragment((query, table) => query.whereNull(`${table}.merged_into`));

function seen(actor: Actor, entity: 'message' | 'thread', inMailboxes: (query: Knex.QueryBuilder, table: string) => void): Fragment {
  return fragment((query, table) => {
    query.where((any) => {
      any.where((own) => inMailboxes(own, table));
      for (const card of CARDS) any.orWhereIn(`${table}.id`, aboutCards(entity, card).whereIn('card_id', visibleIds(actor, card)));
    });
  });
}

function bound(records: readonly RecordRef[], entity: 'message' | 'thread', further: (query: Knex.QueryBuilder, table: string) => void): Scope {
  return fragment((query, table) => {
    query.where((any) => {
      any.where((own) => further(own, table));
      for (const card of CARDS) any.orWhereIn(`${table}.id`, aboutCards(entity, card).whereIn('card_id', idsOf(records, card)));
    });
  });
}

function aboutCards(entity: string, card: string): Knex.QueryBuilder {
  return db()('abouts').select('record_id').where({ recordEntity: entity, cardEntity: card });
}

function threadsIn(mailboxes: Knex.QueryBuilder | string[]): Knex.QueryBuilder {
  return db()('thread_mailboxes')
    .select('thread_id')
    .whereIn('mailbox_id', mailboxes as Knex.QueryBuilder);
}

function idsOf(records: readonly RecordRef[], entity: string): string[] {
  return records.filter((record) => record.entity === entity).map((record) => record.id);
}
