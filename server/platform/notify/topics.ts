import type { Actor } from '#kernel/actor.ts';
import type { HeardEvent } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { can } from '#platform/access/policy.ts';

/**
 * Live news is thin: `{ entity, id, version, topic }` to those who watch a topic; what changed is fetched through the normal read, so
 * that one place authorises data. Topics: `<entity>:<id>`, `about:<entity>:<id>`, `mailbox:<id>`, `user:me`, `list:<entity>`.
 */

/** What a person watches for what concerns her alone. */
export const OWN_TOPIC = 'user:me';

export interface News {
  entity: string;
  /** Null where only "something in this list changed" may be said. */
  id: string | null;
  version: number | null;
}

export interface NewsFor {
  topic: string;
  news: News;
}

declare module '#kernel/events.ts' {
  interface Events {
    /** News of what is not written through the one save path: which record, and who is to hear (topics beside its own). */
    'news.told': { entity: string; id: string; version: number | null; topics: string[] };
  }
}

/** A room's further topics for changes of its rows: a position tells both cards. */
export interface NewsTopics {
  entity: string;
  topics(id: string): Promise<string[]>;
}

declare module '#kernel/room.ts' {
  interface Room {
    newsTopics?: readonly NewsTopics[];
  }
}

/** What an event means to those who watch. */
export async function newsOf(event: HeardEvent): Promise<NewsFor[]> {
  const { payload } = event;
  if (event.name === 'record.changed') {
    const { entity, id, version } = payload as { entity: string; id: string; version: number };
    return [
      ...(await ofRecord(entity, id, version)),
      { topic: `list:${entity}`, news: { entity, id, version } },
    ];
  }
  if (event.name === 'records.added') {
    const { entity, ids } = payload as { entity: string; ids: string[] };
    const each = await Promise.all(ids.map((id) => ofRecord(entity, id, 1)));
    // Who looks at a list fetches it once, not once for each of hundreds.
    return [...each.flat(), { topic: `list:${entity}`, news: { entity, id: null, version: null } }];
  }
  if (event.name === 'news.told') {
    const { entity, id, version, topics } = payload as {
      entity: string;
      id: string;
      version: number | null;
      topics: string[];
    };
    const news = { entity, id, version };
    return [...new Set([`${entity}:${id}`, `list:${entity}`, ...topics])].map((topic) => ({ topic, news }));
  }
  if (event.name === 'timeline.grew')
    return (payload as { cards: string[] }).cards.map((card) => ({
      topic: `about:${card}`,
      news: { entity: 'timeline', id: null, version: null },
    }));
  return [];
}

/** News for the record's own topic and those that its room names beside it. */
async function ofRecord(entity: string, id: string, version: number): Promise<NewsFor[]> {
  const further = await Promise.all(
    house()
      .registry.all('newsTopics')
      .filter((each) => each.entity === entity)
      .map((each) => each.topics(id)),
  );
  const news = { entity, id, version };
  return [...new Set([`${entity}:${id}`, ...further.flat()])].map((topic) => ({ topic, news }));
}

/** May an actor watch a topic? `user:me` becomes the actor's own; gives the topic to join, or null where it does not exist. */
export async function joinable(actor: Actor, topic: string): Promise<string | null> {
  if (topic === OWN_TOPIC)
    return actor.userId === null || !hearsOfItself(actor) ? null : `user:${actor.userId}`;
  const parts = topic.split(':');
  const kind = parts[0] ?? '';
  if (kind === 'about')
    return parts.length === 3 && (await seen(actor, parts[1] as string, parts[2] as string)) ? topic : null;
  if (kind === 'list')
    return house().registry.entities.has(parts[1] ?? '') && actor.kind !== 'anonymous' ? topic : null;
  return parts.length === 2 && (await seen(actor, kind, parts[1] as string)) ? topic : null;
}

/** An element hears of its user's own where it shows that. */
function hearsOfItself({ kind, limits }: Actor): boolean {
  return kind !== 'widget' || limits?.elements?.includes('lobi-notifications') === true;
}

async function seen(actor: Actor, entity: string, id: string): Promise<boolean> {
  return house().registry.entities.has(entity) && can(actor, 'see', entity, { id });
}
