import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import {
  type Fragment,
  fragment,
  policy,
  type RecordRef,
  type Scope,
  scope,
  visibleIds,
} from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';

/**
 * Who sees a mail: the members of its mailbox, and those who may see a card it is about (docs/decisions: 12). What is about no card
 * stays with the mailbox. A mailbox without members would be nobody's, so it is the administrators'.
 */

const CARDS = ['person', 'organisation'] as const;

export const mailboxPolicy = policy({
  entity: 'mailbox',
  says: 'A mailbox is known to its members; administrators make them and know them all.',
  see: (actor) =>
    isAdministrator(actor)
      ? true
      : fragment((query, table) => query.whereIn(`${table}.id`, ownMailboxes(actor))),
  grants: { user: ['see'], limited: ['see'] },
  listed: true,
});

export const messagePolicy = policy({
  entity: 'message',
  says: 'A message is seen by the members of its mailbox, and by who may see a card it is about.',
  see: (actor) =>
    seen(actor, 'message', (query, table) => query.whereIn(`${table}.mailbox_id`, ownMailboxes(actor))),
  ways: (actor) =>
    waysTo(actor, 'message', (query, table) => query.whereIn(`${table}.mailbox_id`, ownMailboxes(actor))),
  add: false,
  change: false,
  close: false,
  within: (records) =>
    bound(records, 'message', (query, table) => {
      query
        .whereIn(`${table}.thread_id`, idsOf(records, 'thread'))
        .orWhereIn(`${table}.mailbox_id`, idsOf(records, 'mailbox'));
    }),
});

/** What became part of another thread is seen as that one. */
const STANDING = fragment((query, table) => query.whereNull(`${table}.merged_into`));

export const threadPolicy = policy({
  entity: 'thread',
  says: 'A correspondence is seen by the members of its mailboxes, and by who may see a card it is about.',
  see: (actor) => ({
    both: [seen(actor, 'thread', (query, table) => inMailboxes(query, table, ownMailboxes(actor))), STANDING],
  }),
  ways: (actor) =>
    Object.fromEntries(
      Object.entries(
        waysTo(actor, 'thread', (query, table) => inMailboxes(query, table, ownMailboxes(actor))),
      ).map(([key, holds]) => [key, typeof holds === 'boolean' ? holds : { both: [holds, STANDING] }]),
    ),
  add: false,
  may: { answer: true },
  within: (records) =>
    bound(records, 'thread', (query, table) => inMailboxes(query, table, idsOf(records, 'mailbox'))),
});

/** Ids of the mailboxes whose mail an actor reads. */
export function ownMailboxes(actor: Actor): Knex.QueryBuilder {
  const mine = db()('mailbox_members')
    .select('mailbox_id')
    .where('user_id', actor.userId ?? '-');
  if (!isAdministrator(actor)) return mine;
  const nobodys = db()('mailboxes as b')
    .select('b.id')
    .whereNotExists(db()('mailbox_members as m').whereRaw('m.mailbox_id = b.id'));
  return mine.union(nobodys);
}

type Narrow = (query: Knex.QueryBuilder, table: string) => void;

/** Asked row by row (EXISTS), so that the newest fifty stream from their index however much mail there is. */
function seen(actor: Actor, entity: 'message' | 'thread', own: Narrow): Fragment {
  return fragment((query, table) => {
    query.where((any) => {
      any.where((mine) => own(mine, table));
      for (const card of CARDS) {
        const reach = scope(actor, card);
        if (reach === false) continue;
        any.orWhereExists(
          aboutCards(
            entity,
            table,
            card,
            (abouts) => reach !== true && abouts.whereIn('a.card_id', visibleIds(actor, card)),
          ),
        );
      }
    });
  });
}

/** The same in parts: why a mail is seen. */
function waysTo(actor: Actor, entity: 'message' | 'thread', own: Narrow): Record<string, Scope> {
  const cards = CARDS.map((card): [string, Scope] => {
    const reach = scope(actor, card);
    const about = fragment((query, table) =>
      query.whereExists(
        aboutCards(
          entity,
          table,
          card,
          (abouts) => reach !== true && abouts.whereIn('a.card_id', visibleIds(actor, card)),
        ),
      ),
    );
    return [card, reach === false ? false : about];
  });
  return { mailbox: fragment(own), ...Object.fromEntries(cards) };
}

function bound(records: readonly RecordRef[], entity: 'message' | 'thread', further: Narrow): Fragment {
  return fragment((query, table) => {
    query.where((any) => {
      any.where((own) => further(own, table));
      for (const card of CARDS) {
        const ids = idsOf(records, card);
        if (ids.length > 0)
          any.orWhereExists(aboutCards(entity, table, card, (abouts) => abouts.whereIn('a.card_id', ids)));
      }
    });
  });
}

function aboutCards(
  entity: string,
  table: string,
  card: string,
  narrow: (abouts: Knex.QueryBuilder) => unknown,
): Knex.QueryBuilder {
  const abouts = db()('abouts as a')
    .select('a.id')
    .whereRaw('?? = ??', ['a.record_id', `${table}.id`])
    .where({ 'a.record_entity': entity, 'a.card_entity': card });
  narrow(abouts);
  return abouts;
}

function inMailboxes(query: Knex.QueryBuilder, table: string, mailboxes: Knex.QueryBuilder | string[]): void {
  query.whereExists(
    db()('thread_mailboxes as tm')
      .select('tm.thread_id')
      .whereRaw('?? = ??', ['tm.thread_id', `${table}.id`])
      .whereIn('tm.mailbox_id', mailboxes as Knex.QueryBuilder),
  );
}

function idsOf(records: readonly RecordRef[], entity: string): string[] {
  return records.filter((record) => record.entity === entity).map((record) => record.id);
}
